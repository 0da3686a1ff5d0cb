import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { hiringProcess } from '#contract/process.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { listMail } from './read-mail.ts'

let app: TestApp
let owner: Client
let applicationId: string

beforeAll(async () => {
  app = await startTestApp({ env: { SIGN_UP: 'open' } })
  owner = await app.signUpOwner()
  applicationId = await applyForAJob()
})
afterAll(() => app.close())

async function applyForAJob() {
  const { id, slug } = await owner.call(operations.createJob, { body: { title: 'Weaver' } })
  const process = hiringProcess.parse({ name: 'Form', stages: [{ key: 'form', type: 'application_form', name: 'Form', config: { screening_enabled: true } }] })
  const euros = { amount_minor: 1_000_000, currency: 'EUR' }
  await owner.call(operations.updateJobProcess, { params: { id }, body: { process, revision: 1 } })
  await owner.call(operations.updateJob, { params: { id }, body: { pay_range: { min: euros, max: euros, period: 'year' } } })
  await owner.call(operations.publishJob, { params: { id } })
  const applied = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Ada', email: 'ada@example.test' } })
  return applied.application_id
}

describe('the candidate', () => {
  it('reads every mail about their application, and no sign-in mail', async () => {
    const portal = await app.portal('ada@example.test')
    const { items } = await portal.call(operations.listPortalMail, { params: { id: applicationId } })
    expect(items.map((m) => m.subject)).toEqual(['We have your application for Weaver'])
    expect(items[0]?.text).toContain('Thank you for applying')
  })
})

describe('the mailbox', () => {
  const mailbox = (client: Client) => client.call(operations.listMail)
  /** The same question on a server without an SMTP server, as a member. */
  async function withoutSmtp(client: Client) {
    const { member, organization } = await client.call(operations.getSession)
    const ctx = app.ctx.as({ kind: 'member', userId: '', memberId: member.id, orgId: organization.id, role: 'owner', name: '', email: '', scopes: null, sessionId: null })
    return (await ctx.transaction((tx) => listMail(tx, { limit: 50 }, { smtpUrl: null }))).items
  }

  it('shows owners what was mailed, without secrets while SMTP delivers them', async () => {
    const { items } = await mailbox(owner)
    expect(items).toMatchObject([{ to: 'ada@example.test', subject: 'We have your application for Weaver', state: 'sent' }])
  })

  it('lists mails of one moment in an order that does not hang on chance, page by page', async () => {
    const other = await app.signUpOwner('mira@moment.test', 'Moment')
    const { organization } = await other.call(operations.getSession)
    const subjects = ['e', 'c', 'a', 'd', 'b']
    // Ids in an order of their own, as chance gives them.
    const rows = subjects.map((subject, i) => `('mal_${'0'.repeat(25)}${(i * 2 + 1) % 5}', '${organization.id}', 'moment:${subject}', 'x@y.test', '${subject}', '', '', 'sent', '2026-01-01T00:00:00Z')`)
    await app.db.query(`insert into mails (id, org_id, key, to_address, subject, text, html, state, created_at) values ${rows.join(', ')}`)
    const [first, pages] = [(await mailbox(other)).items, [] as string[]]
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await other.call(operations.listMail, { query: { limit: 2, ...(cursor ? { cursor } : {}) } })
      pages.push(...page.items.map((m) => m.subject))
      cursor = page.next_cursor
    }
    expect(first.map((m) => m.subject)).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(pages).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  it('is for owners', async () => {
    const recruiter = await app.inviteAndJoin(owner, 'recruiter')
    await expect(mailbox(recruiter)).rejects.toMatchObject({ status: 403 })
  })

  it('without SMTP shows sign-in mails to those who run the server, and to no other organization', async () => {
    await app.portal('ada@example.test')
    expect((await withoutSmtp(owner)).some((m) => m.to === 'ada@example.test' && /sign/i.test(m.subject))).toBe(true)
    const other = await app.signUpOwner('oscar@other.test', 'Other')
    expect(await withoutSmtp(other)).toEqual([])
  })
})

it('tells the time of the database to anybody', async () => {
  const { now } = await app.call(operations.getServerTime)
  expect(Number.isNaN(Date.parse(now))).toBe(false)
})
