import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/support/database.ts'

/** Tables with what somebody wrote in a review that may still be hidden. */
const HIDDEN = ['reviews', 'review_scores', 'review_comments', 'review_drafts', 'review_viewed']

/** Which stores speak of which of them, and by what they stay in the dark. A new line here is a decision: look twice. */
const ALLOWED: Record<string, { tables: string[]; because: string }> = {
  'src/server/features/reviews/review-store.ts': { tables: ['review_scores', 'reviews'], because: 'visibleReviews reads by the rule, and parts of those reviews alone; writing is of the own review' },
  'src/server/features/reviews/comment-store.ts': { tables: ['review_comments'], because: 'reads the comments of reviews that visibleReviews let through, and one of the own place' },
  'src/server/features/reviews/draft-store.ts': { tables: ['review_drafts'], because: 'of the own place alone' },
  'src/server/features/reviews/viewed-store.ts': { tables: ['review_viewed'], because: 'of the own place alone' },
  'src/server/features/reviews/revealed-store.ts': { tables: ['review_scores', 'reviews'], because: 'sealed reviews of revealed rounds alone' },
}

/** Functions of the database that speak of them. Each runs as whoever calls it, so that the policies hold inside. */
const ALLOWED_FUNCTIONS = ['guard_round_reviewer', 'is_my_open_review', 'refuse_sealed_review_part']

const FROM = /(?:From|Join|Into|Table|Of)\(\s*['"]([a-z_]+)(?: as \w+)?['"]|\b(?:from|join|into|update)\s+(?:only\s+)?(?:public\.)?"?([a-z_]+)"?\b/g

function tablesIn(text: string): string[] {
  const named = [...text.matchAll(FROM)].map((m) => m[1] ?? m[2] ?? '')
  return [...new Set(named.filter((t) => HIDDEN.includes(t)))].toSorted()
}

/** Without comments: words about a table are no question to it. */
const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

function sources(): string[] {
  const all = readdirSync('src/server', { recursive: true, encoding: 'utf8' }).map((f) => `src/server/${f}`)
  return all.filter((f) => /\.tsx?$/.test(f) && !/\.test\.tsx?$/.test(f) && !f.endsWith('.gen.ts'))
}

describe('SQL that touches a review', () => {
  test('is found however it is written', () => {
    const ways = [`tx.sql.selectFrom('reviews as v')`, `.innerJoin(\n 'review_scores as s', 's.review_id', 'v.id')`, `insertInto("review_comments")`, 'sql`select 1 from review_drafts`', 'sql`update review_viewed set path`', 'sql`delete from public.reviews`', `select * from a join reviews r on true`]
    expect(ways.flatMap(tablesIn)).toEqual(['reviews', 'review_scores', 'review_comments', 'review_drafts', 'review_viewed', 'reviews', 'reviews'])
    expect(tablesIn(`selectFrom('review_rounds')`)).toEqual([])
  })

  test('stands in the stores of the allow-list, and speaks of the tables that are said there', () => {
    const found = Object.fromEntries(sources().map((f) => [f, tablesIn(code(readFileSync(f, 'utf8')))] as const).filter(([, tables]) => tables.length > 0))
    expect(found).toEqual(Object.fromEntries(Object.entries(ALLOWED).map(([f, { tables }]) => [f, tables])))
  })
})

describe('in the migrated database', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await cloneDatabase()
  })
  afterAll(() => db.drop())

  test('no view, materialized or not, and no rule reads from a review', async () => {
    const rows = await db.query(`select distinct v.relname, t.relname as reads from pg_depend d join pg_rewrite w on w.oid = d.objid join pg_class v on v.oid = w.ev_class join pg_class t on t.oid = d.refobjid where t.relname = any ($1) and v.oid <> t.oid`, [HIDDEN])
    expect(rows).toEqual([])
  })

  test('the functions that speak of a review are those of the allow-list, and none acts for its owner', async () => {
    const functions = await db.query<{ name: string; body: string; definer: boolean }>(`select proname as name, prosrc as body, prosecdef as definer from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and prokind in ('f', 'p')`)
    expect(functions.filter((f) => tablesIn(f.body).length > 0).map((f) => f.name).toSorted()).toEqual(ALLOWED_FUNCTIONS)
    expect(functions.filter((f) => f.definer).map((f) => f.name)).toEqual([])
  })

  test('every table that hangs on a review or on a place in a round is shut in by forced policies', async () => {
    const rows = await db.query<{ name: string; forced: boolean }>(
      `select distinct c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
       where k.contype = 'f' and (t.relname = 'reviews' or (t.relname = 'round_reviewers' and c.relname <> 'round_reviewers')) order by 1`,
    )
    expect(rows.filter((r) => !r.forced)).toEqual([])
    expect(rows.map((r) => r.name)).toEqual(expect.arrayContaining(HIDDEN))
  })
})
