import type { Golden } from './golden.ts'
import { type Random, randomFrom } from './random.ts'
import { everyRead } from './reads.ts'
import { replay, rowsOf, type Seen, type Stage, stageOf } from './replay.ts'
import { type Step, traceFrom } from './trace.ts'
import { openWorld, type World } from './world.ts'

export interface Totals {
  traces: number
  /** Answers, mails and rows that were compared. */
  compared: number
  /** What A did in both worlds that the other side never saw. */
  hidden: number
  /** The first few places where the worlds were not the same. */
  differences: string[]
  took: [number[], number[]]
}

export const noTotals = (): Totals => ({ traces: 0, compared: 0, hidden: 0, differences: [], took: [[], []] })

const STEPS = 8

export interface Plan {
  seed: number
  traces: number
  /** At the end everybody reads whatever there is to read. */
  everything?: boolean
  /** Something planted into both worlds, for a run that has to fail. */
  plant?: (w: World) => Promise<unknown>
}

/**
 * Two worlds from the same company; `traces` traces played in both, each on a candidate of its own, with only A's hidden
 * work different. At the end all tables but A's own are compared.
 */
export async function compareTwins(g: Golden, plan: Plan, into: Totals): Promise<void> {
  const worlds = await Promise.all([openWorld(g), openWorld(g)])
  try {
    for (const w of worlds) await plan.plant?.(w)
    const stages = worlds.map((w, side) => stageOf(w, g, plan.seed * 2 + side + 1)) as [Stage, Stage]
    const r = randomFrom(plan.seed)
    for (let i = 0; i < plan.traces && !found(plan, into); i++) await compareTrace(g, stages, i, traceFrom(r, g, STEPS), into, plan)
    if (plan.everything) await compareEverything(g, stages, r, into, plan)
    await compareTables(g, stages, into, plan)
  } finally {
    await Promise.all(worlds.map((w) => w.close()))
  }
}

async function compareTrace(g: Golden, stages: readonly [Stage, Stage], i: number, trace: readonly Step[], into: Totals, plan: Plan): Promise<void> {
  const ids = g.rounds[i % g.rounds.length]
  if (!ids) throw new Error('The company has no candidate in review')
  const [one, two] = await Promise.all([replay(stages[0], ids, trace), replay(stages[1], ids, trace)])
  into.traces += 1
  count(into, one, two)
  differ(into, `seed ${plan.seed}, trace ${i}`, one.lines, two.lines)
}

function count(into: Totals, one: Seen, two: Seen) {
  into.hidden += one.hidden + two.hidden
  into.took[0].push(...one.took)
  into.took[1].push(...two.took)
}

/** What was planted has been found: no need to go on. */
const found = (plan: Plan, into: Totals) => plan.plant !== undefined && into.differences.length > 0

/** Everybody reads everything about one of the candidates, while A goes on now and then. */
async function compareEverything(g: Golden, stages: readonly [Stage, Stage], r: Random, into: Totals, plan: Plan): Promise<void> {
  const ids = r.pick(g.rounds)
  const trace = everyRead(g).map((read, i) => ({ ...read, gapMs: i % 20 === 0 ? 1_000 : 0 }))
  const [one, two] = await Promise.all([replay(stages[0], ids, trace), replay(stages[1], ids, trace)])
  count(into, one, two)
  differ(into, `seed ${plan.seed}, everything`, one.lines, two.lines)
}

async function compareTables(g: Golden, stages: readonly [Stage, Stage], into: Totals, plan: Plan): Promise<void> {
  const rows = await Promise.all(stages.map((s) => rowsOf(s.world, g)))
  differ(into, `seed ${plan.seed}, tables`, rows[0] ?? [], rows[1] ?? [])
}

const MOST_TOLD = 5

function differ(into: Totals, where: string, one: readonly string[], two: readonly string[]) {
  into.compared += Math.max(one.length, two.length)
  const at = Array.from({ length: Math.max(one.length, two.length) }, (_, i) => i).filter((i) => one[i] !== two[i])
  for (const i of at.slice(0, MOST_TOLD)) if (into.differences.length < MOST_TOLD) into.differences.push(`${where}, line ${i}:\n${around(one[i] ?? '(nothing)', two[i] ?? '(nothing)')}`)
}

/** The beginning, which says who did what, and the first place where the two part. */
function around(one: string, two: string): string {
  let at = 0
  while (at < one.length && one[at] === two[at]) at++
  const cut = (s: string) => `${s.slice(0, 60)} … ${s.slice(Math.max(0, at - 80), at + 160)}`
  return `${cut(one)}\n--- and in the other world ---\n${cut(two)}`
}
