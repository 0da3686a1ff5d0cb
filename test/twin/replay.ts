import type { RawAnswer } from '#test/support/client.ts'
import type { Golden, Ids } from './golden.ts'
import { finish, writeSomething } from './hidden.ts'
import { blanked, normaliser } from './normalise.ts'
import { type Random, randomFrom } from './random.ts'
import type { Step } from './trace.ts'
import type { World } from './world.ts'

/** What everybody but A received from one replay, as lines, and how much A hid meanwhile. */
export interface Seen {
  lines: string[]
  hidden: number
  /** Milliseconds of each visible answer, in order. */
  took: number[]
}

/** A world with its clock, which goes on from trace to trace. */
export interface Stage {
  world: World
  at: number
  /** Chance for what A hides in this world. */
  r: Random
}

export function stageOf(world: World, g: Golden, seed: number): Stage {
  return { world, at: g.now.getTime(), r: randomFrom(seed) }
}

/** Plays a trace. Between its steps A writes what this world's chance says, at moments of this world's own. */
export async function replay(s: Stage, ids: Ids, trace: readonly Step[]): Promise<Seen> {
  const seen: Seen = { lines: [], hidden: 0, took: [] }
  const name = normaliser()
  const before = s.world.mails.length
  for (const step of trace) {
    if (step.gapMs > 0) await pass(s, ids, step, seen)
    const began = performance.now()
    const answer = await step.run(s.world, ids)
    // What A is answered is A's alone.
    if (step.who === 'A' || !answer) continue
    seen.took.push(performance.now() - began)
    seen.lines.push(name(`${step.says}: ${shown(answer)}`))
  }
  await s.world.settle()
  seen.lines.push(...sorted(s.world.mails.slice(before).map((m) => `mail: ${JSON.stringify(m)}`)))
  return seen
}

/** Time passes, and A uses it. */
async function pass(s: Stage, ids: Ids, step: Step, seen: Seen): Promise<void> {
  await stayIn(s, step.gapMs)
  await hide(s, ids, step, seen)
  s.at += step.gapMs
  await s.world.setClock(new Date(s.at))
}

/** Zero to three hidden acts, each somewhere in the time before the next step. */
async function hide(s: Stage, ids: Ids, step: Step, seen: Seen): Promise<void> {
  const A = s.world.as('A', ids)
  const moments = Array.from({ length: s.r.int(4) }, () => s.r.int(step.gapMs)).sort((a, b) => a - b)
  for (const moment of moments) {
    await s.world.setClock(new Date(s.at + moment))
    const { status } = await writeSomething(A, ids, s.r)
    if (status < 300) seen.hidden += 1
    else if (status !== 404 && status !== 409) throw new Error(`A was answered ${status} while writing`)
  }
  if (step.finishes) await finish(A, ids, s.r)
}

const HOUR = 3_600_000

/** Nobody is signed out by the days that pass in a minute. */
async function stayIn({ world, at }: Stage, gapMs: number): Promise<void> {
  if (gapMs > HOUR) await world.query(`update sessions set seen_at = $1, expires_at = $1::timestamptz + interval '9 days'`, [new Date(at + gapMs)])
}

/** Status, headers and body, byte by byte. The length is that of the body. */
function shown({ status, headers, text }: RawAnswer): string {
  const sent = [...headers].map(([name, value]) => `${name}: ${value}`).sort()
  return [status, ...sent, `content-length: ${Buffer.byteLength(text)}`, text].join('\n')
}

const sorted = (lines: readonly string[]) => lines.map(blanked).sort()

/**
 * Tables that are A's alone before the reveal, or say when A was at their desk to nobody. Everything else is anybody's to
 * read one day: by a route, a mail, an export.
 */
const OF_A = ['reviews', 'review_scores', 'review_comments', 'review_drafts', 'review_viewed', 'sessions', 'rate_buckets', 'twin_clock']

/** Every row of every other table, in no order. Kept answers are those of A's own repeated requests, so A's are left out. */
export async function rowsOf(world: World, g: Golden): Promise<string[]> {
  const tables = await world.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`)
  const lines: string[] = []
  for (const { name } of tables.filter((t) => !OF_A.includes(t.name))) {
    const rows = await world.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t ${name === 'idempotency_keys' ? `where principal not like '%' || $1 || '%'` : 'where $1::text is not null'}`, [g.members.A.id])
    lines.push(...sorted(rows.map(({ row }) => `${name}: ${row}`)))
  }
  return lines
}
