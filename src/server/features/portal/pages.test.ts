import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { processFixture } from '#test/support/process-fixture.ts'
import { safeNext } from './ask.ts'
import { pages } from './pages.ts'

const HOSTILE = '<script>alert(1)</script>"\'&</title>'
const T = '2026-11-23T10:00:00.000Z'
const LATER = '2026-11-23T14:00:00.000Z'
const sha = 'a'.repeat(64)
const commit = 'b'.repeat(40)
const pay = { amount_minor: 40_000, currency: 'USD' }
const rubric = processFixture().stages.find((s) => s.type === 'code_assignment')?.config.rubric
const organization = { name: HOSTILE, slug: 'acme' }
const id = (kind: string) => `${kind}_${'0'.repeat(26)}`
const app = id('app')

const stage = (key: string, type: string, state: string) => ({ key, type, state, name: HOSTILE, entered_at: T, completed_at: null, waiting_on: 'candidate', due_at: LATER, summary: HOSTILE, description: `**b** ${HOSTILE}`, promise: HOSTILE, pay })
const next = { text: HOSTILE, waiting_on: 'candidate', due_at: LATER }
const application = {
  id: app,
  organization,
  job: { title: HOSTILE, slug: 'backend' },
  candidate_name: HOSTILE,
  state: 'active',
  applied_at: T,
  stages: [stage('application', 'application_form', 'completed'), stage('take-home', 'code_assignment', 'completed'), stage('talk', 'live_interview', 'in_progress'), stage('references', 'reference_check', 'pending'), stage('offer', 'offer', 'pending')],
  next,
  promises: [{ kind: 'review', text: HOSTILE, started_at: T, due_at: LATER, kept_at: LATER, state: 'kept_late' }],
  can_withdraw: true,
  closing_message: HOSTILE,
  notices: [{ at: T, text: HOSTILE }],
}
const push = { seq: 1, branch: HOSTILE, commit, subject: HOSTILE, received_at: T, finished_at: T, state: 'applied', forced: true, by: 'upload', upload: { added: 1, modified: 2, removed: 3, left_out: [HOSTILE] }, counts: true }
const receipt = { submission_id: id('sub'), commit, tree: commit, content_sha256: sha, rubric_sha256: sha, process_version: 1, started_at: T, deadline_at: LATER, received_at: T, sealed_at: LATER, source: 'deadline', empty: false, pay }
const offered = {
  id: id('asg'), application_id: app, state: 'offered', server_time: T, title: HOSTILE, summary: HOSTILE, task: `# Task\n${HOSTILE}`, effort: '3 to 4 hours', ai_policy: HOSTILE, ownership: HOSTILE, rubric, rubric_sha256: sha,
  pay, pay_promise: 'Sent within 5 days', time_limit: '4 hours', time_limit_seconds: 14_400, start_by: '2026-11-30T10:00:00.000Z', started_at: null, deadline_at: null, extensions: [], clone_url: null, token_found: null,
  hosting: { provider: 'built-in', state: 'none', login: null, url: null, invitation_url: null, limits: [] },
  help: { contact: 'help@acme.test', within: '2 hours' },
  last_push: null, would_submit: null, pushes: [], can_submit: false, can_undo_until: null, receipt: null,
}
const started = { ...offered, state: 'started', started_at: T, deadline_at: LATER, extensions: [{ seconds: 3600, reason: HOSTILE, at: T }], clone_url: 'https://jobs.test/git/x.git', last_push: push, would_submit: commit, pushes: [push], can_submit: true }
const onGithub = { provider: 'github', state: 'open', login: HOSTILE, url: 'https://github.test/a/b', invitation_url: 'https://github.test/a/b/invitations', limits: [HOSTILE, 'GitHub can’t refuse a late push for us.'] }
const slots = [
  { id: id('slt'), starts_at: '2026-11-24T23:30:00.000Z', ends_at: '2026-11-25T00:30:00.000Z', with: HOSTILE },
  { id: id('slt'), starts_at: '2026-11-26T09:00:00.000Z', ends_at: '2026-11-26T10:00:00.000Z', with: 'Grace' },
]
const interview = { id: id('int'), application_id: app, name: HOSTILE, description: HOSTILE, state: 'to_book', minutes: 60, starts_at: null, ends_at: null, time_zone: null, with: null, location: HOSTILE, agenda: [{ text: HOSTILE }], slots }
const offer = {
  id: id('off'), application_id: app, state: 'extended', terms_sha256: sha, extended_at: T, answered_at: null, typed_name: null, decline_reason: null, rescind_reason: null, organization_name: HOSTILE, job_title: HOSTILE, candidate_name: HOSTILE, can_answer: true, why_not: null,
  terms: { salary: { amount_minor: 15_000_000, currency: 'USD' }, period: 'year', equity: { kind: 'options', amount: '12000', unit: 'units', vesting: HOSTILE }, start_on: '2027-01-04', place: HOSTILE, benefits: HOSTILE, how_we_work: HOSTILE, expires_at: LATER },
}
const referee = { organization: HOSTILE, candidate_name: HOSTILE, job_title: HOSTILE, referee_name: HOSTILE, minutes: 20, state: 'invited', open: true, starts_at: null, ends_at: null, time_zone: null, with: null, phone: '', slots }

const letterOf = (o: object) => ({ text: null, sent_at: null, due_at: T, promise: 'running', plan: null, time_zone: null, ...o })

const usual: [Operation, unknown][] = [
  [operations.getPortal, { email: 'ada@example.test', applications: [application] }],
  [operations.getPortalApplication, application],
  [operations.listPortalPayouts, { items: [{ id: id('pay'), stage_name: HOSTILE, amount: pay, state: 'paid', accrued_at: T, pay_by: LATER, paid_at: T, paid_on: '2026-11-24', reference: HOSTILE, expected_on: null, receipt_url: null, replaces: null, steps: [{ state: 'accrued', at: T }, { state: 'paid', at: T }], charity: { name: HOSTILE, url: 'https://charity.test' }, can_decline: false, can_donate: true, can_give_details: true }], charities: [{ name: HOSTILE, url: 'https://charity.test' }] }],
  [operations.getPortalFeedback, letterOf({ text: `# Well done\n${HOSTILE}`, sent_at: T, promise: 'kept_late' })],
  [operations.listPortalMail, { items: [{ sent_at: T, subject: HOSTILE, text: `Hello\n\n${HOSTILE}` }] }],
  [operations.getPortalAssignment, offered],
  [operations.createGitToken, { token: 'hw_git_x', clone_url: 'https://jobs.test/git/x.git', username: 'candidate', command: 'git clone https://candidate:hw_git_x@jobs.test/git/x.git take-home' }],
  [operations.getPractice, { state: 'open', clone_url: 'https://jobs.test/git/p.git', cloned_at: T, pushes: [{ branch: HOSTILE, commit: null, subject: HOSTILE, received_at: T, state: 'refused', reason: HOSTILE }, { branch: HOSTILE, commit, subject: HOSTILE, received_at: T, state: 'applied', reason: '' }] }],
  [operations.openPractice, { token: 'hw_try_x', clone_url: 'https://jobs.test/git/p.git', username: 'candidate', commands: ['git clone https://candidate:hw_try_x@jobs.test/git/p.git practice', 'two', 'three'] }],
  [operations.getPortalInterview, interview],
  [operations.getPortalReferences, { wanted: 2, asked_for: ['shipped_with', 'managed'], can_name: true, items: [{ name: HOSTILE, email: 'g@example.test', relationship: 'other', state: 'booked' }] }],
  [operations.getPortalOffer, offer],
  [operations.getRefereePage, referee],
  [operations.redeemSignInLink, { audience: 'portal' }],
]

/** A site that answers from memory and remembers what it was asked. */
function portalOver(changed: [Operation, unknown][] = [], problems: [Operation, Partial<Problem>][] = []) {
  const [answers, refusals] = [new Map([...usual, ...changed]), new Map(problems)]
  const asked: { operation: Operation; input: { body: unknown } }[] = []
  const call = async (_c: unknown, operation: Operation, input: { body: unknown }) => {
    asked.push({ operation, input })
    const refusal = refusals.get(operation)
    return refusal ? { ok: false, problem: { type: 'x', title: 'x', status: 409, code: 'x', detail: 'Not now.', request_id: 'r', ...refusal } } : { ok: true, answer: answers.get(operation) ?? {} }
  }
  const hono = new Hono()
  // Only what pages use of a site.
  pages(hono, { config: { publicUrl: 'https://jobs.test' }, operations, call, portalEmail: async () => 'ada@example.test' } as unknown as Site)
  const get = async (path: string) => (await hono.request(path)).text()
  const post = (path: string, fields: Record<string, string> = {}) => hono.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  return { hono, get, post, bodyOf: (operation: Operation) => asked.findLast((a) => a.operation === operation)?.input.body }
}

const here = `/portal/applications/${app}`
const token = 'r'.repeat(30)
const sights: [string, string, [Operation, unknown][]][] = [
  ['sign in', `/sign-in?email=${encodeURIComponent(HOSTILE)}&next=${encodeURIComponent(HOSTILE)}`, []],
  ['code', `/sign-in/code?sent=yes&email=${encodeURIComponent(HOSTILE)}`, []],
  ['list', '/portal', []],
  ['empty list', '/portal', [[operations.getPortal, { email: HOSTILE, applications: [] }]]],
  ['application', here, []],
  ['withdraw', `${here}/withdraw`, []],
  ['feedback', `${here}/feedback`, []],
  ['feedback to come', `${here}/feedback`, [[operations.getPortalFeedback, letterOf({})]]],
  ['late feedback', `${here}/feedback`, [[operations.getPortalFeedback, letterOf({ promise: 'late', time_zone: 'Europe/Berlin' })]]],
  ['planned feedback', `${here}/feedback`, [[operations.getPortalFeedback, letterOf({ plan: { at: LATER, time_zone: 'Asia/Tokyo', zone_from: 'team' } })]]],
  ['assignment', `${here}/assignment`, []],
  ['practice', `${here}/assignment/practice`, []],
  ['clock', `${here}/assignment`, [[operations.getPortalAssignment, started]]],
  ['assignment on GitHub', `${here}/assignment`, [[operations.getPortalAssignment, { ...offered, hosting: onGithub }]]],
  ['clock on GitHub', `${here}/assignment`, [[operations.getPortalAssignment, { ...started, hosting: onGithub }]]],
  ['uploaded', `${here}/assignment/uploads/1`, [[operations.getPortalAssignment, started]]],
  ['undo', `${here}/assignment`, [[operations.getPortalAssignment, { ...started, can_submit: false, can_undo_until: LATER }]]],
  ['receipt', `${here}/assignment`, [[operations.getPortalAssignment, { ...started, state: 'submitted', receipt }]]],
  ['interview', `${here}/interviews/talk`, []],
  ['booked interview', `${here}/interviews/talk`, [[operations.getPortalInterview, { ...interview, state: 'booked', starts_at: T, ends_at: LATER, time_zone: 'Europe/Berlin', with: HOSTILE }]]],
  ['references', `${here}/references`, []],
  ['offer', `${here}/offer`, []],
  ['accepted offer', `${here}/offer`, [[operations.getPortalOffer, { ...offer, state: 'accepted', can_answer: false, why_not: 'You have accepted this offer.', answered_at: T, typed_name: HOSTILE }]]],
  ['declining', `${here}/offer/decline`, []],
  ['rescinded offer', `${here}/offer`, [[operations.getPortalOffer, { ...offer, state: 'rescinded', can_answer: false, why_not: 'The company has taken this offer back.', answered_at: T, rescind_reason: HOSTILE }]]],
  ['referee', `/referee/${token}`, []],
  ['booked referee', `/referee/${token}`, [[operations.getRefereePage, { ...referee, state: 'booked', starts_at: T, ends_at: LATER, time_zone: 'Asia/Tokyo', with: HOSTILE, phone: HOSTILE }]]],
]

describe('every page of the portal', () => {
  it.each(sights)('%s escapes hostile names, runs nothing of its own and has one h1', async (_name, path, changed) => {
    const answer = await portalOver(changed).hono.request(path)
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).not.toContain('<script>alert')
    expect(html.match(/<script(?![^>]* src="\/assets\/)/g)).toBeNull()
    expect(html).not.toMatch(/ style=| on[a-z]+=|href="javascript:/i)
    expect(html.match(/<h1[ >]/g)).toHaveLength(1)
    expect(html).not.toMatch(/\[object|undefined|NaN|Invalid Date/)
    expect(html).toContain('noindex')
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('sends who is not signed in to sign in, and back', async () => {
    const answer = await portalOver([], [[operations.getPortalApplication, { status: 401, code: 'sign_in_required' }]]).hono.request(here)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/sign-in?next=${encodeURIComponent(here)}`])
  })

  it('says a problem in words', async () => {
    const answer = await portalOver([], [[operations.getPortalOffer, { status: 404, detail: 'An offer was not found, or is not yours to see.' }]]).hono.request(`${here}/offer`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('not yours to see')
  })
})

describe('signing in', () => {
  it('asks for the code after the mail, and goes where somebody wanted to go', async () => {
    const portal = portalOver()
    const sent = await portal.post('/sign-in', { email: 'Ada@Example.test', audience: 'portal', next: here })
    expect(sent.status).toBe(303)
    expect(sent.headers.get('location')).toContain('email=ada%40example.test')
    expect(sent.headers.get('set-cookie')).toContain('hw_next=')
    const redeemed = await portal.post('/sign-in/code', { email: 'ada@example.test', code: '123 456', next: here })
    expect(portal.bodyOf(operations.redeemSignInLink)).toEqual({ email: 'ada@example.test', code: '123456' })
    expect(redeemed.headers.get('location')).toBe(here)
  })

  it('never leads to another site', () => {
    expect(['//evil.test', 'https://evil.test', '/\\evil', '/portal/../x', '/careers', ''].map(safeNext)).toEqual([null, null, null, null, null, null])
    expect(['/portal', here, '/app/jobs'].map(safeNext)).toEqual(['/portal', here, '/app/jobs'])
  })

  it('keeps the address when the code is wrong', async () => {
    const answer = await portalOver([], [[operations.redeemSignInLink, { status: 422, fields: [{ path: 'body.code', message: 'Type the six digits from the mail' }] }]]).post('/sign-in/code', { email: 'ada@example.test', code: '1' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain('value="ada@example.test"')
    expect(html).toContain('aria-describedby="f-code-error"')
  })
})

describe('the take-home', () => {
  it('states the deadline before the start', async () => {
    const html = await portalOver().get(`${here}/assignment`)
    expect(html).toContain('Mon, 23 Nov 2026, 14:00 UTC')
    expect(html).toContain('Start the clock')
    expect(html).toContain('Outstanding: what that looks like.')
  })

  it('refuses a start on the page itself, in words', async () => {
    const answer = await portalOver([], [[operations.startAssignment, { detail: 'The time to start is over.' }]]).post(`${here}/assignment/start`)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('The time to start is over.')
  })

  it('asks for the account on GitHub with the start, and says what GitHub can’t do', async () => {
    const portal = portalOver([[operations.getPortalAssignment, { ...offered, hosting: { ...onGithub, state: 'none', login: null } }]])
    const html = await portal.get(`${here}/assignment`)
    expect(html).toContain('name="provider_login"')
    expect(html).toContain('GitHub can’t refuse a late push for us.')
    await portal.post(`${here}/assignment/start`, { provider_login: 'casey' })
    expect(portal.bodyOf(operations.startAssignment)).toEqual({ provider_login: 'casey' })
  })

  it('shows the invitation in place of a token of ours', async () => {
    const html = await portalOver([[operations.getPortalAssignment, { ...started, hosting: onGithub }]]).get(`${here}/assignment`)
    expect(html).toContain('href="https://github.test/a/b/invitations"')
    expect(html).not.toContain('Get a git token')
  })

  it('warns while there is time that the newest push went to a branch that is not submitted, unless main came with it', async () => {
    const clock = (pushes: unknown[]) => portalOver([[operations.getPortalAssignment, { ...started, pushes }]]).get(`${here}/assignment`)
    const idea = { ...push, seq: 2, branch: 'idea', received_at: '2026-11-23T11:00:00.000Z', counts: false }
    expect(await clock([idea, push])).toContain('Your newest push went to idea')
    expect(await clock([{ ...idea, received_at: T }, push])).not.toContain('Your newest push went to')
    expect(await clock([{ ...idea, state: 'refused' }, push])).not.toContain('Your newest push went to')
  })

  it('says who helps and how soon, and promises no time that nobody promised', async () => {
    const clock = (help: object) => portalOver([[operations.getPortalAssignment, { ...started, help }]]).get(`${here}/assignment`)
    const promised = await clock({ contact: 'help@acme.test', within: '2 hours' })
    expect(promised).toContain('href="mailto:help@acme.test"')
    expect(promised).toContain('Somebody answers within 2 hours.')
    const called = await clock({ contact: '+1 555 0100', within: null })
    expect(called).toContain('+1 555 0100')
    expect(called).not.toMatch(/mailto|answers within/)
  })

  it('says of a token that was in a push that it has ended, or that it ends with the deadline, and how to go on', async () => {
    const pageOf = (works_until: string | null) => portalOver([[operations.getPortalAssignment, { ...started, token_found: { at: T, works_until } }]]).get(`${here}/assignment`)
    expect(await pageOf(null)).toContain('so it has been turned off')
    expect(await pageOf(LATER)).toContain('It goes on working until')
    // Over by the time of the page.
    expect(await pageOf('2000-01-01T00:00:00.000Z')).toContain('so it has been turned off')
  })

  it('shows a git token once, with the whole command', async () => {
    const html = await (await portalOver([[operations.getPortalAssignment, started]]).post(`${here}/assignment/git-token`)).text()
    expect(html).toContain('git clone https://candidate:hw_git_x@jobs.test/git/x.git take-home')
    expect(html).toContain('git remote set-url origin https://candidate:hw_git_x@jobs.test/git/x.git')
  })
})

describe('times to book', () => {
  it('stand under the days of the zone that was chosen, and none is booked by choosing a zone', async () => {
    const portal = portalOver()
    const html = await (await portal.post(`${here}/interviews/talk`, { show: 'zone', time_zone: 'Europe/Berlin' })).text()
    expect(html).toContain('<h3>Wednesday, 25 November 2026</h3>')
    expect(html).toContain('00:30 – 01:30')
    expect(portal.bodyOf(operations.bookInterview)).toBeUndefined()
  })

  it('are booked with the zone', async () => {
    const portal = portalOver()
    const answer = await portal.post(`/referee/${token}`, { slot_id: id('slt'), time_zone: 'Asia/Tokyo', phone: '+49 1' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/referee/${token}`])
    expect(portal.bodyOf(operations.bookReferenceCall)).toEqual({ slot_id: id('slt'), time_zone: 'Asia/Tokyo', phone: '+49 1' })
  })

  it('say so when there is none', async () => {
    expect(await portalOver([[operations.getPortalInterview, { ...interview, slots: [] }]]).get(`${here}/interviews/talk`)).toContain('No time is offered right now')
  })
})

describe('forms', () => {
  it('give referees back as they were typed, with what is wrong', async () => {
    const problem = { status: 422, fields: [{ path: 'body.referees.1.email', message: 'Write an email address' }] }
    const html = await (await portalOver([], [[operations.nameReferees, problem]]).post(`${here}/references`, { 'referees.0.name': 'Grace', 'referees.0.relationship': 'managed', 'referees.1.email': 'nope' })).text()
    expect(html).toContain('value="Grace"')
    expect(html).toContain('href="#f-referees-1-email"')
    expect(html).toMatch(/value="managed"[^>]* checked/)
  })

  it('sign exactly the terms that were shown', async () => {
    const portal = portalOver()
    expect(await portal.get(`${here}/offer`)).toContain('could be worth zero')
    const answer = await portal.post(`${here}/offer/acceptance`, { typed_name: 'Ada', consent: 'yes', terms_sha256: sha })
    expect(answer.status).toBe(303)
    expect(portal.bodyOf(operations.acceptOffer)).toEqual({ typed_name: 'Ada', terms_sha256: sha, consent: true })
  })
})
