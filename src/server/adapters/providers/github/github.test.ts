import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRepoStore } from '#server/adapters/git/store.ts'
import type { RepoStore } from '#server/adapters/git/port.ts'
import { type MockGithub, startMockGithub } from '#test/support/github/mock.ts'
import type { GitProvider, HostedRepo, Outcome } from '../port.ts'
import { githubProvider } from './github.ts'
import { createPace } from './pace.ts'

let github: MockGithub
let git: RepoStore
let dir: string
let provider: GitProvider
let seconds = 0
let n = 0

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-provider-'))
  git = createRepoStore({ reposDir: dir })
  github = await startMockGithub({ name: 'backend', files: { 'README.md': 'Begin here\n', 'src/a.ts': 'export {}\n' } })
})
afterAll(async () => {
  await github.close()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(() => {
  seconds = 0
  provider = open()
})
afterEach(() => expect(github.violations).toEqual([]))

function open(o: { privateKey?: string } = {}): GitProvider {
  return githubProvider(
    { appId: '4711', privateKey: o.privateKey ?? github.privateKey, installationId: 99, webhookSecret: 'secret', owner: 'acme-hiring', templateOwner: 'acme-templates', apiUrl: github.apiUrl, git, timeoutMs: 2500 },
    createPace(() => seconds),
  )
}

const create = (name = `take-home-${++n}`) => provider.createFromTemplate({ name, template: 'backend' })
function value<T>(o: Outcome<T>): T {
  if (o.outcome !== 'ok') throw new Error(`${o.outcome}: ${o.reason}`)
  return o.value
}
const made = async (): Promise<HostedRepo> => value(await create())
const repoId = () => `import${String(++n).padStart(20, '0')}`
const who = { login: 'casey' }

describe('a repository from the template', () => {
  it('is private, ours, and says which commit it begins with', async () => {
    const repo = await made()
    expect(repo).toMatchObject({ fullName: `acme-hiring/take-home-${n}`, url: expect.stringContaining('take-home'), starterCommit: expect.stringMatching(/^[0-9a-f]{40}$/) })
  })

  it('is made once, however often and however unluckily it is asked for', async () => {
    const name = `take-home-${++n}`
    github.fail('POST /repos/acme-templates', 'lost-after')
    expect(await create(name)).toMatchObject({ outcome: 'unknown' })
    const first = value(await create(name))
    github.fail('POST /repos/acme-templates', 'error-after')
    expect(await create(name)).toMatchObject({ outcome: 'unknown' })
    expect(value(await create(name))).toEqual(first)
    expect(github.repos().filter((r) => r.fullName.endsWith(`/${name}`))).toHaveLength(1)
  })

  it('is not known to be ready while GitHub still fills it', async () => {
    github.fillSlowly(1)
    const name = `take-home-${++n}`
    expect(await create(name)).toMatchObject({ outcome: 'unknown', retryAfterSeconds: 2 })
    github.fillSlowly(0)
    expect(await create(name)).toMatchObject({ outcome: 'ok' })
  })

  it('is refused in words when there is no such template', async () => {
    expect(await provider.createFromTemplate({ name: 'x', template: 'nowhere' })).toEqual({ outcome: 'refused', reason: expect.stringContaining('acme-templates/nowhere') })
  })
})

describe('letting in, shutting out and locking', () => {
  it('invites the candidate once, to push', async () => {
    const repo = await made()
    expect(value(await provider.grantCandidate(repo, who))).toEqual({ kind: 'invitation', url: expect.stringContaining('invitations') })
    await provider.grantCandidate(repo, who)
    expect(github.repo(repo.fullName)?.invitations).toEqual([expect.objectContaining({ login: 'casey', permission: 'push' })])
    github.accept(repo.fullName, 'casey')
    expect(value(await provider.grantCandidate(repo, who))).toEqual({ kind: 'invitation', url: null })
  })

  it('says that an account is not known', async () => {
    expect(await provider.grantCandidate(await made(), { login: 'nobody-here' })).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('nobody-here') })
  })

  it('shuts out who came in and who is only invited', async () => {
    const repo = await made()
    await provider.grantCandidate(repo, who)
    expect(await provider.revokeCandidate(repo, { login: 'Casey' })).toMatchObject({ outcome: 'ok' })
    await provider.grantCandidate(repo, who)
    github.accept(repo.fullName, 'casey')
    expect(await provider.revokeCandidate(repo, who)).toMatchObject({ outcome: 'ok' })
    expect([github.repo(repo.fullName)?.invitations, github.repo(repo.fullName)?.permissions.size]).toEqual([[], 0])
  })

  it('leaves reading when it locks', async () => {
    const repo = await made()
    await provider.grantCandidate(repo, who)
    github.accept(repo.fullName, 'casey')
    expect(await provider.lock(repo, who)).toMatchObject({ outcome: 'ok' })
    expect(github.repo(repo.fullName)?.permissions.get('casey')).toBe('pull')
  })

  it('archives the repository where the permission can’t be changed', async () => {
    const repo = await made()
    expect(await provider.lock(repo, { login: 'nobody' })).toMatchObject({ outcome: 'ok' })
    expect(github.repo(repo.fullName)?.archived).toBe(true)
  })

  it('deletes a repository, and finds nothing wrong with one that is gone', async () => {
    const repo = await made()
    expect(await provider.destroy(repo)).toMatchObject({ outcome: 'ok' })
    expect(await provider.destroy(repo)).toMatchObject({ outcome: 'ok' })
  })
})

describe('the pushes of a repository', () => {
  it('come with GitHub’s own times, oldest first, over several pages', async () => {
    const repo = await made()
    const commits = [1, 2, 3].map((i) => github.push(repo.fullName, { 'a.txt': `${i}\n` }, new Date(Date.UTC(2026, 5, 1, 10, i))).commit)
    const pushes = value(await provider.listPushes(repo, { ref: 'refs/heads/main' }))
    expect(pushes.map((p) => p.newSha)).toEqual([repo.starterCommit, ...commits])
    expect(pushes.at(-1)?.at).toEqual(new Date('2026-06-01T10:03:00Z'))
  })

  it('show a rewritten history as one', async () => {
    const repo = await made()
    github.push(repo.fullName, { 'a.txt': '1\n' }, new Date('2026-06-01T10:00:00Z'))
    github.push(repo.fullName, { 'a.txt': '2\n' }, new Date('2026-06-01T10:01:00Z'), { force: true })
    expect(value(await provider.listPushes(repo, { ref: 'refs/heads/main' })).map((p) => p.forced)).toEqual([false, false, true])
  })
})

describe('bringing a commit home', () => {
  it('copies its history, and again does nothing', async () => {
    const repo = await made()
    const into = repoId()
    expect(await provider.importCommit(repo, { into, commit: repo.starterCommit })).toMatchObject({ outcome: 'ok' })
    const { commit } = github.push(repo.fullName, { 'src/a.ts': 'export const a = 1\n' }, new Date())
    expect(await provider.importCommit(repo, { into, commit })).toMatchObject({ outcome: 'ok' })
    expect(await provider.importCommit(repo, { into, commit })).toMatchObject({ outcome: 'ok' })
    expect((await git.reader(into).log(commit, { limit: 10 })).map((c) => c.sha)).toEqual([commit, repo.starterCommit])
    expect((await git.reader(into).changes(repo.starterCommit, commit)).map((c) => c.path)).toEqual(['src/a.ts'])
  })

  it('still finds what was pushed before the history was rewritten', async () => {
    const repo = await made()
    const { commit } = github.push(repo.fullName, { 'a.txt': '1\n' }, new Date())
    github.push(repo.fullName, { 'a.txt': '2\n' }, new Date(), { force: true })
    expect(await provider.importCommit(repo, { into: repoId(), commit })).toMatchObject({ outcome: 'ok' })
  })

  it('refuses what a push of ours would be refused for, and takes nothing over', async () => {
    const repo = await made()
    const { commit } = github.push(repo.fullName, { 'big.bin': 'x'.repeat(21 * 1024 * 1024) }, new Date())
    const into = repoId()
    expect(await provider.importCommit(repo, { into, commit })).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('big.bin is 21 MB') })
    expect(await git.exists(into)).toBe(false)
  })

  it.each([
    ['a submodule', '160000', 'vendor', /vendor is a submodule/],
    ['a name that no checkout may make', '100644', '.git', /git's own check refuses it/],
    ['a name longer than pages show', '100644', 'x'.repeat(300), /path of more than 255 bytes/],
  ])('refuses %s', async (_, mode, name, why) => {
    const repo = await made()
    const write = (input: Buffer | string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=Eve', '-c', 'user.email=eve@example.test', ...args], { cwd: github.dirOf(repo.fullName), input, encoding: 'utf8' }).trim()
    const blob = write('hello\n', 'hash-object', '-w', '--stdin')
    // By hand: git's own commands make no such tree.
    const tree = write(Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(blob, 'hex')]), 'hash-object', '-w', '--stdin', '-t', 'tree', '--literally')
    const commit = write('', 'commit-tree', tree, '-m', 'Nothing to see here')
    const into = repoId()
    expect(await provider.importCommit(repo, { into, commit })).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(why) })
    expect(await git.exists(into)).toBe(false)
  })

  it('does not know what became of a fetch that failed', async () => {
    const repo = await made()
    github.fail('GIT', 'lost')
    expect(await provider.importCommit(repo, { into: repoId(), commit: repo.starterCommit })).toMatchObject({ outcome: 'unknown' })
  })
})

describe('GitHub’s pace', () => {
  it('is kept for as long as GitHub asks, without another call', async () => {
    const repo = await made()
    github.fail('PUT /repos', 'secondary-limit')
    expect(await provider.grantCandidate(repo, who)).toMatchObject({ outcome: 'unknown', retryAfterSeconds: 30 })
    const calls = github.calls.length
    seconds = 29
    expect(await provider.lock(repo, who)).toMatchObject({ outcome: 'unknown', retryAfterSeconds: 1 })
    expect(github.calls.length).toBe(calls)
    seconds = 31
    expect(await provider.grantCandidate(repo, who)).toMatchObject({ outcome: 'ok' })
  })

  it('is kept by the hour too', async () => {
    const repo = await made()
    github.fail('GET /repos', 'primary-limit')
    const listed = await provider.listPushes(repo, { ref: 'refs/heads/main' })
    expect(listed.outcome === 'unknown' && listed.retryAfterSeconds).toBeGreaterThan(80)
  })

  it('lets through 80 calls a minute and 500 an hour that make something', () => {
    const pace = createPace(() => seconds)
    const entered = () => Array.from({ length: 100 }, () => pace.enter('makes')).filter((wait) => wait === null).length
    expect(entered()).toBe(80)
    expect([pace.enter('makes'), pace.enter('reads')]).toEqual([60, null])
    let hour = 80
    for (seconds = 60; seconds < 3600; seconds += 60) hour += entered()
    expect(hour).toBe(500)
  })
})

describe('an answer that does not come', () => {
  it.each(['lost', 'silent', 'error'] as const)('is unknown, not refused (%s)', async (fault) => {
    const repo = await made()
    github.fail('PUT /repos', fault)
    expect(await provider.grantCandidate(repo, who)).toMatchObject({ outcome: 'unknown', retryAfterSeconds: null })
  })
})

describe('a webhook', () => {
  const body = JSON.stringify({ ref: 'refs/heads/main', before: '0'.repeat(40), after: 'a'.repeat(40), repository: { id: 7 } })
  const headers = (over: Record<string, string>) => (name: string) => ({ 'x-github-event': 'push', 'x-github-delivery': 'd-1', ...over })[name]
  const read = (text: string, over: Record<string, string>) => open().readWebhook(headers(over), Buffer.from(text))
  // Known from GitHub's documentation: HMAC-SHA-256 over the raw body, in hex.
  const signed = async (text: string, secret = 'secret') => {
    const key = await crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return `sha256=${Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(text))).toString('hex')}`
  }

  it('is read when it is signed with our secret', async () => {
    expect(read(body, { 'x-hub-signature-256': await signed(body) })).toEqual({ kind: 'push', deliveryId: 'd-1', repoExternalId: '7', ref: 'refs/heads/main', oldSha: '0'.repeat(40), newSha: 'a'.repeat(40) })
    expect(read('{}', { 'x-github-event': 'ping', 'x-hub-signature-256': await signed('{}') })).toEqual({ kind: 'nothing', deliveryId: 'd-1' })
  })

  it('is forged when its signature, its bytes or its shape are not right', async () => {
    const good = await signed(body)
    const forgeries: Record<string, string>[] = [{}, { 'x-hub-signature-256': '' }, { 'x-hub-signature-256': good.slice(0, -1) }, { 'x-hub-signature-256': good.replace('sha256=', 'sha1=') }, { 'x-hub-signature-256': await signed(body, 'guess') }, { 'x-hub-signature-256': good, 'x-github-delivery': '../..' }]
    for (const over of forgeries) expect(read(body, over)).toEqual({ kind: 'forged' })
    expect(read(`${body} `, { 'x-hub-signature-256': good })).toEqual({ kind: 'forged' })
    expect(read('[]', { 'x-hub-signature-256': await signed('[]') })).toEqual({ kind: 'forged' })
  })
})
