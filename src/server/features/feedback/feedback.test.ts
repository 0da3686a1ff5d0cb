import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { nextMorning } from '#server/lib/zones.ts'
import { internalText } from './candidate-text.ts'
import { guardAgainst } from './open-feedback.ts'
import { type InReview, type Person, type ReviewHouse, sealFilled, startReviewHouse } from '#test/support/review-round.ts'

const FEEDBACK = '## What was strong\n\nYour data model makes double booking impossible, which is rare to see.\n\n## What to work on\n\nTwo tests of the edges would have shown it, too.'
const EVIDENCE = 'Between us, the holds are kept in memory and that is a beginner’s mistake.'

let house: ReviewHouse
let owner: Person['client']
beforeAll(async () => {
  house = await startReviewHouse()
  owner = house.owner.client
})
afterAll(() => house.close())

async function revealed() {
  const r = await house.inReview()
  const comment = { path: 'src/app.ts', line: 3, criterion_id: null }
  await r.first.client.call(operations.addComment, { params: { id: r.first.reviewId }, body: { ...comment, kind: 'note_to_candidate', criterion_id: 'tests', body: 'Your tests read like a specification.' } })
  await r.first.client.call(operations.addComment, { params: { id: r.first.reviewId }, body: { ...comment, kind: 'question', body: 'Did they copy this from the other team’s repository?' } })
  await sealFilled(r.first, EVIDENCE)
  await sealFilled(r.second)
  return r
}

const look = (r: InReview) => owner.call(operations.getFeedback, { params: r.params })
const save = (r: InReview, text: string, version: number, who = owner) => who.call(operations.saveFeedback, { params: r.params, body: { text, version } })
const send = (r: InReview, body: { text: string; version?: number; when?: 'now' | 'morning'; working_day?: boolean; time_zone?: string }) => owner.call(operations.sendFeedback, { params: r.params, body })
const reject = (r: InReview, message: string) => owner.call(operations.reject, { params: r.params, body: { reason: 'work_sample', message } })
const advance = (r: InReview) => owner.call(operations.advance, { params: r.params, body: { from_stage: 'review' } })
const portal = (r: InReview) => r.candidate.call(operations.getPortalFeedback, { params: r.params })
const eventsOf = async (r: InReview, type: string) => (await house.app.db.query<{ data: Record<string, unknown> }>(`select data from events where type = $1 and application_id = $2 order by seq`, [type, r.applicationId])).map((e) => e.data)
const plain = (text: string) => text.replaceAll(/\s+/g, ' ')
const now = async () => new Date((await house.app.call(operations.getServerTime)).now)
/** What was due at a moment is done, as if it had come. Sessions do not live that long, so the clock goes back. */
async function until(at: Date) {
  const seconds = Math.ceil((at.getTime() - (await now()).getTime()) / 1000) + 1
  await house.app.clock.shift(seconds)
  await house.app.settle()
  await house.app.clock.shift(-seconds)
}
const kept = async (r: InReview) => (await house.app.db.query<{ sent_at: Date | null; planned_for: Date | null; text: string }>(`select sent_at, planned_for, text from feedback where application_id = $1`, [r.applicationId]))[0]

describe('before the reveal', () => {
  it('there is nothing to write, to send or to compose from, and nobody leaves the stage', async () => {
    const r = await house.inReview()
    await sealFilled(r.first, EVIDENCE)
    await expect(save(r, FEEDBACK, 0)).rejects.toMatchObject({ code: 'round_not_revealed' })
    await expect(send(r, { text: FEEDBACK })).rejects.toMatchObject({ code: 'round_not_revealed' })
    await expect(owner.call(operations.previewFeedback, { params: r.params, body: { text: EVIDENCE } })).rejects.toMatchObject({ code: 'round_not_revealed' })
    await expect(reject(r, FEEDBACK)).rejects.toMatchObject({ code: 'feedback_missing', problem: { detail: 'Both reviews must be sealed first.' } })
    await expect(advance(r)).rejects.toMatchObject({ status: 409 })
    expect(await look(r)).toMatchObject({ state: 'closed', can_send: false, material: [], text: '', flags: [] })
    for (const table of ['feedback', 'feedback_material', 'feedback_fingerprints']) expect(await house.app.db.query(`select 1 from ${table} where application_id = $1`, [r.applicationId])).toEqual([])
  })
})

describe('what it is composed from', () => {
  it('are notes to the candidate and the words of levels; of the rest only hashes leave the reviews', async () => {
    const r = await revealed()
    const { material } = await look(r)
    expect(material.filter((m) => m.kind === 'note')).toEqual([{ kind: 'note', criterion: 'Tests', side: null, path: 'src/app.ts', line: 3, body: 'Your tests read like a specification.' }])
    expect(material.filter((m) => m.kind === 'level')).toHaveLength(2)
    expect(material.filter((m) => m.kind === 'level').every((m) => m.side === 'strong' && !/\d/.test(m.body))).toBe(true)
    for (const table of ['feedback', 'feedback_material', 'feedback_fingerprints']) {
      const rows = JSON.stringify(await house.app.db.query(`select t.*, ${table === 'feedback_fingerprints' ? `encode(shingles, 'escape')` : `''`} as read from ${table} t where application_id = $1`, [r.applicationId]))
      expect(rows).not.toContain('beginner')
      expect(rows).not.toContain('repository')
    }
  })

  it('stays as it was handed over', async () => {
    const r = await revealed()
    await expect(house.app.db.query(`update feedback_material set body = 'x' where application_id = $1`, [r.applicationId])).rejects.toThrow(/stays as it is/)
  })
})

describe('a draft', () => {
  it('is kept in versions: of two who write at once the second is told what differs, and loses nothing', async () => {
    const r = await revealed()
    expect(await save(r, FEEDBACK, 0)).toMatchObject({ version: 1, text: FEEDBACK, saved_by: 'Olivia Owner', state: 'draft' })
    const mine = FEEDBACK.replace('Two tests', 'Three tests')
    const refused = save(r, mine, 0, house.recruiter.client)
    await expect(refused).rejects.toMatchObject({ code: 'feedback_changed', problem: { detail: expect.stringMatching(/Olivia Owner saved other words meanwhile.*“What to work on”/) } })
    expect(await look(r)).toMatchObject({ version: 1, text: FEEDBACK })
    expect(await save(r, mine, 1, house.recruiter.client)).toMatchObject({ version: 2, text: mine })
    await expect(send(r, { text: FEEDBACK, version: 1 })).rejects.toMatchObject({ code: 'feedback_changed' })
  })

  it('may be saved again with the same words, whatever version they began from', async () => {
    const r = await revealed()
    await save(r, FEEDBACK, 0)
    expect(await save(r, FEEDBACK, 0)).toMatchObject({ version: 1 })
  })

  it('of two saved in the same moment, one is kept and one refused', async () => {
    const r = await revealed()
    const tries = await Promise.all(['One', 'Two'].map((text) => owner.try(operations.saveFeedback, { params: r.params, body: { text, version: 0 } })))
    expect(tries.map((t) => t.status).sort()).toEqual([200, 409])
  })
})

describe('internal text', () => {
  it('is named at every save, and has to go before the feedback can', async () => {
    const r = await revealed()
    const pasted = `${FEEDBACK}\n\n${EVIDENCE}`
    expect((await save(r, pasted, 0)).flags).toMatchObject([{ why: 'internal', sentence: EVIDENCE }])
    await expect(send(r, { text: pasted, version: 1 })).rejects.toMatchObject({ code: 'feedback_internal', problem: { fields: [{ path: 'body.text', message: expect.stringContaining(EVIDENCE) }] } })
    await expect(send(r, { text: pasted, version: 1, when: 'morning', time_zone: 'UTC' })).rejects.toMatchObject({ code: 'feedback_internal' })
    await expect(send(r, { text: `${FEEDBACK} Did they copy this from the other team’s repository?`, version: 1 })).rejects.toMatchObject({ code: 'feedback_internal' })
    await expect(reject(r, pasted)).rejects.toMatchObject({ code: 'feedback_missing', problem: { detail: expect.stringContaining('written for the team') } })
    expect(await send(r, { text: FEEDBACK, version: 1 })).toMatchObject({ state: 'sent' })
    await expect(reject(r, `We stop here. ${EVIDENCE}`), 'nor in the rejection that follows').rejects.toMatchObject({ code: 'feedback_missing' })
  })

  it('does not hinder what was written for the candidate', async () => {
    const r = await revealed()
    const text = (await look(r)).material.map((m) => m.body).join('\n\n')
    expect((await save(r, text, 0)).flags).toEqual([])
  })

  it('goes for the names of reviewers, too', async () => {
    const r = await revealed()
    const name = (await owner.call(operations.getRound, { params: r.params })).reviewers[0]?.name ?? ''
    await expect(send(r, { text: `${FEEDBACK} ${name} liked it.` })).rejects.toMatchObject({ code: 'feedback_internal', problem: { fields: [{ message: expect.stringContaining('name of somebody who reviewed') }] } })
  })
})

describe('a preview', () => {
  it('is what the candidate gets: the same letter on the page, the same words in the mail', async () => {
    const r = await revealed()
    const text = `${FEEDBACK}\n\n## Something to try next\n\n<b>not bold</b> and \`code\``
    const preview = await owner.call(operations.previewFeedback, { params: r.params, body: { text } })
    expect(preview.html).toContain('&lt;b&gt;not bold')
    await send(r, { text })
    await house.app.settle()
    const page = await r.candidate.request('GET', `/portal/applications/${r.applicationId}/feedback`)
    const [letter = 'no letter', words = 'no words'] = /<div class="prose">([\s\S]*?)<\/div>/.exec(preview.html) ?? []
    expect(page.text).toContain(letter)
    const mail = house.app.mails.find(r.email, /Feedback on your work/)
    expect(mail.subject).toBe(preview.mail.subject)
    expect(plain(mail.text)).toBe(plain(preview.mail.text))
    expect(mail.html).toContain(words)
  })

  it('leaves out the sections nobody wrote in', async () => {
    const r = await revealed()
    const preview = await owner.call(operations.previewFeedback, { params: r.params, body: { text: `## Empty\n\n${FEEDBACK}` } })
    expect(preview.html).not.toContain('Empty')
  })
})

describe('sending', () => {
  it('now is final, keeps the promise, completes the stage, and is the whole text by mail and on the page', async () => {
    const r = await revealed()
    expect(await portal(r)).toMatchObject({ text: null, sent_at: null, due_at: expect.any(String), promise: 'running' })
    await expect(advance(r)).rejects.toMatchObject({ status: 409 })
    expect(await send(r, { text: FEEDBACK })).toMatchObject({ state: 'sent', text: FEEDBACK, sent_at: expect.any(String), can_send: false, promise: 'kept' })
    await expect(save(r, 'No, wait', 0)).rejects.toMatchObject({ code: 'feedback_sent' })
    await expect(house.app.db.query(`update feedback set text = 'x' where application_id = $1`, [r.applicationId])).rejects.toThrow(/never changed/)
    await house.app.settle()
    expect(await portal(r)).toMatchObject({ text: FEEDBACK, promise: 'kept' })
    expect(plain(house.app.mails.find(r.email, /Feedback on your work/).text)).toContain('double booking impossible')
    expect((await advance(r)).stage_key).toBe('interview')
  })

  it('is for owners and recruiters, and once: a reviewer is told so, and of two who send, one is refused', async () => {
    const r = await revealed()
    const { client } = r.first
    expect(await client.call(operations.getFeedback, { params: r.params })).toMatchObject({ can_send: false, why_not: 'An owner or a recruiter sends the feedback.' })
    expect((await client.try(operations.sendFeedback, { params: r.params, body: { text: FEEDBACK } })).status).toBe(403)
    expect((await client.try(operations.takeBackFeedback, { params: r.params })).status).toBe(403)
    const both = () => house.recruiter.client.try(operations.sendFeedback, { params: r.params, body: { text: FEEDBACK } })
    expect((await Promise.all([both(), both()])).map((a) => a.status).sort()).toEqual([200, 409])
  })

  it('may be done by a rejection, in one mail with it', async () => {
    const r = await revealed()
    await expect(reject(r, 'No, thank you.')).rejects.toMatchObject({ code: 'feedback_missing' })
    await reject(r, FEEDBACK)
    await house.app.settle()
    expect(await portal(r)).toMatchObject({ text: FEEDBACK })
    expect(house.app.mails.to(r.email).filter((m) => plain(m.text).includes('double booking impossible'))).toHaveLength(1)
    expect(await eventsOf(r, 'feedback.sent')).toHaveLength(1)
  })
})

describe('a plan for the candidate’s morning', () => {
  it('needs their time zone, which they may say themselves; then it is theirs that counts', async () => {
    const r = await revealed()
    await expect(send(r, { text: FEEDBACK, when: 'morning' })).rejects.toMatchObject({ code: 'time_zone_unknown' })
    await r.candidate.call(operations.setPortalTimeZone, { params: r.params, body: { time_zone: 'Asia/Tokyo' } })
    const planned = await send(r, { text: FEEDBACK, when: 'morning', working_day: false, time_zone: 'America/Lima' })
    expect(planned).toMatchObject({ state: 'planned', plan: { time_zone: 'Asia/Tokyo', zone_from: 'candidate', at: nextMorning(await now(), 'Asia/Tokyo', { workingDay: false }).toISOString() } })
    expect((await owner.call(operations.previewFeedback, { params: r.params, body: { text: '', working_day: false } })).morning).toBe(planned.plan?.at)
  })

  it('is shown to both, goes at its time, and then is sent like any other', async () => {
    const r = await revealed()
    const planned = await send(r, { text: FEEDBACK, when: 'morning', working_day: false, time_zone: 'Europe/Berlin' })
    const at = new Date(planned.plan?.at ?? '')
    expect(await portal(r)).toMatchObject({ text: null, sent_at: null, plan: { at: at.toISOString(), time_zone: 'Europe/Berlin', zone_from: 'team' } })
    expect((await r.candidate.request('GET', `/portal/applications/${r.applicationId}/feedback`)).text).toContain('09:00 (Europe/Berlin)')
    expect((await owner.call(operations.getApplication, { params: r.params })).next).toContain('09:00 (Europe/Berlin)')
    await house.app.settle()
    expect(await kept(r)).toMatchObject({ sent_at: null, planned_for: at })
    await until(at)
    expect(await kept(r)).toMatchObject({ sent_at: expect.any(Date), planned_for: null, text: FEEDBACK })
    expect(plain(house.app.mails.find(r.email, /Feedback on your work/).text)).toContain('double booking impossible')
    expect(await eventsOf(r, 'feedback.sent')).toHaveLength(1)
  })
})

describe('a plan', () => {
  it('is taken back until it goes: nothing is sent, and the words are a draft again', async () => {
    const r = await revealed()
    await expect(owner.call(operations.takeBackFeedback, { params: r.params })).rejects.toMatchObject({ code: 'feedback_not_planned' })
    const { plan } = await send(r, { text: FEEDBACK, when: 'morning', time_zone: 'UTC' })
    await expect(save(r, 'Other words', 1)).rejects.toMatchObject({ code: 'feedback_planned' })
    await expect(send(r, { text: FEEDBACK, version: 1, when: 'morning', time_zone: 'UTC' })).rejects.toMatchObject({ code: 'feedback_planned' })
    await expect(house.app.db.query(`update feedback set text = 'x' where application_id = $1`, [r.applicationId])).rejects.toThrow(/taken back before/)
    const back = await owner.call(operations.takeBackFeedback, { params: r.params })
    expect(back).toMatchObject({ state: 'draft', text: FEEDBACK, plan: null })
    expect(await portal(r)).toMatchObject({ plan: null })
    await until(new Date(plan?.at ?? ''))
    expect(await kept(r)).toMatchObject({ sent_at: null })
    expect(await eventsOf(r, 'feedback.taken_back')).toHaveLength(1)
  })
})

describe('a plan and the decision', () => {
  it('lets the application move on, which binds it; a rejection waits until the words have gone', async () => {
    const r = await revealed()
    await send(r, { text: FEEDBACK, when: 'morning', time_zone: 'UTC' })
    await expect(reject(r, 'We stop here, thank you for your time and for the work you have put into this; it was read with care.')).rejects.toMatchObject({ code: 'feedback_missing', problem: { detail: expect.stringContaining('must have it before a rejection') } })
    expect((await advance(r)).stage_key).toBe('interview')
    await expect(owner.call(operations.takeBackFeedback, { params: r.params })).rejects.toMatchObject({ code: 'application_moved_on' })
    await expect(reject(r, 'We stop here.'), 'in the next stage neither').rejects.toMatchObject({ code: 'feedback_missing' })
    expect(await send(r, { text: FEEDBACK, version: 1 })).toMatchObject({ state: 'sent' })
    expect(await reject(r, 'We stop here, with thanks.')).toMatchObject({ state: 'rejected' })
    const order = await house.app.db.query<{ type: string }>(`select type from events where application_id = $1 and type in ('feedback.sent', 'application.rejected') order by seq`, [r.applicationId])
    expect(order.map((e) => e.type)).toEqual(['feedback.sent', 'application.rejected'])
  })

  it('is carried out for somebody who withdraws: what was written for them is theirs', async () => {
    const r = await revealed()
    const { plan } = await send(r, { text: FEEDBACK, when: 'morning', time_zone: 'UTC' })
    await r.candidate.call(operations.withdraw, { params: r.params, body: {} })
    await until(new Date(plan?.at ?? ''))
    expect(await kept(r)).toMatchObject({ sent_at: expect.any(Date) })
  })
})

describe('words written for the team after the plan was made', () => {
  it('keep the feedback back that holds them, and whoever can send it is told', async () => {
    const r = await revealed()
    const { plan } = await send(r, { text: FEEDBACK, when: 'morning', time_zone: 'UTC' })
    await house.app.ctx.transaction((tx) => guardAgainst(tx, r.applicationId, [internalText('We agreed: two tests of the edges would have shown it, too.')]))
    await until(new Date(plan?.at ?? ''))
    expect(await kept(r)).toMatchObject({ sent_at: null, planned_for: null })
    expect(await look(r)).toMatchObject({ state: 'draft', flags: [{ why: 'internal', sentence: 'Two tests of the edges would have shown it, too.' }] })
    expect(house.app.mails.find('olivia@acme.test', /was not sent/).text).toContain('kept back')
    expect(house.app.mails.to(r.email).filter((m) => /Feedback on your work/.test(m.subject))).toEqual([])
  })
})

describe('the clock of the promise', () => {
  const reminders = async (r: InReview) => (await eventsOf(r, 'feedback.reminded')).map((e) => e['step'])

  it('reminds those who can send it before it is due, when it is, and while it is late; the candidate sees that it is', async () => {
    const r = await revealed()
    const due = new Date((await look(r)).due_at ?? '')
    const dayAfter = new Date(due.getTime() + 86_400_000)
    await until(new Date(due.getTime() - 3_600_000))
    expect(await reminders(r)).toEqual(['soon'])
    expect(house.app.mails.find('olivia@acme.test', /due soon/).text).toContain('promised written feedback')
    await until(due)
    expect(await reminders(r)).toEqual(['soon', 'due'])
    await until(dayAfter)
    expect(await reminders(r)).toEqual(['soon', 'due', 'late'])
    expect(plain(house.app.mails.find('olivia@acme.test', /is late/).text)).toContain('That promise is broken')
    expect(house.app.mails.to(r.email).some((m) => /late|due/.test(m.subject))).toBe(false)
  })

  it('is quiet once the feedback is sent, and before it is due when it goes in time', async () => {
    const sent = await revealed()
    await send(sent, { text: FEEDBACK })
    const planned = await revealed()
    await send(planned, { text: FEEDBACK, when: 'morning', working_day: false, time_zone: 'UTC' })
    const due = new Date((await look(planned)).due_at ?? '')
    await until(new Date(due.getTime() - 60_000))
    expect([await reminders(sent), await reminders(planned)]).toEqual([[], []])
  })

  it('is quiet for an application that has ended', async () => {
    const r = await revealed()
    const due = new Date((await look(r)).due_at ?? '')
    await r.candidate.call(operations.withdraw, { params: r.params, body: {} })
    await until(due)
    expect(await reminders(r)).toEqual([])
  })
})
