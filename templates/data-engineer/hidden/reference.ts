import { type File, ZONES } from './support.ts'

// The rules of the README as slowly and plainly as possible, in memory: what the four tables hold after these files.

interface Sale {
  receipt: string
  revision: number
  shop: string
  at: number
  amount_minor: number
  voided: boolean
}

interface Sum {
  receipts: number
  takings_minor: number
}

const HOUR = 3_600_000
const WORD = /^[\w.:-]{1,64}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

const fields: Record<string, (value: any) => boolean> = {
  receipt: (v) => typeof v === 'string' && WORD.test(v),
  revision: (v) => Number.isInteger(v) && v >= 1 && v <= 1000,
  shop: (v) => typeof v === 'string' && WORD.test(v),
  at: (v) => typeof v === 'string' && TIME.test(v) && Date.parse(v) >= Date.UTC(2000, 0, 1),
  amount_minor: (v) => Number.isInteger(v) && Math.abs(v) <= 100_000_000,
  voided: (v) => v === undefined || typeof v === 'boolean',
}

export class Reference {
  readonly #accepted = new Map<string, Sale>()
  readonly #known = new Set<string>()
  readonly #days = new Map<string, Sum>()
  readonly #quarantine: object[] = []
  readonly #quality: { file: string }[] = []
  readonly #adjustments: { file: string; shop_id: string; day: string }[] = []
  #watermark = -Infinity

  process(files: readonly File[], mode: 'run' | 'backfill' = 'run'): void {
    for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) if (!this.#known.has(file.name)) this.#file(file, mode)
  }

  tables() {
    const days = [...this.#days].map(([key, sum]) => ({ shop_id: shopOf(key), day: dayIn(key), ...sum, closed: this.#closed(key) }))
    return {
      days: days.filter((d) => d.receipts !== 0 || d.takings_minor !== 0).sort(by('shop_id', 'day')),
      adjustments: [...this.#adjustments].sort(by('file', 'shop_id', 'day')),
      quarantine: this.#quarantine.sort(by('file', 'line')),
      quality: this.#quality.sort(by('file')),
    }
  }

  #file({ name, text }: File, mode: 'run' | 'backfill'): void {
    this.#known.add(name)
    const deliveredAt = Date.parse(name.replace(/^(....)(..)(..T..)(..)(..Z).*/, '$1-$2-$3:$4:$5'))
    if (mode === 'run') this.#watermark = Math.max(this.#watermark, deliveredAt)
    const counts = { lines: 0, accepted: 0, superseded: 0, duplicates: 0, quarantined: 0 }
    const late = new Map<string, Sum>()
    text.split('\n').forEach((raw, i) => {
      if (raw.trim() === '') return
      counts.lines += 1
      const said = this.#line(raw, deliveredAt, (key) => (mode === 'run' && this.#closed(key) ? late : this.#days))
      if (typeof said === 'string') counts[said] += 1
      else {
        counts.quarantined += 1
        this.#quarantine.push({ file: name, line: i + 1, ...said, raw })
      }
    })
    for (const [key, sum] of late) if (sum.receipts !== 0 || sum.takings_minor !== 0) this.#adjustments.push({ file: name, shop_id: shopOf(key), day: dayIn(key), ...sum })
    this.#quality.push({ file: name, ...counts })
  }

  #line(raw: string, deliveredAt: number, target: (key: string) => Map<string, Sum>): 'accepted' | 'superseded' | 'duplicates' | { reason: string; field: string | null } {
    const read = readLine(raw, deliveredAt)
    if ('reason' in read) return read
    const same = this.#accepted.get(`${read.receipt} ${read.revision}`)
    if (same) return JSON.stringify(same) === JSON.stringify(read) ? 'duplicates' : { reason: 'conflict', field: null }
    const others = [...this.#accepted.values()].filter((s) => s.receipt === read.receipt).sort((a, b) => b.revision - a.revision)
    this.#accepted.set(`${read.receipt} ${read.revision}`, read)
    if (others[0] && others[0].revision > read.revision) return 'superseded'
    if (others[0]) count(others[0], -1, target)
    count(read, 1, target)
    return 'accepted'
  }

  #closed(key: string): boolean {
    return this.#watermark >= endOf(key) + 72 * HOUR
  }
}

function readLine(raw: string, deliveredAt: number): Sale | { reason: string; field: string | null } {
  let value: any
  try {
    value = JSON.parse(raw)
  } catch {
    return { reason: 'not_json', field: null }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { reason: 'not_json', field: null }
  for (const [field, right] of Object.entries(fields)) if (!right(value[field])) return { reason: 'bad_field', field }
  if (!(value.shop in ZONES)) return { reason: 'unknown_shop', field: null }
  const at = Date.parse(value.at)
  if (at > deliveredAt + HOUR / 12) return { reason: 'from_future', field: null }
  return { receipt: value.receipt, revision: value.revision, shop: value.shop, at, amount_minor: value.amount_minor, voided: value.voided ?? false }
}

function count(sale: Sale, times: 1 | -1, target: (key: string) => Map<string, Sum>): void {
  if (sale.voided) return
  const key = dayOf(sale.shop, sale.at)
  const sums = target(key)
  const sum = sums.get(key) ?? { receipts: 0, takings_minor: 0 }
  sums.set(key, { receipts: sum.receipts + times, takings_minor: sum.takings_minor + times * sale.amount_minor })
}

const shopOf = (key: string) => key.split(' ')[0] ?? ''
const dayIn = (key: string) => key.split(' ')[1] ?? ''

/** What the clock on the wall shows, as if it were UTC. */
function wall(zone: string, at: number): number {
  const parts = Object.fromEntries(formatOf(zone).formatToParts(at).map((p) => [p.type, Number(p.value)]))
  return Date.UTC(parts.year ?? 0, (parts.month ?? 0) - 1, parts.day, parts.hour, parts.minute, parts.second)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  formats.set(zone, format)
  return format
}

const dayOf = (shop: string, at: number) => `${shop} ${new Date(wall(ZONES[shop] ?? '', at) - 4 * HOUR).toISOString().slice(0, 10)}`

/** Every quarter of an hour in which it could be four o'clock there, until it is. */
function endOf(key: string): number {
  const wanted = Date.parse(`${dayIn(key)}T00:00:00Z`) + 28 * HOUR
  for (let at = wanted - 14 * HOUR; ; at += HOUR / 4) if (wall(ZONES[shopOf(key)] ?? '', at) === wanted) return at
}

function by<T>(...names: (keyof T & string)[]) {
  return (a: T, b: T) => {
    const name = names.find((key) => a[key] !== b[key])
    return name === undefined ? 0 : a[name] < b[name] ? -1 : 1
  }
}
