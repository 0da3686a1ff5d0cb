import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type HiringProcess, hiringProcess } from '#contract/process.ts'
import { record } from '#server/platform/events/record.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { processFixture } from '#test/support/process-fixture.ts'

let app: TestApp
let owner: Client
let reviewer: Client
let stranger: Client
let jobId: string

const LONG = 'Thank you for the time you took. Your data model was clear; what we missed were tests of the failure cases.'
const rejection = { reason: 'work_sample' as const, note: 'For us only', message: LONG }
const pay_range = { min: { amount_minor: 1_000_000, currency: 'EUR' }, max: { amount_minor: 2_000_000, currency: 'EUR' }, period: 'month' as const }

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  reviewer = await app.inviteAndJoin(owner, 'reviewer', 'r1@acme.test')
  const second = await app.inviteAndJoin(owner, 'reviewer', 'r2@acme.test')
  stranger = await app.inviteAndJoin(owner, 'reviewer', 'r3@acme.test')
  const ids = await Promise.all([reviewer, second].map(memberId))
  jobId = await publish('Backend Engineer', processFixture(), ids)
})
afterAll(() => app.close())

async function memberId(client: Client) {
  return (await client.call(operations.getSession)).member.id
}

async function publish(title: string, process: HiringProcess, team: string[]) {
  const { id } = await owner.call(operations.createJob, { body: { title } })
  const params = { id }
  await owner.call(operations.updateJobProcess, { params, body: { process, revision: 1 } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: team, interviewers: team } })
  await owner.call(operations.updateJob, { params, body: { pay_range } })
  await owner.call(operations.publishJob, { params })
  return id
}

async function applyTo(job: string, email: string, name = 'Ada', given?: Record<string, string>) {
  const answers = given ?? { systems: 'Looms' }
  return (await app.call(operations.apply, { params: { org: 'acme', job }, body: { name, email, answers } })).application_id
}
const apply = (email: string, name?: string) => applyTo('backend-engineer', email, name)
const see = (id: string, as = owner) => as.call(operations.getApplication, { params: { id } })
const advance = (id: string, from_stage: string, note = '') => owner.call(operations.advance, { params: { id }, body: { from_stage, note } })
const reject = (id: string, change: object = {}) => owner.call(operations.reject, { params: { id }, body: { ...rejection, ...change } })
const code = (problem: string) => ({ code: problem })

describe('an application', () => {
  it('waits to be read by a person when a later stage pays, and says what can be done', async () => {
    const a = await see(await apply('new@example.test'))
    expect(a).toMatchObject({ state: 'active', stage_key: 'application', waiting_on: 'team', answers: [{ id: 'systems', label: 'Which systems have you built?', value: 'Looms' }] })
    expect(a.stages.map((s) => s.state)).toEqual(['in_progress', 'pending', 'pending', 'pending', 'pending', 'pending'])
    expect(a.actions).toEqual([{ name: 'advance', allowed: true, why_not: null }, { name: 'reject', allowed: true, why_not: null }])
  })

  it('is confirmed by a mail with a link to the portal', async () => {
    const id = await apply('mailed@example.test')
    await app.settle()
    const mail = app.mails.find('mailed@example.test', /We have your application for Backend Engineer/)
    expect(mail.text).toContain(`${app.url}/portal/applications/${id}`)
    expect(mail.text).toContain('A person at Acme reads it')
  })

  it('keeps the name of somebody in a process, whatever a stranger types with their address', async () => {
    const id = await apply('named@example.test', 'Ada')
    await expect(apply('named@example.test', 'Mallory')).rejects.toMatchObject(code('already_applied'))
    await publish('Second job', processFixture(), [await memberId(reviewer), await memberId(stranger)])
    await applyTo('second-job', 'named@example.test', 'Mallory')
    expect((await see(id)).candidate.name).toBe('Ada')
  })

  it('may be made again after the first one ended', async () => {
    const first = await apply('again@example.test')
    await reject(first)
    expect(await apply('again@example.test')).not.toBe(first)
  })
})

describe('advancing', () => {
  it('opens the next stage, keeps the note, and refuses the stage it left', async () => {
    const id = await apply('on@example.test')
    expect(await advance(id, 'application', 'Good systems')).toMatchObject({ stage_key: 'take-home', waiting_on: 'candidate' })
    await expect(advance(id, 'application')).rejects.toMatchObject(code('stage_changed'))
    const events = await owner.call(operations.listEvents, { params: { id } })
    expect(events.items.find((e) => e.type === 'stage.advanced')?.text).toContain('Good systems')
  })

  it('refuses a stage that is not finished, and says what is missing', async () => {
    const id = await apply('early@example.test')
    const a = await advance(id, 'application')
    expect(a.actions[0]).toMatchObject({ name: 'advance', allowed: false, why_not: expect.stringContaining('has not been started') })
    await expect(advance(id, 'take-home')).rejects.toMatchObject({ code: 'stage_incomplete', message: expect.stringContaining('has not been started') })
  })

  it('has one winner when two people press at once', async () => {
    const id = await apply('twice@example.test')
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => advance(id, 'application')))
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
    for (const t of tries) if (t.status === 'rejected') expect(t.reason).toMatchObject(code('stage_changed'))
    const { items } = await owner.call(operations.listEvents, { params: { id } })
    expect(items.filter((e) => e.type === 'stage.entered')).toHaveLength(2)
  })

  it('into a stage with a time of its own promises it to the candidate, and mails what comes', async () => {
    const [form, interview] = [processFixture().stages[0], processFixture().stages[3]]
    const process = hiringProcess.parse({ name: 'Talk', stages: [{ ...form, config: { screening_enabled: true } }, { ...interview, due_within: 'P3D' }] })
    await publish('Talk only', process, [await memberId(reviewer)])
    const id = await applyTo('talk-only', 'talk@example.test', 'Ada', {})
    const a = await advance(id, 'application')
    const due = new Date(Date.parse(a.stage_entered_at) + 3 * 86_400_000).toISOString()
    expect(a).toMatchObject({ due_at: due, promises: [{ kind: 'interview', state: 'running', due_at: due }] })
    await app.settle()
    expect(app.mails.find('talk@example.test', /next is Interview/).text).toContain('Choose a time for your Interview.')
    await reject(id)
    expect((await see(id)).promises).toMatchObject([{ kind: 'interview', state: 'void' }])
  })

  it('from the last stage hires', async () => {
    await publish('Only a form', hiringProcess.parse({ name: 'Form', stages: [{ key: 'form', type: 'application_form', name: 'Form', config: { screening_enabled: true } }] }), [])
    const id = await applyTo('only-a-form', 'last@example.test', 'Ada', {})
    expect((await see(id)).actions[0]).toMatchObject({ name: 'hire', allowed: true })
    expect(await advance(id, 'form')).toMatchObject({ state: 'hired', actions: [{ allowed: false }, { allowed: false }] })
    await app.settle()
    expect(app.mails.find('last@example.test', /Welcome to Acme/).text).toContain('You are hired')
  })
})

describe('rejecting', () => {
  it('needs words to the candidate, and mails them', async () => {
    const id = await apply('no@example.test')
    await expect(reject(id, { message: ' ' })).rejects.toMatchObject({ status: 422 })
    const a = await reject(id, { message: 'First paragraph.\n\nSecond one.' })
    expect(a).toMatchObject({ state: 'rejected', rejection: { reason: 'work_sample', note: 'For us only' } })
    expect(a.stages.slice(1).every((s) => s.state === 'skipped')).toBe(true)
    await app.settle()
    const { text } = app.mails.find('no@example.test', /Your application for/)
    expect(text).toContain('> First paragraph.\n\n> Second one.')
    expect(text).not.toContain('For us only')
  })

  it('after the take-home was given needs written feedback', async () => {
    const id = await apply('short@example.test')
    await advance(id, 'application')
    await expect(reject(id, { message: 'No.' })).rejects.toMatchObject({ code: 'feedback_missing', problem: { fields: [{ path: 'body.message' }] } })
    expect((await reject(id)).state).toBe('rejected')
  })

  it('is final', async () => {
    const id = await apply('final@example.test')
    await reject(id)
    await expect(reject(id)).rejects.toMatchObject(code('application_ended'))
    await expect(advance(id, 'application')).rejects.toMatchObject(code('application_ended'))
  })

  it('and advancing at once leave one of the two', async () => {
    const id = await apply('race@example.test')
    const [moved, ended] = await Promise.allSettled([advance(id, 'application'), reject(id)])
    const a = await see(id)
    expect(ended.status).toBe('fulfilled')
    expect(a.state).toBe('rejected')
    expect(a.stage_key).toBe(moved.status === 'fulfilled' ? 'take-home' : 'application')
  })
})

describe('the candidate', () => {
  it('sees their own applications only, with what happens next', async () => {
    const mine = await apply('mine@example.test')
    const theirs = await apply('theirs@example.test')
    const portal = await app.portal('mine@example.test')
    const { applications } = await portal.call(operations.getPortal)
    expect(applications).toMatchObject([{ id: mine, next: { waiting_on: 'team', text: 'A person at Acme is reading your application.' } }])
    const a = await portal.call(operations.getPortalApplication, { params: { id: mine } })
    expect(a.stages[1]).toMatchObject({ name: 'Paid take-home', pay: { amount_minor: 40_000, currency: 'USD' }, promise: 'Paid whatever the outcome.' })
    for (const op of [operations.getPortalApplication, operations.listPortalMail]) {
      await expect(portal.call(op, { params: { id: theirs } })).rejects.toMatchObject({ status: 404 })
    }
    await expect(portal.call(operations.withdraw, { params: { id: theirs }, body: { reason: '' } })).rejects.toMatchObject({ status: 404 })
    await expect(portal.call(operations.getApplication, { params: { id: mine } })).rejects.toMatchObject({ status: 401 })
  })

  it('reads what the team wrote to them, and nothing the team wrote for itself', async () => {
    const id = await apply('reads@example.test')
    await owner.call(operations.addNote, { params: { id }, body: { text: 'A private thought' } })
    await reject(id)
    const portal = await app.portal('reads@example.test')
    const a = await portal.call(operations.getPortalApplication, { params: { id } })
    expect(a).toMatchObject({ state: 'rejected', closing_message: LONG, can_withdraw: false })
    expect(JSON.stringify(a)).not.toMatch(/private thought|For us only/)
  })

  it('withdraws, once, and the reason reaches the team', async () => {
    const id = await apply('leaves@example.test')
    const portal = await app.portal('leaves@example.test')
    const withdraw = () => portal.call(operations.withdraw, { params: { id }, body: { reason: 'Another offer' } })
    await withdraw()
    await expect(withdraw()).rejects.toMatchObject(code('application_ended'))
    expect(await see(id)).toMatchObject({ state: 'withdrawn', next: 'Withdrew: Another offer', rejection: null })
    await app.settle()
    expect(app.mails.find('leaves@example.test', /You withdrew/).text).toContain('Pay you have earned stays yours')
  })

  it('who withdraws after handing in keeps the pay and the promise to send it', async () => {
    const process = hiringProcess.parse({ ...processFixture(), stages: processFixture().stages.slice(0, 2) })
    await publish('Take-home only', process, [])
    const id = await applyTo('take-home-only', 'paid@example.test')
    await advance(id, 'application')
    const portal = await app.portal('paid@example.test')
    const assignment = await portal.call(operations.getPortalAssignment, { params: { id } })
    await portal.call(operations.startAssignment, { params: { id: assignment.id } })
    await app.clock.shift(5 * 3600)
    await app.settle()
    expect(await see(id)).toMatchObject({ state: 'active', waiting_on: 'team', actions: [{ name: 'hire', allowed: true }, { name: 'reject' }] })
    await portal.call(operations.withdraw, { params: { id }, body: { reason: '' } })
    const { items } = await owner.call(operations.listPayouts)
    expect(items.filter((p) => p.application_id === id)).toMatchObject([{ amount: { amount_minor: 40_000 }, state: 'accrued' }])
    expect((await see(id)).promises).toMatchObject([{ kind: 'payment', state: 'running' }])
  })
})

describe('the team', () => {
  it('on the job sees its applications and decides nothing without the role', async () => {
    const id = await apply('seen@example.test')
    const a = await see(id, reviewer)
    expect(a.actions).toMatchObject([{ name: 'advance', allowed: false }, { name: 'reject', allowed: false }])
    await expect(reviewer.call(operations.advance, { params: { id }, body: { from_stage: 'application', note: '' } })).rejects.toMatchObject({ status: 403 })
    await reviewer.call(operations.addNote, { params: { id }, body: { text: 'Knows looms' } })
    const { items } = await owner.call(operations.listEvents, { params: { id } })
    expect(items[0]).toMatchObject({ type: 'application.note_added', text: 'added a note: Knows looms' })
  })

  it('of another job gets 404 for all of it', async () => {
    const id = await apply('hidden@example.test')
    const params = { id }
    for (const op of [operations.getApplication, operations.listEvents, operations.getResume]) await expect(stranger.call(op, { params })).rejects.toMatchObject({ status: 404 })
    await expect(stranger.call(operations.addNote, { params, body: { text: 'x' } })).rejects.toMatchObject({ status: 404 })
    await expect(stranger.call(operations.getBoard, { params: { id: jobId } })).rejects.toMatchObject({ status: 404 })
    const { items } = await stranger.call(operations.listApplications, { query: { job_id: jobId, limit: 50 } })
    expect(items).toEqual([])
  })

  it('of another job sees the one application they have a part in, until somebody takes their place', async () => {
    const id = await apply('part@example.test')
    const { organization, member } = await stranger.call(operations.getSession)
    const subject = { orgId: organization.id, applicationId: id, jobId }
    const round = { application_id: id, round_id: 'rnd' }
    await app.ctx.transaction((tx) => record(tx, 'review.assigned', subject, { ...round, member_id: member.id }))
    expect((await see(id, stranger)).id).toBe(id)
    expect((await stranger.call(operations.listApplications, { query: { job_id: jobId, limit: 50 } })).items.map((a) => a.id)).toEqual([id])
    const joined = await memberId(reviewer)
    await app.ctx.transaction((tx) => record(tx, 'review.replaced', subject, { ...round, left: member.id, joined }))
    await expect(see(id, stranger)).rejects.toMatchObject({ status: 404 })
  })

  it('pages through the list and searches it, with % and _ meant as they are', async () => {
    const id = await apply('looked_for@example.test', 'Zuse 100%')
    const list = (query: object) => owner.request('GET', `/api/v1/applications?${new URLSearchParams({ ...query })}`).then((r) => r.json as { items: { id: string }[]; next_cursor: string | null })
    expect((await list({ search: '100%' })).items.map((a) => a.id)).toEqual([id])
    expect((await list({ search: 'lookedxfor' })).items).toEqual([])
    const all = (await list({ limit: '200' })).items.map((a) => a.id)
    const first = await list({ limit: '3' })
    const second = await list({ limit: '3', cursor: first.next_cursor ?? '' })
    expect([...first.items, ...second.items].map((a) => a.id)).toEqual(all.slice(0, 6))
  })

  it('has a board with a column for each stage and the ended counted', async () => {
    const id = await apply('board@example.test')
    const board = await owner.call(operations.getBoard, { params: { id: jobId } })
    expect(board.columns.map((c) => c.key)).toEqual(['application', 'take-home', 'review', 'interview', 'references', 'offer'])
    expect(board.columns[0]?.cards.map((c) => c.id)).toContain(id)
    expect(board.ended.rejected).toBeGreaterThan(0)
  })
})
