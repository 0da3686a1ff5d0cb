import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, git, memberId, openJob, pushWork } from '#test/support/hire.ts'
import { cloneStarter, pushFiles, SMALL_PROJECT, whenTried } from '#test/support/starter.ts'

let app: TestApp
let owner: Client
let sandbox: boolean
beforeAll(async () => {
  app = await startTestApp({ env: { CHECKS: 'on' } })
  owner = await app.signUpOwner()
  sandbox = (await app.ctx.sandbox.standing()).kind !== 'none'
}, 60_000)
afterAll(() => app?.close())

/** On a machine without a sandbox an owner says that a version may be used. */
async function ready(id: string, number: number) {
  await whenTried(app, owner, id)
  if (!sandbox) await owner.call(operations.acceptStarterVersion, { params: { id, number: String(number) } as never, body: { reason: 'Tried by hand' } })
  const starter = await owner.call(operations.getStarter, { params: { id } })
  expect(starter.versions[0]).toMatchObject({ number, state: 'ready' })
  return starter
}

async function applies(slug: string, email: string) {
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: email, email, answers: ANSWERS } })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const candidate = await app.portal(email)
  const assignment = (await candidate.call(operations.getPortalAssignment, { params: { id } })).id
  return { id, candidate, assignment }
}

async function startAndClone({ candidate, assignment }: { candidate: Client; assignment: string }): Promise<{ repo: string; url: string; token: string }> {
  await candidate.call(operations.startAssignment, { params: { id: assignment } })
  const { token, clone_url: url } = await candidate.call(operations.createGitToken, { params: { id: assignment } })
  const dir = path.join(app.dataDir, `clone-${assignment}`)
  await git(app.dataDir, 'clone', '-q', url.replace('http://', `http://x:${token}@`), dir)
  return { repo: dir, url, token }
}

describe('a company’s own starter', () => {
  let id: string
  let work: string
  let job: Awaited<ReturnType<typeof openJob>>
  /** git's name for the hidden test. */
  let hiddenBlob: string
  let early: Awaited<ReturnType<typeof applies>>

  it('is cloned, changed and pushed; git says that it is a version, and the sandbox tries it', async () => {
    const made = await owner.call(operations.createStarter, { body: { name: 'Acme API', from: { kind: 'empty' } } })
    expect(made).toMatchObject({ slug: 'acme-api', newest: null, newest_ready: null, versions: [], jobs: 0 })
    id = made.id
    work = await cloneStarter(app, owner, id)
    const printed = await pushFiles(work, SMALL_PROJECT)
    expect(printed).toContain(sandbox ? 'Version 1 received; it is being tried in the sandbox.' : 'Version 1 received; this server has no sandbox')
    expect(printed).toContain(`/app/starters/${id}`)
    const starter = await ready(id, 1)
    expect(starter.versions).toEqual([expect.objectContaining({ brought: 'push', received_by: 'Olivia Owner', commit: (await git(work, 'rev-parse', 'HEAD')).trim(), tree: (await git(work, 'rev-parse', 'HEAD^{tree}')).trim(), checks_commit: null })])
    const { steps } = await owner.call(operations.getStarterVersion, { params: { id, number: '1' } as never })
    if (sandbox) expect(steps).toEqual([expect.objectContaining({ title: 'npm run test', end: 'exited', exit_code: 0 })])
  }, 120_000)

  it('has hidden tests in a second repository, and they are part of the next version', async () => {
    const checks = await cloneStarter(app, owner, id, 'checks')
    const printed = await pushFiles(checks, { 'hidden/deep.test.mjs': '// the secret acceptance test\n', 'checks.yaml': 'scripts: [test]\n' })
    expect(printed).toContain('Version 2 received')
    hiddenBlob = (await git(checks, 'rev-parse', 'HEAD:hidden/deep.test.mjs')).trim()
    const { versions } = await ready(id, 2)
    expect(versions[0]).toMatchObject({ checks_commit: (await git(checks, 'rev-parse', 'HEAD')).trim(), commit: versions[1]?.commit })
    const inside = await owner.call(operations.listStarterFiles, { params: { id, number: '2' } as never, query: { part: 'checks' } })
    expect(inside.items.map((f) => f.path)).toEqual(['checks.yaml', 'hidden/README.md', 'hidden/deep.test.mjs'])
    work = await cloneStarter(app, owner, id)
  }, 120_000)

  it('is frozen by its version when a job is published', async () => {
    const reviewers = [await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')]
    const ids = await Promise.all(reviewers.map(memberId))
    job = await openJob(owner, { reviewers: ids, interviewers: ids.slice(0, 1), timeLimit: 'PT4H' })
    const params = { id: job.id }
    const { process, revision } = await owner.call(operations.getJobProcess, { params })
    const stages = process.stages.map((s) => (s.type === 'code_assignment' ? { ...s, config: { ...s.config, scaffold: 'acme-api' } } : s))
    await owner.call(operations.updateJobProcess, { params, body: { process: { ...process, stages } as typeof process, revision } })
    job = await owner.call(operations.publishJob, { params })
    expect(job).toMatchObject({ published_version: 2, has_unpublished_changes: false })
    expect(await starterIn(job.id)).toEqual({ scaffold: 'acme-api', starter_version: 2 })
    expect((await owner.call(operations.getStarter, { params: { id } })).used_by).toEqual([{ job_id: job.id, title: 'Backend Engineer', version: 2, where: 'draft' }, { job_id: job.id, title: 'Backend Engineer', version: 2, where: 'published' }])
    early = await applies(job.slug, 'early@example.org')
  }, 120_000)

  it('gives a candidate its files in one clean commit, and nothing of the company’s history or of its checks', async () => {
    const casey = await applies(job.slug, 'casey@example.org')
    const { repo } = await startAndClone(casey)
    expect((await git(repo, 'rev-list', '--all')).trim().split('\n')).toHaveLength(1)
    expect((await git(repo, 'log', '--format=%an %s')).trim()).toBe('Handiwork Your starting point')
    expect((await git(repo, 'ls-files')).trim().split('\n')).toEqual(['README.md', 'RUBRIC.md', 'package-lock.json', 'package.json', 'src/add.mjs', 'test/add.test.mjs'])
    expect(readFileSync(path.join(repo, 'src/add.mjs'), 'utf8')).toBe(SMALL_PROJECT['src/add.mjs'])
    const [row] = await app.db.query<{ repo_id: string }>('select repo_id from assignments where id = $1', [casey.assignment])
    const secrets = await app.db.query<{ commit_sha: string; checks_sha: string | null }>('select commit_sha, checks_sha from starter_versions')
    const bare = path.join(app.dataDir, 'git', row!.repo_id.slice(-2), `${row!.repo_id}.git`)
    const held = await git(bare, '--git-dir=.', 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)')
    for (const sha of secrets.flatMap((s) => [s.commit_sha, s.checks_sha ?? s.commit_sha])) expect(held).not.toContain(sha)
    expect(hiddenBlob).toMatch(/^[0-9a-f]{40}$/)
    expect(held).not.toContain(hiddenBlob)
  }, 120_000)

  it('moves nobody under way: who applied before the next version starts from the one they applied under', async () => {
    expect(await pushFiles(work, { 'src/extra.mjs': 'export const more = 1\n', 'src/add.mjs': 'export const add = () => 0\n' })).toContain('Version 3 received')
    await ready(id, 3)
    expect(await starterIn(job.id)).toEqual({ scaffold: 'acme-api', starter_version: 2 })
    await moveTo(job.id, 3)
    job = await owner.call(operations.publishJob, { params: { id: job.id } })
    expect(job.published_version).toBe(3)
    const { repo } = await startAndClone(early)
    expect(existsSync(path.join(repo, 'src/extra.mjs'))).toBe(false)
    expect(readFileSync(path.join(repo, 'src/add.mjs'), 'utf8')).toBe(SMALL_PROJECT['src/add.mjs'])

    const dee = await applies(job.slug, 'dee@example.org')
    const after = await startAndClone(dee)
    expect((await git(after.repo, 'rev-list', '--all')).trim().split('\n')).toHaveLength(1)
    expect(existsSync(path.join(after.repo, 'src/extra.mjs'))).toBe(true)
    const pushed = await pushWork(app.dataDir, after.url, after.token, { path: 'src/add.mjs', text: 'export const add = (a, b) => a + b\n' })
    expect(pushed.printed).toContain('Received')
  }, 120_000)

  it('checks what is handed in by the version it began from', async ({ skip }) => {
    skip(!sandbox, 'There is no sandbox here.')
    await app.clock.shift(4 * 3600 + 60)
    await app.settle()
    // On a small machine one run waits for the other.
    await app.clock.shift(60)
    await app.settle()
    const applications = await app.db.query<{ application_id: string }>(`select a.application_id from assignments a join applications p on p.id = a.application_id where p.job_id = $1 and a.state = 'submitted' order by a.started_at desc`, [job.id])
    const [last] = applications
    const { submission_id } = await owner.call(operations.getAssignment, { params: { id: last!.application_id } })
    const { run } = await owner.call(operations.getChecks, { params: { id: submission_id ?? '' } })
    expect(run).toMatchObject({ state: 'done', steps: [{ title: 'npm run test', exit_code: 0 }] })
    const files = await owner.call(operations.listSubmissionFiles, { params: { id: submission_id ?? '' } })
    expect(files.items.filter((f) => f.change !== 'unchanged').map((f) => f.path)).toEqual(['src/add.mjs'])
  }, 120_000)

  it('shows what changed from version to version', async () => {
    const changes = await owner.call(operations.listStarterChanges, { params: { id, number: '3' } as never })
    expect(changes.items.map((c) => [c.path, c.status])).toEqual([['src/add.mjs', 'modified'], ['src/extra.mjs', 'added']])
    const { patch } = await owner.call(operations.getStarterDiff, { params: { id, number: '3' } as never, query: { since: '1', path: 'src/add.mjs' } as never })
    expect(patch).toContain('+export const add = () => 0')
    expect((await owner.call(operations.getStarterFile, { params: { id, number: '1' } as never, query: { path: 'src/add.mjs' } })).text).toBe(SMALL_PROJECT['src/add.mjs'])
  })

  it('is refused with the reason, in git and on its page, and then no process can name that version', async () => {
    const printed = await pushFiles(work, { 'package-lock.json': null, '.env': 'KEY=1\n' })
    expect(printed).toMatch(/Version 4 was refused, and nothing uses it:/)
    expect(printed).toMatch(/no package-lock\.json/)
    expect(printed).toMatch(/\.env is where secrets are kept/)
    await app.settle()
    const starter = await owner.call(operations.getStarter, { params: { id } })
    expect(starter).toMatchObject({ newest_ready: 3, newest: { number: 4, state: 'refused', problems: [expect.stringContaining('package-lock.json'), expect.stringContaining('.env')] } })
    await moveTo(job.id, 4)
    await expect(owner.call(operations.publishJob, { params: { id: job.id } })).rejects.toMatchObject({ status: 409, code: 'starter_not_ready' })
    await expect(owner.call(operations.deleteStarter, { params: { id } })).rejects.toMatchObject({ status: 409, code: 'starter_in_use' })
  })
})

async function starterIn(jobId: string) {
  const { process } = await owner.call(operations.getJobProcess, { params: { id: jobId } })
  const stage = process.stages.find((s) => s.type === 'code_assignment')
  return stage?.type === 'code_assignment' ? { scaffold: stage.config.scaffold, starter_version: stage.config.starter_version } : null
}

async function moveTo(jobId: string, starter_version: number) {
  const params = { id: jobId }
  const { process, revision } = await owner.call(operations.getJobProcess, { params })
  const stages = process.stages.map((s) => (s.type === 'code_assignment' ? { ...s, config: { ...s.config, starter_version } } : s))
  await owner.call(operations.updateJobProcess, { params, body: { process: { ...process, stages } as typeof process, revision } })
}
