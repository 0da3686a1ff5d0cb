import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { memberId } from '#test/support/hire.ts'
import { openTalkingJob } from '#test/support/small-job.ts'
import { applicantAtTalk, holdTalk, hoursFromNow } from '#test/support/talk.ts'

let app: TestApp
let owner: Client
let ines: Client
let otto: Client
let job: string

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  otto = await app.inviteAndJoin(owner, 'interviewer', 'otto@acme.test')
  job = (await openTalkingJob(owner, { interviewers: [await memberId(ines)] })).slug
})
afterAll(() => app.close())

const arrive = (email: string) => applicantAtTalk(app, owner, { job, email })
const shown = (c: Awaited<ReturnType<typeof arrive>>) => c.portal.call(operations.getPortalInterview, { params: c.stage })
const code = (problem: string) => ({ code: problem })
let hour = 24

/** Fresh times of Ines, two hours apart. */
async function offer(count: number): Promise<string[]> {
  const starts = await hoursFromNow(app, ...Array.from({ length: count }, () => (hour += 2)))
  const { items } = await ines.call(operations.publishSlots, { body: { starts, minutes: 60 } })
  return starts.map((at) => items.find((s) => s.starts_at === at)?.id ?? '')
}

describe('offering times', () => {
  it('refuses one in the past, one that overlaps, and one too many, with nothing kept', async () => {
    const [past, later, overlapping] = await hoursFromNow(app, -1, 500, 500.5)
    const before = (await ines.call(operations.listSlots)).items.length
    expect((await ines.try(operations.publishSlots, { body: { starts: [later!, past!], minutes: 60 } })).json).toMatchObject({ fields: [{ path: 'body.starts' }] })
    expect((await ines.try(operations.publishSlots, { body: { starts: [later!, overlapping!], minutes: 60 } })).json).toMatchObject(code('slot_overlaps'))
    expect((await ines.call(operations.listSlots)).items).toHaveLength(before)
  })

  it('shows a candidate only times of the hiring team that are long enough', async () => {
    const c = await arrive('choice@example.test')
    const [slot] = await offer(1)
    await otto.call(operations.publishSlots, { body: { starts: await hoursFromNow(app, 300), minutes: 60 } })
    await ines.call(operations.publishSlots, { body: { starts: await hoursFromNow(app, 310), minutes: 30 } })
    const { slots } = await shown(c)
    expect(slots.map((s) => s.id)).toEqual([slot])
    expect(slots.map((s) => s.with)).toEqual(['Interviewer ines'])
  })

  it('takes back a free time, and keeps a booked one', async () => {
    const [free, booked] = await offer(2)
    const c = await arrive('kept@example.test')
    await c.portal.call(operations.bookInterview, { params: { id: (await shown(c)).id }, body: { slot_id: booked!, time_zone: 'UTC' } })
    expect((await ines.try(operations.withdrawSlot, { params: { id: free! } })).status).toBe(200)
    expect((await ines.try(operations.withdrawSlot, { params: { id: booked! } })).json).toMatchObject(code('slot_booked'))
    expect((await otto.try(operations.withdrawSlot, { params: { id: booked! } })).status).toBe(404)
  })
})

describe('booking', () => {
  it('gives one time to one of two who ask at once', async () => {
    const [slot] = await offer(1)
    const both = [await arrive('one@example.test'), await arrive('two@example.test')]
    const answers = await Promise.all(both.map(async (c) => c.portal.try(operations.bookInterview, { params: { id: (await shown(c)).id }, body: { slot_id: slot!, time_zone: 'UTC' } })))
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409])
    expect(answers.find((a) => a.status === 409)?.json).toMatchObject(code('slot_taken'))
  })

  it('moves, freeing the time before, and calendars replace the older entry', async () => {
    const [first, second] = await offer(2)
    const c = await arrive('mover@example.test')
    const params = { id: (await shown(c)).id }
    for (const slot of [first, second]) {
      await c.portal.call(operations.bookInterview, { params, body: { slot_id: slot!, time_zone: 'America/New_York' } })
      await app.settle()
    }
    const invites = app.mails.to('mover@example.test').filter((m) => m.ics)
    expect(invites.map((m) => /SEQUENCE:(\d+)/.exec(m.ics ?? '')?.[1])).toEqual(['1', '2'])
    expect(new Set(invites.map((m) => /UID:(\S+)/.exec(m.ics ?? '')?.[1])).size).toBe(1)
    expect((await shown(c)).slots.map((s) => s.id)).toContain(first)
  })

  it('is canceled with both calendars told, and can be made again', async () => {
    const [slot] = await offer(1)
    const c = await arrive('cancel@example.test')
    const params = { id: (await shown(c)).id }
    await c.portal.call(operations.bookInterview, { params, body: { slot_id: slot!, time_zone: 'UTC' } })
    await c.portal.call(operations.cancelInterview, { params })
    await app.settle()
    for (const to of ['cancel@example.test', 'ines@acme.test']) expect(app.mails.find(to, /^Canceled: Interview/).ics).toContain('METHOD:CANCEL')
    expect((await shown(c)).slots.map((s) => s.id)).toContain(slot)
    expect((await c.portal.try(operations.cancelInterview, { params })).json).toMatchObject(code('interview_not_booked'))
  })

  it('of somebody else is not there to be seen, moved or canceled', async () => {
    await offer(1)
    const [mine, other] = [await arrive('mine@example.test'), await arrive('other@example.test')]
    const { id, slots } = await shown(mine)
    expect((await other.portal.try(operations.getPortalInterview, { params: mine.stage })).status).toBe(404)
    expect((await other.portal.try(operations.bookInterview, { params: { id }, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })).status).toBe(404)
    expect((await other.portal.try(operations.cancelInterview, { params: { id } })).status).toBe(404)
  })

  it('is given back when the candidate withdraws', async () => {
    const [slot] = await offer(1)
    const c = await arrive('leaver@example.test')
    await c.portal.call(operations.bookInterview, { params: { id: (await shown(c)).id }, body: { slot_id: slot!, time_zone: 'UTC' } })
    await c.portal.call(operations.withdraw, { params: c.params, body: { reason: '' } })
    await app.settle()
    expect((await ines.call(operations.listSlots)).items.find((s) => s.id === slot)?.booked_for).toBeNull()
    expect(app.mails.find('ines@acme.test', /^Canceled: Interview/).text).toContain('Casey')
  })
})

describe('booking and withdrawing at once', () => {
  it('never leaves a booked time to somebody who is gone', async () => {
    for (let i = 0; i < 8; i++) {
      const [slot] = await offer(1)
      const c = await arrive(`race${i}@example.test`)
      const { id } = await shown(c)
      await Promise.all([c.portal.try(operations.bookInterview, { params: { id }, body: { slot_id: slot!, time_zone: 'UTC' } }), c.portal.call(operations.withdraw, { params: c.params, body: { reason: '' } })])
      expect((await ines.call(operations.listSlots)).items.find((s) => s.id === slot)?.booked_for).toBeNull()
    }
  })
})

describe('running it', () => {
  it('starts the 48 hours of the offer when it was held, once', async () => {
    await offer(1)
    const c = await arrive('held@example.test')
    const { id, slots } = await shown(c)
    const params = { id }
    expect((await owner.try(operations.markHeld, { params })).json).toMatchObject(code('interview_not_booked'))
    await c.portal.call(operations.bookInterview, { params, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })
    await ines.call(operations.markHeld, { params })
    const promise = (await owner.call(operations.getApplication, { params: c.params })).promises.find((p) => p.kind === 'offer')
    expect(Date.parse(promise?.due_at ?? '') - Date.parse(promise?.started_at ?? '')).toBe(48 * 3_600_000)
    expect((await ines.try(operations.markHeld, { params })).json).toMatchObject(code('interview_not_booked'))
    expect((await c.portal.try(operations.bookInterview, { params, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })).json).toMatchObject(code('interview_held'))
  })

  it('lets who did not come book again', async () => {
    await offer(2)
    const c = await arrive('missed@example.test')
    const { id, slots } = await shown(c)
    await c.portal.call(operations.bookInterview, { params: { id }, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })
    await ines.call(operations.markNoShow, { params: { id } })
    expect((await c.portal.try(operations.bookInterview, { params: { id }, body: { slot_id: slots[1]!.id, time_zone: 'UTC' } })).status).toBe(200)
  })

  it('seals only after it was held, with everything scored, and never opens again', async () => {
    await offer(1)
    const c = await arrive('sealed@example.test')
    const { id, slots } = await shown(c)
    const params = { id }
    await c.portal.call(operations.bookInterview, { params, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })
    expect((await ines.try(operations.sealScorecard, { params })).json).toMatchObject(code('interview_not_held'))
    await ines.call(operations.markHeld, { params })
    const refused = await ines.try(operations.sealScorecard, { params })
    expect(refused.json).toMatchObject({ ...code('scorecard_incomplete'), detail: expect.stringContaining('Depth') })
    expect((await ines.try(operations.saveInterviewScore, { params: { id, criterion: 'charm' }, body: { level: 5, evidence: 'So charming.' } })).json).toMatchObject(code('criterion_unknown'))
    await ines.call(operations.saveInterviewScore, { params: { id, criterion: 'depth' }, body: { level: 4, evidence: 'Went to the root of the outage, unprompted.' } })
    await ines.call(operations.saveInterviewVerdict, { params, body: { summary: 'Knows their systems well and says what they do not know.', recommendation: 'yes' } })
    await ines.call(operations.sealScorecard, { params })
    expect((await ines.try(operations.saveInterviewScore, { params: { id, criterion: 'depth' }, body: { level: 1, evidence: 'Second thoughts.' } })).json).toMatchObject(code('scorecard_sealed'))
  })

  it('may say what can’t be assessed, and is in the chain of events by its hash', async () => {
    await offer(1)
    const c = await arrive('unknown@example.test')
    const { id, slots } = await shown(c)
    const params = { id }
    await c.portal.call(operations.bookInterview, { params, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })
    await ines.call(operations.markHeld, { params })
    await ines.call(operations.saveInterviewScore, { params: { id, criterion: 'depth' }, body: { cannot_assess: 'The line broke before we came to it.' } })
    await ines.call(operations.saveInterviewVerdict, { params, body: { summary: 'We talked about the weather until the line broke.', recommendation: 'no' } })
    const [card] = (await ines.call(operations.sealScorecard, { params })).scorecards
    expect(card).toMatchObject({ weighted: null, missing: [], scores: [{ level: null, cannot_assess: 'The line broke before we came to it.' }] })
    const recorded = await app.db.query<{ data: { sha256: string } }>(`select data from events where type = 'scorecard.sealed' and data ->> 'scorecard_id' = $1`, [card?.id])
    expect(recorded.map((e) => e.data.sha256)).toEqual([card?.sha256])
    await expect(app.db.query(`update scorecard_scores set level = 5, cannot_assess = null where scorecard_id = $1`, [card?.id])).rejects.toThrow(/never changed/)
  })

  it('is for its interviewer and who hires; others of the team see no open scorecard', async () => {
    await offer(1)
    const c = await arrive('private@example.test')
    const { id, slots } = await shown(c)
    await c.portal.call(operations.bookInterview, { params: { id }, body: { slot_id: slots[0]!.id, time_zone: 'UTC' } })
    await ines.call(operations.saveInterviewVerdict, { params: { id }, body: { summary: 'CANARY-OPEN-CARD', recommendation: 'yes' } })
    expect(JSON.stringify(await owner.call(operations.getInterview, { params: c.stage }))).not.toContain('CANARY-OPEN-CARD')
    expect((await otto.try(operations.getInterview, { params: c.stage })).status).toBe(404)
    expect((await owner.try(operations.saveInterviewVerdict, { params: { id }, body: { summary: 'Mine', recommendation: 'no' } })).status).toBe(403)
  })

  it('asks the standing questions; what was added can be pointed and removed, what stands cannot', async () => {
    const c = await arrive('agenda@example.test')
    const { id } = await shown(c)
    const before = await owner.call(operations.getInterview, { params: c.stage })
    expect(before.agenda).toMatchObject([{ source: 'standing', text: 'What broke?', prompt: 'Ask how they noticed.' }])
    const added = await owner.call(operations.addAgendaItem, { params: { id }, body: { text: 'Why two tables?', path: 'src/app.ts', line: 7 } })
    const item = added.agenda.find((i) => i.source === 'added')?.id ?? ''
    const pointed = await owner.call(operations.pointAgendaItem, { params: { id, item }, body: { path: 'src/db.ts', line: 9 } })
    expect(pointed.agenda.find((i) => i.id === item)).toMatchObject({ path: 'src/db.ts', line: 9 })
    await owner.call(operations.removeAgendaItem, { params: { id, item } })
    expect((await owner.try(operations.removeAgendaItem, { params: { id, item: before.agenda[0]!.id } })).status).toBe(404)
  })

  it('completes the stage when its card is sealed', async () => {
    await offer(1)
    const c = await arrive('complete@example.test')
    expect((await owner.try(operations.advance, { params: c.params, body: { from_stage: 'talk' } })).status).toBe(409)
    await holdTalk(ines, c)
    expect((await owner.try(operations.advance, { params: c.params, body: { from_stage: 'talk' } })).status).toBe(200)
  })
})
