import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { startTestApp, type TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, memberId, openJob } from '#test/support/hire.ts'

const SECRET = 'I have a newborn at home and sleep in pieces'

let app: TestApp
let owner: Client
let ana: Client
let ines: Client
let slug: string
let candidates = 0
beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  const ben = await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')
  slug = (await openJob(owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(ines)], timeLimit: 'PT2H' })).slug
}, 120_000)
afterAll(() => app.close())

async function offered() {
  const email = `casey${++candidates}@example.org`
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Casey', email, answers: ANSWERS } })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const casey = await app.portal(email)
  const assignment = await casey.call(operations.getPortalAssignment, { params: { id } })
  return { id, email, casey, assignment, params: { id: assignment.id } }
}

const inHours = (from: string, hours: number) => new Date(Date.parse(from) + hours * 3_600_000).toISOString()

describe('a planned start', () => {
  it('reminds then, can be changed and taken back, and starts nothing', async () => {
    const { casey, assignment, params, email, id } = await offered()
    await casey.call(operations.planStart, { params, body: { at: inHours(assignment.server_time, 5) } })
    const at = inHours(assignment.server_time, 2)
    expect((await casey.call(operations.planStart, { params, body: { at } })).planned_start).toBe(at)
    expect((await owner.call(operations.getAssignment, { params: { id } })).planned_start).toBe(at)
    await app.clock.shift(2 * 3600 + 5)
    await app.settle()
    expect(app.mails.to(email).filter((m) => /You planned to begin now/.test(m.subject))).toHaveLength(1)
    expect((await casey.call(operations.getPortalAssignment, { params: { id } })).state).toBe('offered')
    expect((await casey.call(operations.planStart, { params, body: { at: null } })).planned_start).toBeNull()
    await app.clock.shift(4 * 3600)
    await app.settle()
    expect(app.mails.to(email).filter((m) => /You planned to begin now/.test(m.subject))).toHaveLength(1)
  })

  it('lies within the window', async () => {
    const { casey, assignment, params } = await offered()
    await expect(casey.call(operations.planStart, { params, body: { at: inHours(assignment.start_by, 1) } })).rejects.toMatchObject({ code: 'start_window_over' })
  })
})

describe('what is asked for in private', () => {
  it('is answered by those who can give it, before the start, and changes the limit', async () => {
    const { casey, params, email, id } = await offered()
    await casey.call(operations.askAccommodation, { params, body: { text: SECRET } })
    await app.settle()
    expect(app.mails.to('olivia@acme.test').at(-1)).toMatchObject({ subject: expect.stringContaining('Something private to answer') as string })
    expect((await owner.call(operations.getAccommodation, { params })).request?.text).toBe(SECRET)
    await owner.call(operations.setAccommodation, { params, body: { multiplier: 1.5, answer: 'Of course. Take half as much again.' } })
    await app.settle()
    expect(app.mails.find(email, /About your time/).text).toContain('Take half as much again')
    expect(await casey.call(operations.getPortalAccommodation, { params })).toMatchObject({ multiplier: 1.5, request: { answer: 'Of course. Take half as much again.' } })
    expect((await casey.call(operations.getPortalAssignment, { params: { id } })).time_limit_seconds).toBe(3 * 3600)
  })

  it('is seen by nobody who judges: not its text, not that it was given, not by working it out from times', async () => {
    const { casey, params, id } = await offered()
    await casey.call(operations.askAccommodation, { params, body: { text: SECRET } })
    await owner.call(operations.setAccommodation, { params, body: { multiplier: 2, answer: '' } })
    await casey.call(operations.startAssignment, { params })
    await owner.call(operations.grantExtension, { params, body: { seconds: 60, reason: 'A power cut' } })
    for (const judge of [ana, ines]) {
      const seen = await judge.call(operations.getAssignment, { params: { id } })
      expect(seen).toMatchObject({ start_by: null, planned_start: null, started_at: null, deadline_at: null, extensions: [] })
      expect((await judge.try(operations.getAccommodation, { params })).status).toBe(403)
      const feed = await judge.call(operations.listEvents, { params: { id }, query: { limit: 200 } })
      expect(feed.items.filter((e) => /accommodated|started|extended|planned/.test(e.type) && e.type.startsWith('assignment'))).toEqual([])
      expect(feed.items.length).toBeGreaterThan(2)
    }
    expect((await owner.call(operations.getAssignment, { params: { id } })).deadline_at).not.toBeNull()
    expect((await owner.call(operations.listEvents, { params: { id }, query: { limit: 200 } })).items.map((e) => e.type)).toContain('assignment.accommodated')
  })

  it('is in no event, no task and no mail but to its writer', async () => {
    for (const table of ['events', 'tasks', 'mails', 'promises', 'application_notes']) expect(JSON.stringify(await app.db.query(`select * from ${table}`)), table).not.toContain(SECRET)
    expect(await app.db.query('select text from accommodation_requests where text = $1', [SECRET])).not.toEqual([])
  })

  it('keeps the window open for an answer, once, and never shortens it', async () => {
    const { casey, params, id, assignment } = await offered()
    await app.db.query(`update assignments set start_by = hw_now() + interval '1 hour' where id = $1`, [assignment.id])
    const startBy = async () => Date.parse((await casey.call(operations.getPortalAssignment, { params: { id } })).start_by)
    await casey.call(operations.askAccommodation, { params, body: { text: SECRET } })
    const asked = await startBy()
    expect(asked - Date.parse(assignment.server_time)).toBeGreaterThan(4.9 * 86_400_000)
    await app.clock.shift(3600)
    await casey.call(operations.withdrawAccommodation, { params })
    await casey.call(operations.askAccommodation, { params, body: { text: 'In other words' } })
    expect(await startBy()).toBe(asked)
    await owner.call(operations.setAccommodation, { params, body: { multiplier: 1, answer: 'Let us talk.' } })
    expect(await startBy()).toBe(asked)
  })

  it('is deleted when it is taken back, and can’t be asked for once the clock runs', async () => {
    const { casey, params } = await offered()
    await casey.call(operations.askAccommodation, { params, body: { text: 'something else' } })
    expect(await casey.call(operations.withdrawAccommodation, { params })).toEqual({ multiplier: 1, request: null })
    expect(await app.db.query(`select from accommodation_requests where text = 'something else'`)).toEqual([])
    await casey.call(operations.startAssignment, { params })
    await expect(casey.call(operations.askAccommodation, { params, body: { text: 'late' } })).rejects.toMatchObject({ code: 'assignment_started' })
  })
})

describe('the deadline in a calendar', () => {
  it('comes with the mail of the start, and moves with more time', async () => {
    const { casey, params, email } = await offered()
    await expect(casey.call(operations.getDeadlineCalendar, { params })).rejects.toMatchObject({ code: 'assignment_not_started' })
    const { deadline_at } = await casey.call(operations.startAssignment, { params })
    const calendar = async () => new ICAL.Event(new ICAL.Component(ICAL.parse((await casey.try(operations.getDeadlineCalendar, { params })).text)).getFirstSubcomponent('vevent')!)
    const first = await calendar()
    expect(first.endDate.toJSDate().getTime()).toBe(Math.floor(Date.parse(deadline_at!) / 1000) * 1000)
    expect(first.component.getFirstSubcomponent('valarm')).not.toBeNull()
    await owner.call(operations.grantExtension, { params, body: { seconds: 600, reason: 'A power cut' } })
    const second = await calendar()
    expect([second.uid, second.sequence]).toEqual([first.uid, first.sequence + 1])
    expect(second.endDate.toJSDate().getTime() - first.endDate.toJSDate().getTime()).toBe(600_000)
    await app.settle()
    expect(app.mails.find(email, /Your clock is running/).ics).toContain('METHOD:PUBLISH')
  })
})
