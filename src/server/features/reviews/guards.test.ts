import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { operations } from '#contract/index.ts'
import { forcedAmong, getsThrough, opened, policiesOn, withSchema } from '#test/support/policy-probes.ts'
import { fillReview, type Person, principalOf, type ReviewHouse, startReviewHouse, WORDS } from '#test/support/review-round.ts'
import { visibleReviews } from './review-store.ts'

/** Set to try the policies alone. */
const rule = vi.hoisted(() => ({ saysAll: false }))
vi.mock('./visible-rule-store.ts', async (real) => {
  const { maySee } = await real<typeof import('./visible-rule-store.ts')>()
  return { maySee: (tx: Parameters<typeof maySee>[0]) => (rule.saysAll ? sql<boolean>`true` : maySee(tx)) }
})

const KEY = 'draft000'
const SPOT = { path: '', line: 0, kind: 'question', criterion_id: null } as const
let house: ReviewHouse
let raw: pg.Client
/** Has written everything there is to write, and sealed nothing. */
let author: Person & { reviewId: string }
/** Has not begun. */
let other: Person & { reviewId: string }
let round: { id: string }

beforeAll(async () => {
  house = await startReviewHouse()
  ;({ round, first: author, second: other } = await house.inReview())
  await fillReview(author)
  const params = { id: author.reviewId }
  await author.client.call(operations.addComment, { params, body: { ...SPOT, body: WORDS } })
  await author.client.call(operations.saveDraft, { params: { ...params, key: KEY }, body: { ...SPOT, body: WORDS } })
  await author.client.call(operations.setViewed, { params, body: { path: 'README.md', viewed: true } })
  raw = new pg.Client(house.app.db.connection)
  await raw.connect()
})
afterAll(async () => {
  await raw.end()
  await house.close()
})

/** What plain SQL tries at one policy: its own author has to get through, and nobody else. */
interface Probe {
  sql: (mine: string, author: string) => string
  /** Whose row it is; the author's unless said. */
  of?: () => Person & { reviewId: string }
}

const columns = `path, side, line, end_line, kind, body`
const facts = `'', 'new', 0, 0, 'question', 'x'`
// Without a condition nothing of a row has to be read first: the policy for writing stands alone.
const PROBES: Record<string, Probe> = {
  reviews_read: { sql: () => 'select id from reviews' },
  reviews_write: { of: () => other, sql: (mine, who) => `insert into reviews (id, round_id, author_id) values (${mine}, '${round.id}', ${who})` },
  reviews_change: { sql: () => `update reviews set summary = 'x'` },
  review_scores_read: { sql: () => 'select level from review_scores' },
  review_scores_write: { sql: (mine) => `insert into review_scores (review_id, criterion_id, level) values (${mine}, 'more', 1)` },
  review_scores_change: { sql: () => 'update review_scores set level = 1' },
  review_comments_read: { sql: () => 'select body from review_comments' },
  review_comments_write: { sql: (mine) => `insert into review_comments (id, review_id, ${columns}, created_at) values ('cmt_x', ${mine}, ${facts}, now())` },
  review_comments_change: { sql: () => `update review_comments set body = 'x'` },
  review_comments_remove: { sql: () => 'delete from review_comments' },
  review_drafts_read: { sql: () => 'select body from review_drafts' },
  review_drafts_write: { sql: (mine) => `insert into review_drafts (review_id, key, ${columns}, saved_at) values (${mine}, 'draft001', ${facts}, now())` },
  review_drafts_change: { sql: () => `update review_drafts set body = 'x'` },
  review_drafts_remove: { sql: () => 'delete from review_drafts' },
  review_viewed_read: { sql: () => 'select path from review_viewed' },
  review_viewed_write: { sql: (mine) => `insert into review_viewed (review_id, path) values (${mine}, 'x')` },
  review_viewed_remove: { sql: () => 'delete from review_viewed' },
}
const TABLES = ['reviews', 'review_scores', 'review_comments', 'review_drafts', 'review_viewed']

const SHUT = [...TABLES, 'review_discussions', 'discussion_outcomes']

/** What is nobody's before the reveal, and the team's after it. `given` is there already. */
const AFTER: Record<string, { given?: () => string; sql: () => string }> = {
  review_discussions_read: { given: discussion, sql: () => 'select spread from review_discussions' },
  review_discussions_write: { sql: discussion },
  discussion_outcomes_read: { given: () => `${discussion()}; ${outcome()}`, sql: () => 'select outcome from discussion_outcomes' },
  discussion_outcomes_write: { given: discussion, sql: outcome },
}
function discussion() {
  return `insert into review_discussions (round_id, criterion_id, spread, opened_at) values ('${round.id}', 'data', 2, now())`
}
function outcome() {
  return `insert into discussion_outcomes (id, round_id, criterion_id, outcome, recorded_by, recorded_at) values ('dsc_x', '${round.id}', 'data', 'x', '${house.owner.id}', now())`
}
const REVEAL = 'alter table review_rounds disable trigger user; update review_rounds set revealed_at = now(); alter table review_rounds enable trigger user'

/** Nobody gets through before the reveal, and the owner does after it. */
async function holdsByReveal({ given, sql: tried }: { given?: () => string; sql: () => string }): Promise<boolean> {
  if (given) await raw.query(given())
  const before = await tries(house.owner.id, { sql: tried })
  await raw.query(REVEAL)
  return !before && (await tries(house.owner.id, { sql: tried }))
}

const probeOf = (name: string): (() => Promise<boolean>) => {
  const [probe, after] = [PROBES[name], AFTER[name]]
  if (probe) return () => holds(probe)
  if (after) return () => holdsByReveal(after)
  throw new Error(`The policy ${name} has no probe`)
}

/** Whether a member gets through with a probe. */
function tries(memberId: string, probe: Probe): Promise<boolean> {
  const { reviewId, id } = probe.of?.() ?? author
  return getsThrough(raw, memberId, probe.sql(`'${reviewId}'`, `'${id}'`))
}

/** Everybody whose review it is not: the other reviewer, the owner, and nobody in particular. */
const strangersOf = (probe: Probe) => [...[author, other, house.owner].filter((p) => p.id !== (probe.of?.() ?? author).id).map((p) => p.id), '']

/** The probe holds where the author gets through and nobody else does. */
async function holds(probe: Probe): Promise<boolean> {
  const others: boolean[] = []
  for (const who of strangersOf(probe)) others.push(await tries(who, probe))
  return (await tries((probe.of?.() ?? author).id, probe)) && !others.includes(true)
}

const policies = () => policiesOn(house.app.db, '^review|^discussion')

describe('every policy of the reviews', () => {
  it('has a probe of its own, and there is no policy without one', async () => {
    expect((await policies()).map((p) => p.name)).toEqual([...Object.keys(PROBES), ...Object.keys(AFTER)].toSorted())
  })

  it('lets those through who may, and nobody else', async () => {
    for (const { name } of await policies()) expect(await withSchema(raw, 'select 1', probeOf(name)), name).toBe(true)
  })

  it('is missed when it is dropped: its probe fails', async () => {
    for (const { name, table } of await policies()) expect(await withSchema(raw, `drop policy ${name} on ${table}`, probeOf(name)), name).toBe(false)
  })

  it('is missed when it lets everybody through: its probe fails', async () => {
    for (const policy of await policies()) expect(await withSchema(raw, opened(policy), probeOf(policy.name)), policy.name).toBe(false)
  })

  it('is missed with its whole table: all probes of it fail', async () => {
    for (const table of TABLES) {
      const ofTable = Object.entries(PROBES).filter(([name]) => name.replace(/_[a-z]+$/, '') === table)
      for (const [name, probe] of ofTable) expect(await withSchema(raw, `alter table ${table} disable row level security`, () => holds(probe)), name).toBe(false)
    }
  })

  it('binds the owner of the tables, too', async () => {
    expect(await forcedAmong(house.app.db, SHUT)).toEqual(SHUT.toSorted())
  })
})

describe('each of the two guards', () => {
  const seenBy = async (p: Person) => {
    const [row] = await house.app.db.query<{ org_id: string }>('select org_id from review_rounds where id = $1', [round.id])
    return house.app.ctx.as(principalOf(p, row?.org_id ?? '')).transaction((tx) => visibleReviews(tx, round.id))
  }
  const othersSee = async () => [...(await seenBy(other)), ...(await seenBy(house.owner))].length
  const security = (how: 'enable' | 'disable') => house.app.db.query(TABLES.map((t) => `alter table ${t} ${how} row level security`).join(';'))

  it('hides a review alone, and without both it is open', async () => {
    rule.saysAll = true
    expect(await othersSee(), 'the policies alone').toBe(0)
    await security('disable')
    expect(await othersSee(), 'neither').toBe(2)
    rule.saysAll = false
    expect(await othersSee(), 'the rule alone').toBe(0)
    expect(await seenBy(author)).toHaveLength(1)
    await security('enable')
  })
})
