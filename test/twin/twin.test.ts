import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keepResult } from '#test/support/results.ts'
import { type Golden, makeGolden } from './golden.ts'
import { compareTwins, noTotals, type Totals } from './twins.ts'
import type { World } from './world.ts'

vi.mock('#server/lib/ids.ts', () => import('./ids-in-order.ts'))

/** `TWIN_TRACES=2000 TWIN_SEED=… npm test -- test/twin` is the run of release size; its result is kept in bench/results. */
const TRACES = Number(process.env['TWIN_TRACES'] ?? 300)
const SEED = Number(process.env['TWIN_SEED'] ?? 1)
const IN_ONE_PAIR = 10
/** Everybody reads everything in every fifth pair of worlds, the first among them. */
const EVERYTHING_EVERY = 5

let golden: Golden
beforeAll(async () => {
  golden = await makeGolden(IN_ONE_PAIR)
}, 300_000)
afterAll(() => golden.close())

test(`nobody but A can tell two worlds apart that differ in A's hidden review alone (${TRACES} traces)`, async () => {
  const totals = noTotals()
  const began = performance.now()
  for (let pair = 0; pair * IN_ONE_PAIR < TRACES; pair++) {
    await compareTwins(golden, { seed: SEED * 1_000_003 + pair, traces: Math.min(IN_ONE_PAIR, TRACES - pair * IN_ONE_PAIR), everything: pair % EVERYTHING_EVERY === 0 }, totals)
  }
  expect(totals.differences).toEqual([])
  // Nothing was compared with nothing.
  expect(totals.traces).toBe(TRACES)
  expect(totals.hidden).toBeGreaterThan(TRACES * 10)
  keepIfWhole(totals, Math.round((performance.now() - began) / 1000))
}, 7_200_000)

function keepIfWhole({ traces, compared, hidden, took }: Totals, seconds: number) {
  if (traces >= 2000) keepResult('twin', { seed: SEED, traces, compared, hidden_acts: hidden, differences: 0, median_answer_ms: took.map(median), seconds })
}

function median(values: readonly number[]): number {
  return Math.round((values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0) * 100) / 100
}

/** What a careless change might do, as triggers: the owner of the tables sees through every policy. What is told adds up. */
const LEAKS: readonly [string, string, string][] = [
  ['how many comments there are', 'insert on review_comments', `update jobs set description = description || '.'`],
  ['what a score rests on', 'insert or update on review_scores', 'update organizations set about = about || new.evidence'],
  ['which level was given', 'insert or update on review_scores', `update promises set due_at = due_at + coalesce(new.level, 0) * interval '1 second'`],
  ['that a draft was saved', 'insert or update on review_drafts', `insert into tasks (id, kind, key, due_at, created_at) values (gen_random_uuid(), 'never', gen_random_uuid(), hw_now() + interval '1 year', hw_now())`],
  ['when somebody looked at a file', 'insert on review_viewed', `update applications set stage_entered_at = stage_entered_at + make_interval(secs => extract(milliseconds from hw_now())::float)`],
  ['what is recommended', 'update on reviews', `update mails set subject = subject || coalesce(new.recommendation, '')`],
]

test.each(LEAKS)('a world that leaks %s is told from its twin', async (_, when, leak) => {
  const totals = noTotals()
  const plant = async (w: World) => {
    await w.query(`create function leak() returns trigger language plpgsql security definer as $$ begin ${leak}; return new; end $$`)
    await w.query(`create trigger leaks after ${when} for each row execute function leak()`)
  }
  await compareTwins(golden, { seed: SEED, traces: IN_ONE_PAIR, plant }, totals)
  expect(totals.differences).not.toEqual([])
}, 600_000)
