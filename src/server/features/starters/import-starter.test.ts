import { createServer, type Server } from 'node:http'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { clone, git, openBench, type TestBench } from '#server/adapters/git/test-kit.ts'
import { startTestApp, type TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { SMALL_PROJECT } from '#test/support/starter.ts'

/** Somebody else's git server, with one repository that wants a token. */
let elsewhere: TestBench
let remote: { url: string; bareUrl: string; token: string }
/** A server that answers nothing but asks who came. */
let listener: Server
let came: string[]
let app: TestApp
let owner: Client

beforeAll(async () => {
  elsewhere = await openBench()
  remote = await elsewhere.newRepo()
  const work = await clone(elsewhere, remote.url)
  writeFileSync(path.join(work, 'old-secret.txt'), 'in the history only\n')
  await git(work, 'add', '-A')
  await git(work, 'commit', '-qm', 'Their own words')
  await git(work, 'rm', '-q', 'old-secret.txt', 'src/index.ts', 'run.sh')
  for (const name of ['README.md', 'package.json', 'package-lock.json']) writeFileSync(path.join(work, name), SMALL_PROJECT[name] ?? '')
  await git(work, 'add', '-A')
  await git(work, 'commit', '-qm', 'Ready to be used')
  await git(work, 'push', '-q', 'origin', 'main')
  await git(work, 'push', '-q', 'origin', 'main~1:refs/heads/older')
  came = []
  listener = createServer((req, res) => {
    came.push(req.url ?? '')
    res.writeHead(302, { location: remote.bareUrl }).end()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  app = await startTestApp({ env: { IMPORT_ORIGINS: `${new URL(remote.bareUrl).origin},${originOf(listener)}` } })
  owner = await app.signUpOwner()
}, 60_000)
afterAll(async () => {
  await app?.close()
  await elsewhere?.close()
  listener?.close()
})

function originOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** Begins from an address, and waits for the end of the fetch. */
async function begin(name: string, from: { url: string; branch?: string; token?: string }) {
  const { id } = await owner.call(operations.createStarter, { body: { name, from: { kind: 'url', ...from } } })
  await expect.poll(async () => (await owner.call(operations.getStarter, { params: { id } })).import.state, { timeout: 30_000 }).not.toBe('running')
  return owner.call(operations.getStarter, { params: { id } })
}

describe('importing from a git address', () => {
  it('brings the newest files as one commit of ours, and nothing of the history', async () => {
    const s = await begin('From elsewhere', { url: remote.bareUrl, token: remote.token })
    expect(s).toMatchObject({ import: { state: 'done', says: '' }, origin: { kind: 'url', from: remote.bareUrl }, versions: [{ number: 1, brought: 'import', received_by: 'Olivia Owner', subject: expect.stringMatching(/^Import 127\.0\.0\.1/) }] })
    const files = await owner.call(operations.listStarterFiles, { params: { id: s.id, number: '1' } as never })
    expect(files.items.map((f) => f.path)).toEqual(['README.md', 'RUBRIC.md', 'package-lock.json', 'package.json'])
    const [row] = await app.db.query<{ repo_id: string }>(`select repo_id from starter_repositories where starter_id = $1 and part = 'files'`, [s.id])
    const bare = path.join(app.dataDir, 'git', row!.repo_id.slice(-2), `${row!.repo_id}.git`)
    const log = await git(bare, '--git-dir=.', 'log', '--all', '--format=%an %s')
    expect(log).not.toContain('Their own words')
    const types = await git(bare, '--git-dir=.', 'cat-file', '--batch-all-objects', '--batch-check=%(objecttype)')
    expect(types.split('\n').filter((t) => t === 'commit')).toHaveLength(2)
  })

  it('keeps the token nowhere', async () => {
    const tables = await app.db.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public'`)
    for (const { name } of tables) {
      const rows = await app.db.query<{ n: string }>(`select count(*) as n from "${name}" t where t::text like '%' || $1 || '%'`, [remote.token])
      expect(Number(rows[0]?.n), name).toBe(0)
    }
  })

  it('takes another branch, and again as the next version; the same once more is told so', async () => {
    const s = await begin('Other branch', { url: remote.bareUrl, branch: 'older', token: remote.token })
    expect((await owner.call(operations.listStarterFiles, { params: { id: s.id, number: '1' } as never })).items.map((f) => f.path)).toContain('old-secret.txt')
    const again = async (branch: string) => {
      await owner.call(operations.importStarter, { params: { id: s.id }, body: { url: remote.bareUrl, branch, token: remote.token } })
      await expect.poll(async () => (await owner.call(operations.getStarter, { params: { id: s.id } })).import.state, { timeout: 30_000 }).not.toBe('running')
      return owner.call(operations.getStarter, { params: { id: s.id } })
    }
    expect((await again('main')).versions.map((v) => v.number)).toEqual([2, 1])
    expect((await again('main')).import).toEqual({ state: 'failed', says: expect.stringMatching(/exactly what we have already/) })
  })

  it('says what to do when it can’t', async () => {
    const says = async (name: string, from: { url: string; branch?: string; token?: string }) => (await begin(name, from)).import
    expect(await says('No token', { url: remote.bareUrl })).toEqual({ state: 'failed', says: expect.stringMatching(/wants a token/) })
    expect(await says('Wrong token', { url: remote.bareUrl, token: 'nonsense' })).toEqual({ state: 'failed', says: expect.stringMatching(/refused the token/) })
    expect(await says('No branch', { url: remote.bareUrl, branch: 'nowhere', token: remote.token })).toEqual({ state: 'failed', says: expect.stringMatching(/no branch “nowhere”/) })
    expect(await says('Moved', { url: `${originOf(listener)}/a.git` })).toEqual({ state: 'failed', says: expect.stringMatching(/sends on to another address|could not be asked/) })
  })

  it('asks no server that is not everybody’s, in whatever way it is written', async () => {
    const { hostname, port } = new URL(originOf(listener))
    const before = came.length
    for (const [i, url] of [`https://${hostname}:8443/a`, `https://localhost:8443/a`, 'https://[::1]/a', 'https://2130706433/a', 'https://169.254.169.254/latest', 'https://[::ffff:7f00:1]/a'].entries()) {
      expect((await begin(`Inside ${i}`, { url })).import, url).toEqual({ state: 'failed', says: expect.stringMatching(/not a public server|no server called/) })
    }
    for (const url of [`http://${hostname}:${Number(port) + 1}/a`, 'git://example.com/a', 'file:///etc/passwd', 'ssh://git@example.com/a', `https://me:secret@example.com/a`, '--upload-pack=touch x']) {
      await expect(owner.call(operations.createStarter, { body: { name: 'Odd', from: { kind: 'url', url } } }), url).rejects.toMatchObject({ status: 422 })
    }
    expect(came.length).toBe(before)
  })
})
