import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, fragmentToken, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { processFixture } from '#test/support/process-fixture.ts'

let app: TestApp
let owner: Client
let here: string
const email = 'ada@example.test'
const pay_range = { min: { amount_minor: 1_000_000, currency: 'EUR' }, max: { amount_minor: 2_000_000, currency: 'EUR' }, period: 'month' as const }

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  const reviewers = [await app.inviteAndJoin(owner, 'reviewer', 'r1@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'r2@acme.test')]
  const ids = await Promise.all(reviewers.map(async (r) => (await r.call(operations.getSession)).member.id))
  const params = { id: (await owner.call(operations.createJob, { body: { title: 'Backend Engineer' } })).id }
  await owner.call(operations.updateJobProcess, { params, body: { process: processFixture(), revision: 1 } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: ids, interviewers: ids } })
  await owner.call(operations.updateJob, { params, body: { pay_range } })
  await owner.call(operations.publishJob, { params })
  const { application_id } = await app.call(operations.apply, { params: { org: 'acme', job: 'backend-engineer' }, body: { name: 'Ada', email, answers: { systems: 'Looms', zone: 'Europe' } } })
  await owner.call(operations.advance, { params: { id: application_id }, body: { from_stage: 'application' } })
  await app.settle()
  here = `/portal/applications/${application_id}`
})
afterAll(() => app.close())

const post = (who: Client, path: string, fields: Record<string, string> = {}) => who.request('POST', path, {}, new URLSearchParams(fields))

describe('a candidate with nothing but forms', () => {
  it('signs in with the code of a mail, and comes to the page asked for', async () => {
    const ada = app.visitor()
    const turned = await ada.request('GET', here)
    expect([turned.status, turned.headers.get('location')]).toEqual([303, `/sign-in?next=${encodeURIComponent(here)}`])
    expect((await post(ada, '/sign-in', { email, audience: 'portal', next: here })).status).toBe(303)
    await app.settle()
    const mail = app.mails.find(email, /sign/i).text
    await ada.request('GET', `/sign-in#t=${fragmentToken(mail)}`)
    const code = /\b\d{6}\b/.exec(mail)?.[0] ?? ''
    const redeemed = await post(ada, '/sign-in/code', { email, code, next: here })
    expect([redeemed.status, redeemed.headers.get('location')]).toEqual([303, here])
    expect((await ada.request('GET', here)).text).toContain('Go to “Paid take-home”')
    expect((await ada.request('GET', '/portal')).text).toContain('Backend Engineer')
  })

  it('starts the clock, gets a token, submits and takes it back', async () => {
    const ada = await app.portal(email)
    const page = `${here}/assignment`
    expect((await ada.request('GET', page)).text).toContain('Start the clock')
    expect((await post(ada, `${page}/start`)).status).toBe(303)
    const clock = await ada.request('GET', page)
    expect(clock.text).toContain('role="timer"')
    expect((await post(ada, `${page}/git-token`)).text).toMatch(/git clone http:\/\/candidate:hw_git/)
    expect((await post(ada, `${page}/submission`)).status).toBe(303)
    expect((await ada.request('GET', page)).text).toContain('You have submitted')
    expect((await post(ada, `${page}/undo`)).status).toBe(303)
    expect((await ada.request('GET', page)).text).toContain('Submit now')
  })

  it('sees nobody else’s, and is told so in words', async () => {
    await app.call(operations.apply, { params: { org: 'acme', job: 'backend-engineer' }, body: { name: 'Eve', email: 'eve@example.test', answers: { systems: 'None', zone: 'Europe' } } })
    await app.settle()
    const eve = await app.portal('eve@example.test')
    const pages = ['', '/assignment', '/offer', '/references', '/withdraw', '/interviews/interview']
    const answers = await Promise.all(pages.map((page) => eve.request('GET', `${here}${page}`)))
    expect(answers.map((a) => a.status)).toEqual(pages.map(() => 404))
    expect(answers[0]?.text).toContain('not yours to see')
    expect((await post(eve, `${here}/withdraw`)).status).toBe(404)
  })

  it('withdraws after being asked once more, and signs out', async () => {
    const ada = await app.portal(email)
    expect((await ada.request('GET', `${here}/withdraw`)).text).toContain('can’t be opened again')
    expect((await post(ada, `${here}/withdraw`, { reason: 'Another job' })).status).toBe(303)
    expect((await ada.request('GET', here)).text).toContain('Withdrawn')
    expect((await post(ada, '/portal/sign-out')).headers.get('location')).toBe('/sign-in')
    expect((await ada.request('GET', '/portal')).status).toBe(303)
  })
})
