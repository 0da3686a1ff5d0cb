import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { memberId } from '#test/support/hire.ts'
import { openTalkingJob } from '#test/support/small-job.ts'
import { type Applicant, applicantAtTalk, holdTalk, hoursFromNow } from '#test/support/talk.ts'

let app: TestApp
let owner: Client
let ines: Client
let job: string

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  job = (await openTalkingJob(owner, { interviewers: [await memberId(ines)] })).slug
})
afterAll(() => app.close())

let hour = 24
const code = (problem: string) => ({ code: problem })

/** Somebody who has been interviewed and is asked for referees; Ines has times for their calls. */
async function arrive(name: string): Promise<Applicant & { referees: { name: string; email: string; relationship: 'managed' }[] }> {
  await ines.call(operations.publishSlots, { body: { starts: await hoursFromNow(app, ...Array.from({ length: 3 }, () => (hour += 2))), minutes: 60 } })
  const c = await applicantAtTalk(app, owner, { job, email: `${name}@example.test` })
  await holdTalk(ines, c)
  await owner.call(operations.advance, { params: c.params, body: { from_stage: 'talk' } })
  return { ...c, referees: ['rae', 'sam'].map((r) => ({ name: r, email: `${r}.${name}@elsewhere.test`, relationship: 'managed' as const })) }
}

type Named = Awaited<ReturnType<typeof arrive>>
const nameAll = (c: Named, referees = c.referees) => c.portal.try(operations.nameReferees, { params: c.params, body: { referees } })

async function linkOf(email: string): Promise<{ token: string }> {
  await app.settle()
  return { token: /referee\/(\w+)/.exec(app.mails.find(email, /referee/).text)?.[1] ?? '' }
}

async function book(email: string) {
  const params = await linkOf(email)
  const { slots } = await app.call(operations.getRefereePage, { params })
  return app.call(operations.bookReferenceCall, { params, body: { slot_id: slots[0]?.id ?? '', time_zone: 'UTC', phone: '+1 555 0100' } })
}

const checks = async (c: Named, as = owner) => (await as.call(operations.getReferences, { params: c.params })).items

describe('naming referees', () => {
  it('asks for exactly as many as the process, each with an address of their own', async () => {
    const c = await arrive('count')
    expect((await nameAll(c, c.referees.slice(0, 1))).json).toMatchObject(code('referees_missing'))
    expect((await nameAll(c, c.referees.map((r) => ({ ...r, email: 'same@elsewhere.test' })))).json).toMatchObject({ ...code('referee_twice'), fields: [{ path: 'body.referees.1.email' }] })
    expect((await nameAll(c, [c.referees[0]!, { ...c.referees[1]!, email: 'count@example.test' }])).json).toMatchObject(code('referee_twice'))
    expect(await checks(c)).toEqual([])
  })

  it('mails each a link of their own, once, and cannot be repeated', async () => {
    const c = await arrive('once')
    expect((await nameAll(c)).status).toBe(200)
    expect((await nameAll(c)).json).toMatchObject(code('referees_named'))
    const links = [await linkOf(c.referees[0]!.email), await linkOf(c.referees[1]!.email)]
    expect(new Set(links.map((l) => l.token)).size).toBe(2)
    expect(app.mails.to(c.referees[0]!.email)).toHaveLength(1)
  })

  it('waits for its stage', async () => {
    const c = await applicantAtTalk(app, owner, { job, email: 'early@example.test' })
    expect((await c.portal.try(operations.nameReferees, { params: c.params, body: { referees: [{ name: 'rae', email: 'rae@early.test', relationship: 'managed' }] } })).status).toBe(409)
  })
})

describe('a referee', () => {
  it('books, moves, and both calendars follow', async () => {
    const c = await arrive('booking')
    await nameAll(c)
    const email = c.referees[0]!.email
    await book(email)
    const moved = await book(email)
    await app.settle()
    expect(moved).toMatchObject({ state: 'booked', with: 'Interviewer ines', phone: '+1 555 0100' })
    expect(app.mails.to(email).filter((m) => m.ics).map((m) => /SEQUENCE:(\d+)/.exec(m.ics ?? '')?.[1])).toEqual(['1', '2'])
    expect(app.mails.find('ines@acme.test', /^Call about Casey/).ics).toContain('METHOD:REQUEST')
  })

  it('sees nothing with an unknown link, and nothing of the other referee', async () => {
    const c = await arrive('alone')
    await nameAll(c)
    expect((await app.visitor().try(operations.getRefereePage, { params: { token: `hw_ref_${'x'.repeat(40)}` } })).json).toMatchObject(code('referee_link_invalid'))
    const page = JSON.stringify(await app.call(operations.getRefereePage, { params: await linkOf(c.referees[0]!.email) }))
    expect(page).not.toContain(c.referees[1]!.email)
    expect(page).not.toContain('alone@example.test')
  })

  it('can use a link for thirty days', async () => {
    const c = await arrive('late')
    await nameAll(c)
    const params = await linkOf(c.referees[0]!.email)
    await app.db.query(`update reference_checks set token_expires_at = transaction_timestamp() - interval '1 second' where application_id = $1`, [c.id])
    expect((await app.visitor().try(operations.getRefereePage, { params })).status).toBe(404)
  })

  it('hears that no call is needed when the candidate leaves, and the time is free again', async () => {
    const c = await arrive('gone')
    await nameAll(c)
    const [booked, asked] = c.referees.map((r) => r.email)
    await book(booked!)
    const params = await linkOf(booked!)
    await c.portal.call(operations.withdraw, { params: c.params, body: { reason: '' } })
    await app.settle()
    expect(app.mails.find(booked!, /^Canceled: Call/).ics).toContain('METHOD:CANCEL')
    expect(app.mails.find(asked!, /^No call needed/).text).toContain('nothing for you to do')
    expect((await ines.call(operations.listSlots)).items.filter((s) => s.booked_for?.includes('Reference call about Casey'))).toHaveLength(1)
    const page = await app.call(operations.getRefereePage, { params })
    expect(page).toMatchObject({ open: false, slots: [] })
    const refused = await app.visitor().try(operations.bookReferenceCall, { params, body: { slot_id: (await ines.call(operations.listSlots)).items.find((s) => !s.booked_for)?.id ?? '', time_zone: 'UTC', phone: '' } })
    expect(refused.json).toMatchObject(code('reference_not_needed'))
  })
})

describe('booking a call while the candidate withdraws', () => {
  it('never leaves a booked time to a call that is not needed', async () => {
    for (let i = 0; i < 6; i++) {
      const c = await arrive(`race${i}`)
      await nameAll(c)
      const params = await linkOf(c.referees[0]!.email)
      const slot_id = (await app.call(operations.getRefereePage, { params })).slots[0]?.id ?? ''
      await Promise.all([app.visitor().try(operations.bookReferenceCall, { params, body: { slot_id, time_zone: 'UTC', phone: '' } }), c.portal.call(operations.withdraw, { params: c.params, body: { reason: '' } })])
      expect((await ines.call(operations.listSlots)).items.find((s) => s.id === slot_id)?.booked_for).toBeNull()
    }
  })
})

describe('notes of a call', () => {
  it('are read by who hires and who calls, never by the candidate or others of the team', async () => {
    const c = await arrive('notes')
    const reviewer = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
    await nameAll(c)
    await book(c.referees[0]!.email)
    const [check] = await checks(c, ines)
    await ines.call(operations.saveReferenceNotes, { params: { id: check!.id }, body: { answers: [{ question_id: 'together', answer: 'CANARY-NOTES' }], recommendation: 'yes' } })
    expect(JSON.stringify(await checks(c, ines))).toContain('CANARY-NOTES')
    expect((await reviewer.try(operations.getReferences, { params: c.params })).status).toBe(404)
    expect(JSON.stringify(await c.portal.call(operations.getPortalReferences, { params: c.params }))).not.toContain('CANARY-NOTES')
    expect((await reviewer.try(operations.saveReferenceNotes, { params: { id: check!.id }, body: { answers: [], recommendation: 'no' } })).status).toBe(404)
  })

  it('must be whole before the call is completed, and are fixed then', async () => {
    const c = await arrive('whole')
    await nameAll(c)
    for (const r of c.referees) await book(r.email)
    for (const { id } of await checks(c)) {
      const refused = await ines.try(operations.completeReference, { params: { id } })
      expect(refused.json).toMatchObject({ ...code('reference_incomplete'), detail: expect.stringContaining('What did you build together?') })
      const body = { answers: [{ question_id: 'together', answer: 'The ledger, from the first line.' }], recommendation: 'strong_yes' as const }
      await ines.call(operations.saveReferenceNotes, { params: { id }, body })
      await ines.call(operations.completeReference, { params: { id } })
      expect((await ines.try(operations.saveReferenceNotes, { params: { id }, body })).json).toMatchObject(code('reference_completed'))
    }
    expect((await owner.try(operations.advance, { params: c.params, body: { from_stage: 'references' } })).status).toBe(200)
  })
})
