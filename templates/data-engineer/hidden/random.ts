import { type File, ZONES, file } from './support.ts'

/** One thing that happens to the pipeline: files appear in a folder, and it is told to go. */
export interface Step {
  mode: 'run' | 'backfill'
  files: File[]
}

const HOUR = 3_600_000
/** Nights in which clocks are changed somewhere among the shops. */
const NIGHTS = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01']
const BROKEN = ['{"receipt":', '[]', '17', 'null', '""', '{}']

/** Two weeks of a feed in which everything happens more often than it should. The same seed gives the same steps. */
export function randomSteps(seed: number): Step[] {
  const random = randomFrom(seed)
  const below = (n: number) => Math.floor(random() * n)
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T
  const night = Date.parse(`${pick(NIGHTS)}T00:00:00Z`)
  const shops = [...Object.keys(ZONES).filter(() => random() < 0.5), pick(Object.keys(ZONES)), 'atlantis']
  const sent: object[] = []

  const line = (deliveredAt: number): object | string => {
    const luck = random()
    if (luck < 0.04) return pick(BROKEN)
    if (luck < 0.12 && sent.length > 0) return pick(sent)
    const at = Math.floor((Math.min(deliveredAt + HOUR / 6, night + (random() - 0.5) * 96 * HOUR)) / 60_000) * 60_000
    const event = { receipt: `r${below(30)}`, revision: 1 + below(4), shop: pick(shops), at: written(at, below(3)), amount_minor: below(9) - 2, ...(random() < 0.3 ? { voided: random() < 0.6 } : {}) }
    sent.push(event)
    if (luck < 0.16) return { ...event, [pick(['receipt', 'revision', 'shop', 'at', 'amount_minor', 'voided'])]: pick(['', null, 1.5, 'x y', '2026-03-10']) }
    return event
  }
  const made = Array.from({ length: 11 }, (_, i) => {
    const deliveredAt = night - 48 * HOUR + i * 20 * HOUR + below(20) * HOUR
    return file(new Date(deliveredAt).toISOString(), Array.from({ length: below(16) }, () => line(deliveredAt)), i + 1)
  })
  return steps(made, below)
}

/** Most files are taken as they come; some turn up later, and some are filled in. */
function steps(files: File[], below: (n: number) => number): Step[] {
  const when = files.map((_, i) => Math.floor(i / 3) + (below(4) === 0 ? 1 + below(2) : 0))
  const all = [0, 1, 2, 3, 4, 5].map((n) => files.filter((_, i) => when[i] === n))
  return all.flatMap((some): Step[] => (some.length > 0 ? [{ mode: below(5) === 0 ? 'backfill' : 'run', files: some }] : []))
}

function written(at: number, way: number): string {
  if (way === 0) return new Date(at).toISOString()
  if (way === 1) return `${new Date(at).toISOString().slice(0, 19)}Z`
  return `${new Date(at - 3.5 * HOUR).toISOString().slice(0, 19)}-03:30`
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
