import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forcedAmong, getsThrough, opened, policiesOn, withSchema } from '#test/support/policy-probes.ts'
import { type Person, type ReviewHouse, startReviewHouse } from '#test/support/review-round.ts'

let house: ReviewHouse
let raw: pg.Client
/** Has begun a sample and scored a criterion of it. */
let author: Person
let org: string

beforeAll(async () => {
  house = await startReviewHouse()
  const [first] = house.reviewers
  if (!first) throw new Error('A reviewer is needed')
  author = first
  raw = new pg.Client(house.app.db.connection)
  await raw.connect()
  const [row] = await house.app.db.query<{ org_id: string }>('select org_id from members where id = $1', [author.id])
  org = row?.org_id ?? ''
  await raw.query(begun('cal_begun', 'smp_one'))
  await raw.query(`insert into calibration_scores (calibration_id, criterion_id, level) values ('cal_begun', 'data', 3)`)
})
afterAll(async () => {
  await raw.end()
  await house.close()
})

const begun = (id: string, sample: string) => `insert into calibrations (id, org_id, member_id, scaffold, sample_id, rubric, rubric_sha256, started_at) values ('${id}', '${org}', '${author.id}', 'x', '${sample}', '{}', 'x', now())`

/** What plain SQL tries at each policy: the author has to get through, and nobody else, at any time. */
const PROBES: Record<string, () => string> = {
  calibration_scores_change: () => 'update calibration_scores set level = 1',
  calibration_scores_read: () => 'select level from calibration_scores',
  calibration_scores_write: () => `insert into calibration_scores (calibration_id, criterion_id, level) values ('cal_begun', 'more', 1)`,
  calibrations_change: () => 'update calibrations set sealed_at = now()',
  calibrations_read: () => 'select id from calibrations',
  calibrations_write: () => begun('cal_new', 'smp_two'),
}
const TABLES = ['calibration_scores', 'calibrations']
const policies = () => policiesOn(house.app.db, '^calibration')

/** Everybody else: a colleague who reviews beside them, the owner, and nobody in particular. */
async function holds(name: string): Promise<boolean> {
  const statement = PROBES[name]?.()
  if (statement === undefined) throw new Error(`The policy ${name} has no probe`)
  const strangers = [...house.reviewers.filter((p) => p.id !== author.id).map((p) => p.id), house.owner.id, '']
  for (const stranger of strangers) if (await getsThrough(raw, stranger, statement)) return false
  return getsThrough(raw, author.id, statement)
}

describe('every policy of the calibrations', () => {
  it('has a probe of its own, and lets the author through and nobody else', async () => {
    expect((await policies()).map((p) => p.name)).toEqual(Object.keys(PROBES))
    for (const { name } of await policies()) expect(await withSchema(raw, 'select 1', () => holds(name)), name).toBe(true)
  })

  it('is missed when it is dropped: its probe fails', async () => {
    for (const { name, table } of await policies()) expect(await withSchema(raw, `drop policy ${name} on ${table}`, () => holds(name)), name).toBe(false)
  })

  it('is missed when it lets everybody through: its probe fails', async () => {
    for (const policy of await policies()) expect(await withSchema(raw, opened(policy), () => holds(policy.name)), policy.name).toBe(false)
  })

  it('is missed with its whole table, and binds the owner of the tables, too', async () => {
    for (const { name, table } of await policies()) expect(await withSchema(raw, `alter table ${table} disable row level security`, () => holds(name)), name).toBe(false)
    expect(await forcedAmong(house.app.db, TABLES)).toEqual(TABLES)
  })
})
