import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { assignmentOps } from '#contract/assignments.ts'
import { practiceOps } from '#contract/practice.ts'
import { client, commit, git } from '#server/adapters/git/test-kit.ts'
import { push, startTakeHome, type TakeHome } from '#test/support/take-home.ts'
import { createGatekeeper } from './gatekeeper.ts'
import { reconcilePushes } from './settle-pushes.ts'

let t: TakeHome
afterEach(() => t?.close())

async function practising() {
  t = await startTakeHome()
  const who = await t.apply('ada@example.org')
  const params = { id: who.assignmentId }
  return { ...who, params, ...(await openAgain(who.candidate, params)) }
}

async function openAgain(candidate: Parameters<TakeHome['call']>[1], params: { id: string }) {
  const { token, clone_url: url } = await t.call(practiceOps.openPractice, candidate, { params })
  const repoId = /\/git\/([a-z0-9]{26})\.git$/.exec(url)?.[1] ?? ''
  return { token, repoId, url: `http://me:${token}@127.0.0.1:${t.server.port}/git/${repoId}.git` }
}

async function cloned(url: string): Promise<string> {
  const work = path.join(t.dir, `practice-${Math.trunc(performance.now() * 1000)}`)
  await git(t.dir, 'clone', '--quiet', url, work)
  return work
}

const seen = (who: { params: { id: string }; candidate: Parameters<TakeHome['call']>[1] }) => t.call(practiceOps.getPractice, who.candidate, { params: who.params })

describe('practising', () => {
  it('clones and pushes by the same server and hooks, is told that nothing counts, and sees it on a check list', async () => {
    const who = await practising()
    expect(await seen(who)).toMatchObject({ state: 'open', cloned_at: null, pushes: [] })
    const work = await cloned(who.url)
    expect(await readFile(path.join(work, 'README.md'), 'utf8')).toContain('only for trying')
    const sha = await commit(work, 'a.txt', 'a')
    const { output, code } = await push(work)
    expect(code).toBe(0)
    expect(output).toMatch(new RegExp(`Received ${sha.slice(0, 7)} on main at \\d\\d:\\d\\d:\\d\\d UTC\\.`))
    expect(output).toContain('This is your practice repository: nothing here is part of your take-home, and no clock runs.')
    expect(await seen(who)).toMatchObject({ cloned_at: expect.any(String), pushes: [{ branch: 'main', commit: sha, state: 'applied', reason: '' }] })
  })

  it('is refused what the take-home refuses, in the same words, and reads them on the page', async () => {
    const who = await practising()
    const work = await cloned(who.url)
    await git(work, 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},sub`)
    await git(work, 'commit', '--quiet', '-m', 'x')
    const { output, code } = await push(work)
    expect(code).not.toBe(0)
    expect(output).toContain('sub is a submodule')
    expect((await seen(who)).pushes).toEqual([expect.objectContaining({ state: 'refused', reason: expect.stringContaining('sub is a submodule'), commit: null })])
  })

  it('holds nothing of the assignment, opens with its own token only, and that opens nothing else', async () => {
    const who = await practising()
    const work = await cloned(who.url)
    expect(await git(work, 'ls-files')).toBe('README.md')
    await t.call(assignmentOps.startAssignment, who.candidate, { params: who.params })
    const own = await t.call(assignmentOps.createGitToken, who.candidate, { params: who.params })
    const takeHome = /\/git\/([a-z0-9]{26})\.git$/.exec(own.clone_url)?.[1] ?? ''
    const at = `127.0.0.1:${t.server.port}/git`
    for (const url of [`http://me:${who.token}@${at}/${takeHome}.git`, `http://me:${own.token}@${at}/${who.repoId}.git`]) {
      expect((await client(t.dir, ['ls-remote', url])).code).not.toBe(0)
    }
    const second = await openAgain(who.candidate, who.params)
    expect(second.repoId).toBe(who.repoId)
    expect((await client(t.dir, ['ls-remote', who.url])).code).not.toBe(0)
    const eve = { kind: 'candidate', email: 'eve@example.org', sessionId: 'x' } as const
    for (const operation of [practiceOps.getPractice, practiceOps.openPractice]) await expect(t.call(operation, eve, { params: who.params })).rejects.toMatchObject({ status: 404 })
  })

  it('never becomes a submission, and is removed some days after the end, its token with it', async () => {
    const who = await practising()
    const work = await cloned(who.url)
    await t.call(assignmentOps.startAssignment, who.candidate, { params: who.params })
    await commit(work, 'a.txt', 'a')
    expect((await push(work)).code).toBe(0)
    const { pushes, would_submit: starter } = await t.call(assignmentOps.getPortalAssignment, who.candidate, { params: { id: who.applicationId } })
    expect(pushes).toEqual([])
    await t.shift(4 * 3600 + 60)
    await t.settle()
    expect(await t.call(assignmentOps.getPortalAssignment, who.candidate, { params: { id: who.applicationId } })).toMatchObject({ state: 'submitted_empty', receipt: { commit: starter, empty: true } })
    expect(await t.ctx.git.exists(who.repoId)).toBe(true)
    await expect(t.call(practiceOps.openPractice, who.candidate, { params: who.params })).rejects.toMatchObject({ code: 'practice_closed' })
    await t.shift(4 * 86_400)
    await t.settle()
    expect(await t.ctx.git.exists(who.repoId)).toBe(false)
    expect((await client(t.dir, ['ls-remote', who.url])).output).toMatch(/Authentication failed/)
    expect((await seen(who)).state).toBe('closed')
  })

  it('is removed some days after a window in which nothing was started', async () => {
    const who = await practising()
    await t.shift(7 * 86_400 + 60)
    await t.settle()
    expect(await t.ctx.git.exists(who.repoId)).toBe(true)
    await t.shift(4 * 86_400)
    await t.settle()
    expect(await t.ctx.git.exists(who.repoId)).toBe(false)
  })

  it('is settled by what the refs say when the gateway was killed in the middle of a push', async () => {
    const who = await practising()
    const main = (await t.ctx.git.reader(who.repoId).resolve('main')) ?? ''
    const keeper = createGatekeeper(t.ctx)
    const begin = async () => {
      const stamp = await keeper.firstByte({ repoId: who.repoId, ip: '', age: () => 0 })
      await keeper.lastByte(stamp, { bytes: 1 })
      return stamp
    }
    const tip = (sha: string) => ({ ref: 'refs/heads/main', sha, commit: sha, subject: 's', author: 'a', committedAt: '2026-01-01T00:00:00Z', parents: [] })
    await keeper.decide(await begin(), [{ ref: 'refs/heads/main', oldSha: '0'.repeat(40), newSha: main }], [tip(main)])
    await keeper.decide(await begin(), [{ ref: 'refs/heads/main', oldSha: main, newSha: 'a'.repeat(40) }], [tip('a'.repeat(40))])
    await begin()
    await reconcilePushes(t.ctx)
    expect((await seen(who)).pushes.map((p) => p.state).toSorted()).toEqual(['applied', 'void', 'void'])
  })
})
