import { randomBytes } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FLUSH, pkt } from './pkt-line.ts'
import { client, clone, commit, git, openBench, type TestBench } from './test-kit.ts'

const V2 = { 'Git-Protocol': 'version=2' }

let bench: TestBench
beforeAll(async () => {
  bench = await openBench({ pushBytes: 8 * 1024 * 1024, fetchRequestBytes: 64 * 1024, wrongTokensPerMinute: 1000 })
})
afterAll(() => bench.close())

test.each(['0', '1', '2'])('protocol version %s clones and pushes', async (version) => {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url, '-c', `protocol.version=${version}`)
  expect(await git(work, 'rev-parse', 'HEAD')).toBe(bench.starter.commit)
  await commit(work, 'a.txt', 'a\n')
  expect((await client(work, ['push'])).output).toContain('remote: Received')
})

test('listing refs is not fetching, and the first answer of version 2 is constant and names no ref', async () => {
  const { url, repoId, token } = await bench.newRepo()
  const listed = await client(bench.dir, ['ls-remote', url], { env: { GIT_TRACE_PACKET: '1' } })
  expect(listed.output).toContain('version 2')
  expect(bench.keeper.fetches).not.toContain(repoId)
  const other = await bench.newRepo()
  const first = await send('GET', `/git/${repoId}.git/info/refs?service=git-upload-pack`, token, undefined, V2)
  const second = await send('GET', `/git/${other.repoId}.git/info/refs?service=git-upload-pack`, other.token, undefined, V2)
  expect(second.body).toBe(first.body)
  expect(first.body).not.toMatch(/refs\/|[0-9a-f]{40}/)
})

test('the list of refs we write for a push is, byte for byte, the one git writes', async () => {
  const { repoId, token, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await git(work, 'tag', '-a', 'v1', '-m', 'One')
  await git(work, 'push', '--quiet', 'origin', 'v1', 'HEAD:refs/heads/a/deep/branch', 'HEAD:refs/heads/a-b')
  await bench.store.tidy(repoId)
  await commit(work, 'a.txt', 'a\n')
  await git(work, 'push', '--quiet', 'origin', 'main', 'HEAD:refs/heads/zé')
  const ours = await get(`/git/${repoId}.git/info/refs?service=git-receive-pack`, token)
  const theirs = await send('GET', `/git/${repoId}.git/info/refs?service=git-receive-pack`, token, undefined, { 'Git-Protocol': 'version=0' })
  expect(ours.body.match(/refs\/[^\s\0]+/g)).toEqual(['refs/heads/a-b', 'refs/heads/a/deep/branch', 'refs/heads/main', 'refs/heads/zé', 'refs/tags/v1'])
  expect(ours.body).toBe(theirs.body)
})

test('a fetch with many haves is sent zipped and understood', async () => {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  for (let n = 0; n < 120; n++) await git(work, 'commit', '--quiet', '--allow-empty', '-m', `Local ${n}`)
  const other = await clone(bench, url)
  const sha = await commit(other, 'news.txt', 'news\n')
  await git(other, 'push', '--quiet')
  const fetched = await client(work, ['fetch'], { env: { GIT_CURL_VERBOSE: '1' } })
  expect(fetched.output).toMatch(/Content-Encoding: gzip/i)
  expect(await git(work, 'rev-parse', 'origin/main')).toBe(sha)
})

test('a zipped fetch that inflates past the limit is refused', async () => {
  const { repoId, token } = await bench.newRepo()
  const answer = await post(repoId, token, 'git-upload-pack', gzipSync(Buffer.alloc(1_000_000)), { 'Content-Encoding': 'gzip' })
  expect(answer.status).toBe(413)
})

test('a zipped push is refused', async () => {
  const { repoId, token } = await bench.newRepo()
  const answer = await post(repoId, token, 'git-receive-pack', gzipSync(FLUSH), { 'Content-Encoding': 'gzip' })
  expect(answer.status).toBe(415)
})

test('shallow clones, their pushes and their unshallowing work; a partial clone becomes a whole one', async () => {
  const { url } = await bench.newRepo()
  const full = await clone(bench, url)
  for (const n of [1, 2, 3]) await commit(full, 'a.txt', `${n}\n`)
  await git(full, 'push', '--quiet')
  const shallow = await clone(bench, url, '--depth', '1')
  expect(await git(shallow, 'rev-list', '--count', 'HEAD')).toBe('1')
  await commit(shallow, 'b.txt', 'b\n')
  expect((await client(shallow, ['push'])).code).toBe(0)
  await git(shallow, 'fetch', '--quiet', '--unshallow')
  expect(await git(shallow, 'rev-list', '--count', 'HEAD')).toBe('5')
  const partial = await clone(bench, url, '--filter=blob:none')
  expect(await git(partial, 'rev-list', '--count', 'HEAD')).toBe('5')
})

test('the probe before a large push is not a push', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'big.bin', randomBytes(3 * 1024 * 1024))
  const pushed = await client(work, ['push'], { env: { GIT_CURL_VERBOSE: '1' } })
  expect(pushed.output).toMatch(/Content-Length: 4\b/i)
  expect(pushed.output).toMatch(/Transfer-Encoding: chunked/i)
  expect(pushed.code).toBe(0)
  expect(bench.keeper.pushes.filter((push) => push.repoId === repoId)).toHaveLength(1)
})

test('a probe of unknown length leaves an abandoned push and nothing else', async () => {
  const { repoId, token } = await bench.newRepo()
  const answer = await post(repoId, token, 'git-receive-pack', FLUSH, { 'Transfer-Encoding': 'chunked' })
  expect(answer).toMatchObject({ status: 200, body: '' })
  expect(bench.keeper.pushes.filter((push) => push.repoId === repoId)).toMatchObject([{ state: 'abandoned' }])
})

test('who asks to continue is told who he is before he sends', async () => {
  const { repoId, token } = await bench.newRepo()
  expect(await post(repoId, 'wrong', 'git-receive-pack', FLUSH, { Expect: '100-continue' })).toMatchObject({ status: 401, continued: false })
  expect(await post(repoId, token, 'git-receive-pack', FLUSH, { Expect: '100-continue' })).toMatchObject({ status: 200, continued: true })
})

test('a wrong token, a foreign repository and an unknown one get the same words', async () => {
  const mine = await bench.newRepo()
  const foreign = await bench.newRepo()
  const unknown = 'z'.repeat(26)
  const answers = await Promise.all([
    get(`/git/${mine.repoId}.git/info/refs?service=git-upload-pack`, 'wrong'),
    get(`/git/${foreign.repoId}.git/info/refs?service=git-upload-pack`, mine.token),
    get(`/git/${unknown}.git/info/refs?service=git-upload-pack`, mine.token),
  ])
  expect(answers[0]).toMatchObject({ status: 401 })
  expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(Array(3).fill({ status: 401, body: answers[0]?.body }))
  const url = mine.url.replace(mine.token, 'wrong')
  const cloned = await client(bench.dir, ['clone', url, path.join(bench.dir, 'never')])
  expect(cloned.output).toContain('remote: This address and this token do not go together.')
})

test('without a token the answer explains where it is found', async () => {
  const { repoId } = await bench.newRepo()
  const answer = await get(`/git/${repoId}.git/info/refs?service=git-receive-pack`)
  expect(answer.status).toBe(401)
  expect(answer.body).toContain('access token shown with your assignment')
})

test('a token that is revoked between the list of refs and the push is refused', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  const authorize = bench.keeper.authorize
  bench.keeper.authorize = async (a) => {
    const access = await authorize(a)
    if (access) bench.keeper.tokens.delete(repoId)
    return access
  }
  const pushed = await client(work, ['push'])
  bench.keeper.authorize = authorize
  expect(pushed.code).not.toBe(0)
  expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
})

test.each([
  ['the dumb protocol', '/git/ID.git/info/refs', 403],
  ['HEAD', '/git/ID.git/HEAD', 404],
  ['an object', '/git/ID.git/objects/info/packs', 404],
  ['a traversal', '/git/ID.git/../ID.git/info/refs?service=git-upload-pack', 404],
  ['a zipped traversal', '/git/..%2f..%2fetc.git/info/refs?service=git-upload-pack', 404],
  ['another service', '/git/ID.git/info/refs?service=git-archive', 403],
  ['a service by GET', '/git/ID.git/git-upload-pack', 405],
])('%s is not served', async (_, address, status) => {
  const { repoId, token } = await bench.newRepo()
  expect((await get(address.replaceAll('ID', repoId), token)).status).toBe(status)
})

test('a service asked for with another content type is not served', async () => {
  const { repoId, token } = await bench.newRepo()
  const answer = await post(repoId, token, 'git-upload-pack', FLUSH, { 'Content-Type': 'text/plain' })
  expect(answer.status).toBe(415)
})

test('Git LFS is told in its own format that it is not here', async () => {
  const { repoId, token } = await bench.newRepo()
  const answer = await send('POST', `/git/${repoId}.git/info/lfs/objects/batch`, token, Buffer.from('{}'), {})
  expect(answer.status).toBe(501)
  expect(answer.headers['content-type']).toBe('application/vnd.git-lfs+json')
  expect(JSON.parse(answer.body).message).toContain('Git LFS is not available here')
})

test('an object of one repository cannot be had from another by its id', async () => {
  const theirs = await bench.newRepo()
  const work = await clone(bench, theirs.url)
  const secret = await commit(work, 'secret.txt', 'their work\n')
  await git(work, 'push', '--quiet')
  const mine = await bench.newRepo()
  const own = await clone(bench, mine.url)
  const fetched = await client(own, ['fetch', 'origin', secret])
  expect(fetched.code).not.toBe(0)
  expect(fetched.output).toContain('not our ref')
  expect(await stealByPush(own, await git(work, 'rev-parse', 'HEAD:secret.txt'))).toContain('[remote rejected]')
})

/** Pushes a tree that names a blob by its id only, in the hope that the server has it. */
async function stealByPush(work: string, blob: string): Promise<string> {
  const tree = await client(work, ['mktree', '--missing'], { input: `100644 blob ${blob}\tloot\n` })
  const loot = await git(work, 'commit-tree', '-m', 'Loot', '-p', 'HEAD', tree.stdout.trim())
  await appendFile(path.join(work, '.git', 'config'), '[pack]\n\tallowPackReuse = false\n')
  const pack = await client(work, ['push', 'origin', `${loot}:refs/heads/loot`])
  if (!pack.output.includes('unable to read')) return pack.output
  return rawPush(work, loot)
}

/** The client refuses to pack what it does not have; a crafted request would not. */
async function rawPush(work: string, loot: string): Promise<string> {
  const url = new URL(await git(work, 'remote', 'get-url', 'origin'))
  const ids = [loot, await git(work, 'rev-parse', `${loot}^{tree}`)]
  const pack = await packOf(work, ids)
  const command = pkt(`${'0'.repeat(40)} ${loot} refs/heads/loot\0report-status\n`)
  const repoId = url.pathname.slice(5, 31)
  const answer = await post(repoId, url.password, 'git-receive-pack', Buffer.concat([command, FLUSH, pack]))
  return answer.body.includes('ng refs/heads/loot') ? '[remote rejected]' : answer.body
}

async function packOf(work: string, ids: string[]): Promise<Buffer> {
  const packed = await client(work, ['pack-objects', '--quiet', path.join(work, 'loot')], { input: `${ids.join('\n')}\n` })
  const { readFile } = await import('node:fs/promises')
  return readFile(path.join(work, `loot-${packed.stdout.trim()}.pack`))
}

interface Answer {
  status: number
  body: string
  headers: IncomingMessage['headers']
  continued: boolean
}

function get(address: string, token?: string): Promise<Answer> {
  return send('GET', address, token, undefined, {})
}

function post(repoId: string, token: string, service: string, body: Buffer, headers: Record<string, string> = {}) {
  const type = { 'Content-Type': `application/x-${service}-request` }
  return send('POST', `/git/${repoId}.git/${service}`, token, body, { ...type, ...headers })
}

function send(method: string, address: string, token: string | undefined, body: Buffer | undefined, headers: Record<string, string>) {
  const auth = token ? { Authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}` } : {}
  return new Promise<Answer>((resolve, reject) => {
    const req = request({ port: bench.server.port, host: '127.0.0.1', method, path: address, headers: { ...auth, ...headers } })
    let continued = false
    req.once('error', reject)
    req.once('response', (res) => {
      let text = ''
      res.on('data', (chunk) => (text += String(chunk)))
      res.once('end', () => resolve({ status: res.statusCode ?? 0, body: text, headers: res.headers, continued }))
    })
    if (!headers['Expect']) return void req.end(body)
    req.once('continue', () => {
      continued = true
      req.end(body)
    })
    req.flushHeaders()
  })
}
