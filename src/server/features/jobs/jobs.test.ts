import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { HiringTeam, Job } from '#contract/jobs.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { processFixture } from '#test/support/process-fixture.ts'

let app: TestApp
let owner: Client
let reviewers: Client[]
let team: HiringTeam

const pay_range = { min: { amount_minor: 15_000_000, currency: 'USD' }, max: { amount_minor: 19_000_000, currency: 'USD' }, period: 'year' as const }
const idOf = async (c: Client) => (await c.call(operations.getSession)).member.id

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  reviewers = [await app.inviteAndJoin(owner, 'reviewer', 'r1@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'r2@acme.test')]
  const ids = await Promise.all(reviewers.map(idOf))
  team = { hiring_manager: await idOf(owner), reviewers: ids, interviewers: [ids[0] ?? ''] }
})
afterAll(() => app.close())

async function draft(title = 'Backend Engineer'): Promise<Job> {
  const job = await owner.call(operations.createJob, { body: { title } })
  await owner.call(operations.updateJobProcess, { params: { id: job.id }, body: { process: processFixture(), revision: 1 } })
  return owner.call(operations.getJob, { params: { id: job.id } })
}

async function ready(title?: string): Promise<Job> {
  const job = await draft(title)
  await owner.call(operations.setHiringTeam, { params: { id: job.id }, body: team })
  return owner.call(operations.updateJob, { params: { id: job.id }, body: { pay_range } })
}

const publish = (job: Job) => owner.call(operations.publishJob, { params: { id: job.id } })

describe('a draft job', () => {
  it('has an address of its own in the organization, whatever its title', async () => {
    const jobs = await Promise.all(['Data Engineer', 'Data engineer!', '数据'].map((title) => owner.call(operations.createJob, { body: { title } })))
    expect(jobs.map((j) => j.slug).sort()).toEqual(['data-engineer', 'data-engineer-2', 'job'])
    expect(jobs[0]).toMatchObject({ state: 'draft', published_version: null, has_unpublished_changes: false, counts: { active: 0 } })
  })

  it('begins from a template there is', async () => {
    await expect(owner.call(operations.createJob, { body: { title: 'X', template: 'no-such' } })).rejects.toMatchObject({ code: 'template_unknown' })
  })

  it('is not overwritten by a change that began from an older draft', async () => {
    const job = await draft()
    const change = { params: { id: job.id }, body: { process: processFixture(), revision: 1 } }
    await expect(owner.call(operations.updateJobProcess, change)).rejects.toMatchObject({ status: 409, code: 'process_changed_meanwhile' })
  })

  it('takes a YAML file whole, or nothing of it and says where it is wrong', async () => {
    const job = await draft()
    const yaml = await owner.request('GET', `/api/v1/jobs/${job.id}/process.yaml`)
    expect(yaml.headers.get('content-disposition')).toContain(`${job.slug}.process.yaml`)
    const bad = await owner.call(operations.importJobProcess, { params: { id: job.id }, body: { yaml: yaml.text.replace('resume:', 'resumé:') } })
    expect(bad).toMatchObject({ job_process: null, mistakes: [{ message: expect.stringContaining('Did you mean “resume”') }] })
    const good = await owner.call(operations.importJobProcess, { params: { id: job.id }, body: { yaml: yaml.text } })
    expect(good).toMatchObject({ mistakes: [], job_process: { revision: 3, process: processFixture() } })
  })
})

describe('publishing a job', () => {
  it('needs pay, reviewers and an interviewer', async () => {
    const job = await draft()
    await expect(publish(job)).rejects.toMatchObject({ code: 'pay_range_missing' })
    await owner.call(operations.updateJob, { params: { id: job.id }, body: { pay_range } })
    await expect(publish(job)).rejects.toMatchObject({ code: 'reviewers_missing' })
    await owner.call(operations.setHiringTeam, { params: { id: job.id }, body: { ...team, interviewers: [] } })
    await expect(publish(job)).rejects.toMatchObject({ code: 'interviewers_missing' })
  })

  it('needs as many reviewers as a stage asks for among those it names itself, and then none of the hiring team', async () => {
    const job = await draft()
    await owner.call(operations.updateJob, { params: { id: job.id }, body: { pay_range } })
    await owner.call(operations.setHiringTeam, { params: { id: job.id }, body: { ...team, reviewers: [] } })
    const asking = async (pool: string[], revision: number) => {
      const process = processFixture()
      const stages = process.stages.map((s) => (s.type === 'team_review' ? { ...s, config: { ...s.config, pool } } : s))
      await owner.call(operations.updateJobProcess, { params: { id: job.id }, body: { process: { ...process, stages }, revision } })
    }
    await asking(['r1@acme.test', 'nobody@acme.test'], 2)
    await expect(publish(job)).rejects.toMatchObject({ code: 'reviewers_missing', message: expect.stringContaining('1 of those its stage names') })
    await asking(['r1@acme.test', 'r2@acme.test'], 3)
    expect(await publish(job)).toMatchObject({ state: 'open' })
  })

  it('freezes a version only when the process changed, and opens what was closed', async () => {
    const job = await ready()
    expect(await publish(job)).toMatchObject({ state: 'open', published_version: 1, has_unpublished_changes: false })
    expect(await publish(job)).toMatchObject({ published_version: 1 })
    expect(await owner.call(operations.closeJob, { params: { id: job.id } })).toMatchObject({ state: 'closed' })
    expect(await publish(job)).toMatchObject({ state: 'open', published_version: 1 })
    const { revision } = await owner.call(operations.getJobProcess, { params: { id: job.id } })
    await owner.call(operations.updateJobProcess, { params: { id: job.id }, body: { process: { ...processFixture(), name: 'Changed' }, revision } })
    expect(await owner.call(operations.getJob, { params: { id: job.id } })).toMatchObject({ published_version: 1, has_unpublished_changes: true })
    expect(await publish(job)).toMatchObject({ published_version: 2, has_unpublished_changes: false })
    const versions = await app.db.query('select version, process ->> $2 as name from process_versions where job_id = $1 order by version', [job.id, 'name'])
    expect(versions).toEqual([{ version: 1, name: 'Small process' }, { version: 2, name: 'Changed' }])
    await expect(app.db.query('update process_versions set version = 9 where job_id = $1', [job.id])).rejects.toThrow(/never changed/)
  })

  it('is once done when two ask for it together', async () => {
    const job = await ready()
    await Promise.all([publish(job), publish(job)])
    expect(await app.db.query('select version from process_versions where job_id = $1', [job.id])).toEqual([{ version: 1 }])
  })

  it('comes before closing', async () => {
    const job = await draft()
    await expect(owner.call(operations.closeJob, { params: { id: job.id } })).rejects.toMatchObject({ code: 'job_not_published' })
  })
})

describe('who sees a job', () => {
  it('is the hiring side of the organization, and the job’s own team', async () => {
    const [mine, other] = [await ready('Mine'), await draft('Other')]
    const seen = (await reviewers[0]!.call(operations.listJobs)).items.map((j) => j.title)
    expect(seen).toContain('Mine')
    expect(seen).not.toContain('Other')
    await expect(reviewers[0]!.call(operations.getJob, { params: { id: other.id } })).rejects.toMatchObject({ status: 404 })
    await expect(reviewers[0]!.call(operations.updateJob, { params: { id: mine.id }, body: { title: 'Theirs' } })).rejects.toMatchObject({ status: 403 })
  })

  it('is nobody of another organization, on the team neither', async () => {
    const job = await ready()
    const stranger = { ...team, reviewers: ['mem_00000000000000000000000000'] }
    await expect(owner.call(operations.setHiringTeam, { params: { id: job.id }, body: stranger })).rejects.toMatchObject({ status: 422, problem: { fields: [{ path: 'body.reviewers.0' }] } })
  })
})
