import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { StarterWhole } from '#contract/starters.ts'
import { createGatekeeper } from '#server/features/assignments/index.ts'
import { startTestApp, type TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { git } from '#test/support/hire.ts'
import { cloneStarter, pushFiles, SMALL_PROJECT, whenTried } from '#test/support/starter.ts'
import { zipOf } from '#test/support/zip.ts'
import { reconcileStarters, withStarters } from './index.ts'

let app: TestApp
let owner: Client
let recruiter: Client
beforeAll(async () => {
  app = await startTestApp({ env: { SIGN_UP: 'open' } })
  owner = await app.signUpOwner()
  recruiter = await app.inviteAndJoin(owner, 'recruiter')
}, 60_000)
afterAll(() => app?.close())

let count = 0
const newStarter = (who = owner) => who.call(operations.createStarter, { body: { name: `Starter ${++count}`, from: { kind: 'empty' } } })
const read = (id: string, who = owner) => who.call(operations.getStarter, { params: { id } })
const at = (id: string, number: number) => ({ params: { id, number: String(number) } as never })
const send = (who: Client, id: string, part: 'files' | 'checks', bytes: Uint8Array | string) => who.request('POST', `/api/v1/starters/${id}/${part}`, { 'content-type': 'application/octet-stream' }, bytes)
const project = (folder = '') => zipOf(Object.entries(SMALL_PROJECT).map(([name, content]) => ({ name: folder + name, content })))

/** With one version that is held, since nothing is tried here. */
async function withVersion(): Promise<StarterWhole> {
  const { id } = await newStarter()
  expect((await send(owner, id, 'files', project())).status).toBe(201)
  return whenTried(app, owner, id)
}

describe('a starter', () => {
  it('begins from one of ours with its files, its hidden tests and how they are run, as version 1', async () => {
    const s = await owner.call(operations.createStarter, { body: { name: 'Like the Backend One', from: { kind: 'template', template: 'backend-engineer' } } })
    expect(s).toMatchObject({ slug: 'like-the-backend-one', origin: { kind: 'template', from: 'backend-engineer' }, versions: [{ number: 1, state: 'waiting', brought: 'template', tree: expect.any(String) }] })
    const files = await owner.call(operations.listStarterFiles, at(s.id, 1))
    expect(files.items.map((f) => f.path)).toEqual(expect.arrayContaining(['README.md', 'package.json', 'package-lock.json']))
    const checks = await owner.call(operations.listStarterFiles, { ...at(s.id, 1), query: { part: 'checks' } })
    expect(checks.items.map((f) => f.path)).toContain('checks.yaml')
    expect(checks.items.filter((f) => /^hidden\/.*\.test\.ts$/.test(f.path)).length).toBeGreaterThan(0)
    expect((await whenTried(app, owner, s.id)).newest).toMatchObject({ state: 'held', problems: ['It was not tried. Checks are switched off on this server (CHECKS=off).'] })
  })

  it('is told apart by its name, from others and from what we ship', async () => {
    await newStarter()
    await expect(owner.call(operations.createStarter, { body: { name: `starter ${count}`, from: { kind: 'empty' } } })).rejects.toMatchObject({ status: 409, code: 'starter_exists' })
    await expect(owner.call(operations.createStarter, { body: { name: 'Backend Engineer', from: { kind: 'empty' } } })).rejects.toMatchObject({ code: 'starter_exists' })
    await expect(owner.call(operations.createStarter, { body: { name: 'X', from: { kind: 'template', template: 'nothing' } } })).rejects.toMatchObject({ status: 422, code: 'template_unknown' })
    await expect(owner.call(operations.createStarter, { body: { name: '???', from: { kind: 'empty' } } })).rejects.toMatchObject({ status: 422 })
  })

  it('is nobody’s beyond the organization', async () => {
    const { id } = await newStarter()
    const other = await app.signUpOwner('x@other.test', 'Other')
    await expect(read(id, other)).rejects.toMatchObject({ status: 404 })
    expect((await other.call(operations.listStarters)).items).toEqual([])
    expect((await send(other, id, 'files', project())).status).toBe(404)
  })

  it('can be renamed and archived: then it takes nothing, by git neither, until it is taken back', async () => {
    const { id } = await withVersion()
    const work = await cloneStarter(app, owner, id)
    expect(await owner.call(operations.changeStarter, { params: { id }, body: { name: 'Put away', archived: true } })).toMatchObject({ name: 'Put away', archived: true })
    await expect(pushFiles(work, { 'a.txt': 'a\n' })).rejects.toThrow(/This starter is archived/)
    expect((await send(owner, id, 'files', project())).json).toMatchObject({ code: 'starter_archived' })
    await owner.call(operations.changeStarter, { params: { id }, body: { archived: false } })
    expect(await git(work, 'push', 'origin', 'HEAD:main')).toContain('Version 2 received')
  })

  it('goes with both its repositories when nothing uses it', async () => {
    const { id } = await withVersion()
    const repos = (await app.db.query<{ repo_id: string }>('select repo_id from starter_repositories where starter_id = $1', [id])).map((r) => r.repo_id)
    await owner.call(operations.deleteStarter, { params: { id } })
    await expect(read(id)).rejects.toMatchObject({ status: 404 })
    expect(repos).toHaveLength(2)
    for (const repo of repos) expect(await app.ctx.git.exists(repo)).toBe(false)
  })
})

describe('a version', () => {
  it('that is held is made ready by an owner, with a reason, and by nobody else; then it stays so', async () => {
    const { id } = await withVersion()
    const accept = (who: Client) => who.call(operations.acceptStarterVersion, { ...at(id, 1), body: { reason: 'Tried on my machine' } })
    await expect(accept(recruiter)).rejects.toMatchObject({ status: 403 })
    expect(await accept(owner)).toMatchObject({ state: 'ready', accepted: { by: 'Olivia Owner', reason: 'Tried on my machine' } })
    await expect(accept(owner)).rejects.toMatchObject({ status: 409, code: 'version_not_held' })
    await expect(owner.call(operations.tryStarterVersion, at(id, 1))).rejects.toMatchObject({ code: 'version_is_final' })
    await expect(app.db.query(`update starter_versions set state = 'refused' where starter_id = $1`, [id])).rejects.toThrow(/stays ready/)
    await expect(app.db.query(`update starter_versions set commit_sha = repeat('0', 40) where starter_id = $1`, [id])).rejects.toThrow(/never changes/)
  })

  it('is tried again when it is asked for', async () => {
    const { id } = await withVersion()
    expect(await recruiter.call(operations.tryStarterVersion, at(id, 1))).toMatchObject({ state: 'waiting', problems: [] })
    expect((await whenTried(app, owner, id)).newest?.state).toBe('held')
  })

  it('is refused for what its checks hold too; the next push of either mends it', async () => {
    const { id } = await withVersion()
    const bad = zipOf([{ name: 'hidden/a.test.mjs', content: '//\n' }, { name: 'checks.yaml', content: 'runner: jest\n' }])
    expect((await send(owner, id, 'checks', bad)).status).toBe(201)
    expect((await read(id)).newest).toMatchObject({ number: 2, state: 'refused', problems: [expect.stringMatching(/^In the checks: checks\.yaml can’t be used/)] })
    const folderAlone = zipOf([{ name: 'hidden/a.test.mjs', content: '//\n' }])
    expect((await send(owner, id, 'checks', folderAlone)).status).toBe(201)
    const { newest } = await read(id)
    expect(newest).toMatchObject({ number: 3, state: 'waiting' })
    const { items } = await owner.call(operations.listStarterFiles, { ...at(id, 3), query: { part: 'checks' } })
    expect(items.map((f) => f.path)).toEqual(['hidden/a.test.mjs'])
  })

  it('is not made by hidden tests alone, nor by a push to another branch', async () => {
    const { id } = await newStarter()
    expect(await pushFiles(await cloneStarter(app, owner, id, 'checks'), { 'hidden/a.test.ts': '//\n' })).toContain('It becomes part of the first version')
    const work = await cloneStarter(app, owner, id)
    await git(work, 'checkout', '-qb', 'try')
    await git(work, 'commit', '-q', '--allow-empty', '-m', 'Try')
    expect(await git(work, 'push', 'origin', 'try')).toContain('Only main becomes a version')
    expect((await read(id)).versions).toEqual([])
  })

  it('keeps its files when the history is rewritten', async () => {
    const { id } = await withVersion()
    const work = await cloneStarter(app, owner, id)
    await git(work, 'checkout', '-q', '--orphan', 'anew')
    await git(work, 'commit', '-qm', 'All anew')
    expect(await git(work, 'push', '--force', 'origin', 'anew:main')).toContain('Version 2 received')
    expect((await owner.call(operations.getStarterFile, { ...at(id, 1), query: { path: 'src/add.mjs' } })).text).toBe(SMALL_PROJECT['src/add.mjs'])
  })

  it('is there after a crash between the refs and the log, once, and not where the refs say no', async () => {
    const { id } = await withVersion()
    const [row] = await app.db.query<{ repo_id: string }>(`select repo_id from starter_repositories where starter_id = $1 and part = 'files'`, [id])
    const repoId = row!.repo_id
    const main = (await app.ctx.git.reader(repoId).resolve('main')) ?? ''
    const keeper = withStarters(createGatekeeper(app.ctx), app.ctx)
    const begin = async (newSha: string) => {
      const stamp = await keeper.firstByte({ repoId, ip: '', age: () => 0 })
      await keeper.lastByte(stamp, { bytes: 1 })
      await keeper.decide(stamp, [{ ref: 'refs/heads/main', oldSha: '0'.repeat(40), newSha }], [{ ref: 'refs/heads/main', sha: newSha, commit: newSha, subject: 'After the crash', author: 'a', committedAt: '2026-01-01T00:00:00Z', parents: [] }])
      return stamp
    }
    const taken = await begin(main)
    await begin('a'.repeat(40))
    await keeper.firstByte({ repoId, ip: '', age: () => 0 })
    await reconcileStarters(app.ctx)
    await reconcileStarters(app.ctx)
    expect((await read(id)).versions.map((v) => [v.number, v.subject])).toEqual([[2, 'After the crash'], [1, 'Upload']])
    const states = await app.db.query<{ id: string; state: string }>(`select id, state from starter_pushes where repo_id = $1 and brought = 'push'`, [repoId])
    expect(states.map((s) => s.state).toSorted()).toEqual(['applied', 'void', 'void'])
    expect(states.find((s) => s.state === 'applied')?.id).toBe(taken.pushId)
  })
})

describe('a process', () => {
  const withConfig = async (config: object) => {
    const { id } = await owner.call(operations.createJob, { body: { title: 'Engineer' } })
    const params = { id }
    const { process, revision } = await owner.call(operations.getJobProcess, { params })
    const stages = process.stages.filter((s) => s.type === 'application_form' || s.type === 'code_assignment').map((s) => (s.type === 'code_assignment' ? { ...s, config: { ...s.config, ...config } } : s))
    await owner.call(operations.updateJobProcess, { params, body: { process: { ...process, stages } as typeof process, revision } })
    await owner.call(operations.updateJob, { params, body: { pay_range: { min: { amount_minor: 1, currency: 'USD' }, max: { amount_minor: 2, currency: 'USD' }, period: 'year' } } })
    return params
  }

  it('is published with a starter that is there and ready, and with no other', async () => {
    const s = await withVersion()
    const publish = async (config: object) => owner.call(operations.publishJob, { params: await withConfig(config) })
    await expect(publish({ scaffold: 'nowhere' })).rejects.toMatchObject({ code: 'starter_unknown' })
    await expect(publish({ scaffold: 'backend-engineer', starter_version: 1 })).rejects.toMatchObject({ code: 'starter_unknown' })
    await expect(publish({ scaffold: s.slug })).rejects.toMatchObject({ code: 'starter_not_ready' })
    await expect(publish({ scaffold: s.slug, starter_version: 1 })).rejects.toMatchObject({ code: 'starter_not_ready' })
    await expect(publish({ scaffold: s.slug, starter_version: 9 })).rejects.toMatchObject({ code: 'starter_not_ready' })
    await owner.call(operations.acceptStarterVersion, { ...at(s.id, 1), body: { reason: 'Tried by hand' } })
    expect(await publish({ scaffold: s.slug })).toMatchObject({ state: 'open', published_version: 1 })
  })

  it('can’t have one on GitHub, where ours are not served', async () => {
    const s = await withVersion()
    await expect(withConfig({ scaffold: s.slug, starter_version: 1, provider: 'github' })).rejects.toMatchObject({ status: 422, code: 'validation_failed' })
  })

  it('names it and its version in a file, and reads both back', async () => {
    const s = await withVersion()
    const params = await withConfig({ scaffold: s.slug, starter_version: 1 })
    const { text } = await owner.request('GET', `/api/v1/jobs/${params.id}/process.yaml`)
    expect(text).toContain(`scaffold: ${s.slug}\n`)
    expect(text).toContain('starter_version: 1\n')
    expect((await owner.call(operations.checkProcess, { body: { yaml: text } })).mistakes).toEqual([])
  })
})
