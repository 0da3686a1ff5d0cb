import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'

let app: TestApp
let owner: Client
let orgId: string

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  orgId = (await owner.call(operations.getOrganization)).id
  for (const title of ['Baker', 'Smith', 'Weaver']) await owner.call(operations.createJob, { body: { title } })
})
afterAll(() => app.close())

const feed = (query: Record<string, string> = {}) => owner.request('GET', `/api/v1/events?${new URLSearchParams(query)}`).then((r) => r.json as { items: { seq: number; text: string; actor: { name: string } }[]; next_cursor: string | null })
const verify = () => owner.call(operations.verifyActivity)

describe('the feed', () => {
  it('tells what happened, newest first, in sentences of the features', async () => {
    const { items } = await feed()
    expect(items.map((e) => e.seq)).toEqual(items.map((e) => e.seq).toSorted((a, b) => b - a))
    expect(items[0]?.actor.name).toBe('Olivia Owner')
    expect(items[0]?.text).not.toContain('job.created')
  })

  it('pages without a gap or a repetition', async () => {
    const all = (await feed()).items.map((e) => e.seq)
    const first = await feed({ limit: '2' })
    const second = await feed({ limit: '2', cursor: first.next_cursor ?? '' })
    expect([...first.items, ...second.items].map((e) => e.seq)).toEqual(all.slice(0, 4))
    expect((await feed({ cursor: '1' })).items).toEqual([])
  })

  it('is for owners and recruiters', async () => {
    const reviewer = await app.inviteAndJoin(owner, 'reviewer')
    await expect(reviewer.call(operations.listActivity)).rejects.toMatchObject({ status: 403 })
    await expect(reviewer.call(operations.verifyActivity)).rejects.toMatchObject({ status: 403 })
  })
})

describe('the chain', () => {
  /** What only somebody who owns the database can do. */
  async function tamper(sql: string, values: unknown[]) {
    await app.db.query('alter table events disable trigger events_are_for_ever')
    await app.db.query(sql, values)
    await app.db.query('alter table events enable trigger events_are_for_ever')
  }

  it('is whole, also while others write', async () => {
    const [checked] = await Promise.all([verify(), ...['A', 'B', 'C'].map((title) => owner.call(operations.createJob, { body: { title } }))])
    expect(checked.ok).toBe(true)
    expect(await verify()).toMatchObject({ ok: true, first_broken_seq: null })
  })

  it('refuses a change by the program', async () => {
    await expect(app.db.query('delete from events where org_id = $1', [orgId])).rejects.toThrow(/never changed or removed/)
  })

  it('shows a changed row by its number, and is whole again when it is put back', async () => {
    await tamper(`update events set actor = jsonb_set(actor, '{name}', '"Mallory"') where org_id = $1 and seq = 2`, [orgId])
    expect(await verify()).toMatchObject({ ok: false, first_broken_seq: 2 })
    await tamper(`update events set actor = jsonb_set(actor, '{name}', '"Olivia Owner"') where org_id = $1 and seq = 2`, [orgId])
    expect((await verify()).ok).toBe(true)
  })

  it('shows rows cut off at the end', async () => {
    const { events } = await verify()
    await tamper('delete from events where org_id = $1 and seq = $2', [orgId, events])
    expect(await verify()).toMatchObject({ ok: false, first_broken_seq: events })
  })
})
