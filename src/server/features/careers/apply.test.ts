import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { processFixture } from '#test/support/process-fixture.ts'

let app: TestApp
let owner: Client
let jobId: string
const where = { org: 'acme', job: 'backend-engineer' }
const page = '/careers/acme/backend-engineer'
const answers = { systems: 'Looms', zone: 'Europe' }
const pay_range = { min: { amount_minor: 1_000_000, currency: 'EUR' }, max: { amount_minor: 2_000_000, currency: 'EUR' }, period: 'month' as const }

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  const reviewers = [await app.inviteAndJoin(owner, 'reviewer', 'r1@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'r2@acme.test')]
  const ids = await Promise.all(reviewers.map(async (r) => (await r.call(operations.getSession)).member.id))
  jobId = (await owner.call(operations.createJob, { body: { title: 'Backend Engineer' } })).id
  const params = { id: jobId }
  await owner.call(operations.updateJobProcess, { params, body: { process: processFixture(), revision: 1 } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: ids, interviewers: ids } })
  await owner.call(operations.updateJob, { params, body: { pay_range } })
  await owner.call(operations.publishJob, { params })
})
afterAll(() => app.close())

const applyAs = (email: string, more: object = {}) => app.call(operations.apply, { params: where, body: { name: 'Ada', email, answers, ...more } })
const upload = (name: string, text: string) => app.visitor().request('POST', `/api/v1/uploads?filename=${encodeURIComponent(name)}`, { 'content-type': 'application/octet-stream' }, new TextEncoder().encode(text))

describe('applying', () => {
  it('keeps the application on the published version, with its file', async () => {
    const file = (await upload('cv.pdf', '%PDF-1.7 x')).json as { id: string }
    const { application_id } = await applyAs('ada@example.test', { resume: file.id, links: ['https://ada.test'] })
    expect(await owner.call(operations.getApplication, { params: { id: application_id } })).toMatchObject({ candidate: { email: 'ada@example.test' }, process_version: 1, links: ['https://ada.test'], resume: { filename: 'cv.pdf' } })
    await expect(applyAs('grace@example.test', { resume: file.id })).rejects.toMatchObject({ problem: { fields: [{ path: 'body.resume' }] } })
  })

  it('says which answers are missing, not among the options, no link, or not asked for', async () => {
    const wrong = applyAs('joan@example.test', { answers: { zone: 'Mars', github: 'javascript:x', extra: 'y' } })
    await expect(wrong).rejects.toMatchObject({
      status: 422,
      problem: { fields: [{ path: 'body.answers.github' }, { path: 'body.answers.systems', message: 'Please answer this' }, { path: 'body.answers.zone' }, { path: 'body.answers.extra' }] },
    })
  })

  it('is once at a time for a person and a job', async () => {
    await applyAs('twice@example.test')
    await expect(applyAs('Twice@example.test')).rejects.toMatchObject({ code: 'already_applied' })
  })

  it('works as a form with a file, and without script', async () => {
    const form = new FormData()
    for (const [k, v] of Object.entries({ name: 'Mary', email: 'mary@example.test', 'answers.systems': 'Rockets' })) form.set(k, v)
    form.set('resume', new File(['%PDF-1.4'], 'mary.pdf'))
    const visitor = app.visitor()
    const sent = await visitor.request('POST', `${page}/apply`, {}, form)
    expect(sent.status).toBe(201)
    expect(sent.text).toContain('A mail was sent to <strong>mary@example.test</strong>')
    const again = await visitor.request('POST', `${page}/apply`, {}, form)
    expect(again.status).toBe(409)
    expect(again.text).toContain('class="summary"')
    form.set('resume', new File(['MZ'], 'mary.pdf'))
    expect((await visitor.request('POST', `${page}/apply`, {}, form)).text).toContain('id="f-resume-error"')
  })

  it('ends when the job is closed; its page stays, without a posting', async () => {
    await owner.call(operations.closeJob, { params: { id: jobId } })
    await expect(applyAs('late@example.test')).rejects.toMatchObject({ code: 'job_closed' })
    expect((await app.visitor().request('GET', page)).text).toContain('This job is closed')
    expect((await app.call(operations.getCareers, { params: { org: 'acme' } })).jobs).toEqual([])
    await owner.call(operations.publishJob, { params: { id: jobId } })
  })
})

describe('the public', () => {
  it('sees the job with its rubric, and no prepared questions of the interviewer', async () => {
    const { job } = await app.call(operations.getPublicJob, { params: where })
    expect(job).toMatchObject({ open: true, rubric: { name: 'API' }, process_version: 1 })
    const html = (await app.visitor().request('GET', page)).text
    expect(html).toContain('€10,000 – €20,000 EUR a month')
  })

  it('finds nothing where there is nothing', async () => {
    for (const path of ['/careers/nobody', '/careers/acme/nothing', '/templates/nothing', '/careers/ACME']) {
      const answer = await app.visitor().request('GET', path)
      expect([path, answer.status]).toEqual([path, 404])
    }
  })

  it('gets files refused that are not what they are called', async () => {
    expect((await upload('cv.pdf', 'MZ')).json).toMatchObject({ code: 'file_type_refused' })
    expect((await upload('cv.txt', 'a'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('is told by robots and site maps only what is public', async () => {
    const read = async (path: string) => (await app.visitor().request('GET', path)).text
    expect(await read('/robots.txt')).toContain('Disallow: /portal')
    expect(await read('/sitemap.xml')).not.toContain('acme')
    expect(await read('/careers/acme/sitemap.xml')).toContain(`${page}</loc>`)
  })
})
