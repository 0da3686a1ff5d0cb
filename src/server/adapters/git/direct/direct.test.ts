import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repoPath } from '../layout.ts'
import { FLUSH, parsePushHead, pkt } from '../pkt-line.ts'
import { client, clone, commit, git, openBench, type TestBench } from '../test-kit.ts'
import { holdRef } from './move-ref.ts'
import { packed, understand } from './understand.ts'
import { isPlainName, plainCommit, plainTree } from './plain.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const MAIN = 'refs/heads/main'
const place = (repoId: string) => repoPath(bench.reposDir, repoId)
const ENV = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' }
const raw = (args: string[], input: string | Buffer = '') => execFileSync('git', args, { input, env: ENV, maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' })

/** What a client would send to move a branch. */
function bodyOf(work: string, from: string, to: string, o: { ref?: string; capabilities?: string; thin?: boolean } = {}) {
  const pack = raw(['-C', work, 'pack-objects', '--stdout', '--revs', '--quiet', '--delta-base-offset', ...(o.thin === false ? [] : ['--thin'])], `${to}\n^${from}\n`)
  const command = pkt(`${from} ${to} ${o.ref ?? MAIN}\0 ${o.capabilities ?? 'report-status-v2 side-band-64k object-format=sha1 agent=git/2.39.5'}`)
  return Buffer.concat([command, FLUSH, pack])
}

function understood(repoId: string, body: Buffer) {
  const head = parsePushHead(body)
  return head ? understand(place(repoId), head, body) : undefined
}

async function workOn(change: (work: string) => Promise<string>) {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const to = await change(work)
  return { repoId, url, work, to, body: bodyOf(work, bench.starter.commit, to) }
}

describe('an ordinary push', () => {
  it('is understood, and makes the pack and the index that git would make of it', async () => {
    const { repoId, body, to } = await workOn(async (work) => {
      await commit(work, 'a.txt', 'one\n'.repeat(500))
      await commit(work, 'a.txt', `${'one\n'.repeat(500)}two\n`)
      return commit(work, 'src/index.ts', 'export const answer = 42\n')
    })
    const made = understood(repoId, body)
    expect(made).toMatchObject({ update: { ref: MAIN, oldSha: bench.starter.commit, newSha: to }, tip: { commit: to, subject: 'Change src/index.ts', author: 'Ada' } })
    const file = path.join(bench.dir, `${made!.packName}.pack`)
    writeFileSync(file, made!.pack)
    raw(['index-pack', '-o', `${file}.idx`, file])
    expect(made!.idx.equals(readFileSync(`${file}.idx`))).toBe(true)
  })

  it('leaves a repository in which git finds nothing wrong, push after push, tidied or not', async () => {
    const { repoId, url } = await bench.newRepo()
    const work = await clone(bench, url)
    for (let n = 0; n < 6; n++) {
      const sha = await commit(work, `src/part-${n % 2}.ts`, `export const n = ${n}\n`.repeat(n * 40 + 1))
      expect((await client(work, ['push'])).output).toContain(`Received ${sha.slice(0, 12)}`)
      if (n === 3) await bench.store.tidy(repoId)
    }
    expect(raw([`--git-dir=${place(repoId)}`, 'fsck', '--full', '--strict']).toString()).toBe('')
    expect(readdirSync(path.join(place(repoId), 'objects')).filter((name) => name.startsWith('tmp_'))).toEqual([])
    expect(await git(await clone(bench, url), 'rev-parse', 'HEAD')).toBe(await git(work, 'rev-parse', 'HEAD'))
  })

  it('starts no git, and neither does the clone of it', async () => {
    const idle = await openBench({ slots: 0 })
    const { repoId, token } = await idle.newRepo()
    const work = path.join(idle.dir, 'work')
    raw(['clone', '-q', repoPath(idle.reposDir, repoId), work])
    const to = await commit(work, 'a.txt', 'a\n')
    const auth = { Authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}` }
    const ask = async (service: string, body: Buffer) => {
      const res = await fetch(`http://127.0.0.1:${idle.server.port}/git/${repoId}.git/git-${service}`, { method: 'POST', headers: { ...auth, 'Git-Protocol': 'version=2', 'Content-Type': `application/x-git-${service}-request` }, body: new Uint8Array(body) })
      return Buffer.from(await res.arrayBuffer()).toString('latin1')
    }
    expect(await ask('receive-pack', bodyOf(work, idle.starter.commit, to))).toContain(`ok ${MAIN}`)
    const wish = Buffer.concat([pkt('command=fetch'), pkt('object-format=sha1'), Buffer.from('0001'), pkt('ofs-delta'), pkt(`want ${to}\n`), pkt('done\n'), FLUSH])
    expect(await ask('upload-pack', wish)).toContain('PACK')
    await idle.close()
  })

  it('is answered in the words that git has', async () => {
    const { url, work } = await workOn((w) => commit(w, 'a.txt', 'a\n'))
    const pushed = await client(work, ['push', '--porcelain', url, 'main'])
    expect(pushed.stdout).toMatch(/^ \trefs\/heads\/main:refs\/heads\/main\t[0-9a-f]+\.\.[0-9a-f]+$/m)
    expect(pushed.code).toBe(0)
  })
})

describe('whatever else is pushed is left to git', () => {
  const change = async (work: string) => commit(work, 'a.txt', 'a\n')
  const cases: Record<string, (work: string) => Promise<Buffer>> = {
    'a new branch': async (w) => bodyOf(w, bench.starter.commit, await change(w)).fill('0', 4, 44),
    'a tag': async (w) => bodyOf(w, bench.starter.commit, await change(w), { ref: 'refs/tags/v1' }),
    'a hidden ref': async (w) => bodyOf(w, bench.starter.commit, await change(w), { ref: 'refs/handiwork/pushes/1' }),
    'push options': async (w) => bodyOf(w, bench.starter.commit, await change(w), { capabilities: 'report-status side-band-64k push-options' }),
    'an old client': async (w) => bodyOf(w, bench.starter.commit, await change(w), { capabilities: 'report-status' }),
    'a rewritten branch': async (w) => {
      await git(w, 'checkout', '-q', '--orphan', 'other')
      return bodyOf(w, bench.starter.commit, await change(w))
    },
    'a name with an accent': async (w) => bodyOf(w, bench.starter.commit, await commit(w, 'é.txt', 'a\n')),
    'an attributes file': async (w) => bodyOf(w, bench.starter.commit, await commit(w, '.gitattributes', '* text\n')),
    'a submodule': async (w) => {
      await git(w, 'update-index', '--add', '--cacheinfo', `160000,${bench.starter.commit},vendor`)
      await git(w, 'commit', '-q', '-m', 'Vendor')
      return bodyOf(w, bench.starter.commit, await git(w, 'rev-parse', 'HEAD'))
    },
    'a path that is too deep': async (w) => {
      mkdirSync(path.join(w, 'd/'.repeat(33)), { recursive: true })
      return bodyOf(w, bench.starter.commit, await commit(w, `${'d/'.repeat(33)}file`, 'a\n'))
    },
    'something that is here already': async (w) => {
      await change(w)
      const pack = raw(['-C', w, 'pack-objects', '--stdout', '--revs', '--quiet'], 'HEAD\n')
      return Buffer.concat([pkt(`${bench.starter.commit} ${await git(w, 'rev-parse', 'HEAD')} ${MAIN}\0report-status side-band-64k`), FLUSH, pack])
    },
    'something nobody asked for': async (w) => {
      const to = await change(w)
      raw(['-C', w, 'hash-object', '-w', '--stdin'], 'loot')
      const ids = [...raw(['-C', w, 'rev-list', '--objects', to, `^${bench.starter.commit}`]).toString().split('\n').filter(Boolean).map((line) => line.slice(0, 40)), raw(['hash-object', '--stdin'], 'loot').toString().trim()]
      return Buffer.concat([pkt(`${bench.starter.commit} ${to} ${MAIN}\0report-status side-band-64k`), FLUSH, raw(['-C', w, 'pack-objects', '--stdout', '--quiet'], ids.join('\n'))])
    },
  }

  it.each(Object.keys(cases))('%s', async (name) => {
    const { repoId, url } = await bench.newRepo()
    expect(understood(repoId, await cases[name]!(await clone(bench, url)))).toBeUndefined()
  })

  it('a pack that lacks something, is damaged, or has something behind its end', async () => {
    const { repoId, body, work, to } = await workOn(change)
    expect(understood(repoId, body)).toBeDefined()
    const ids = raw(['-C', work, 'rev-list', '--objects', to, `^${bench.starter.commit}`]).toString().split('\n').filter(Boolean).map((line) => line.slice(0, 40))
    for (const left of ids) {
      const pack = raw(['-C', work, 'pack-objects', '--stdout', '--quiet'], ids.filter((id) => id !== left).join('\n'))
      expect(understood(repoId, Buffer.concat([pkt(`${bench.starter.commit} ${to} ${MAIN}\0report-status side-band-64k`), FLUSH, pack]))).toBeUndefined()
    }
    expect(understood(repoId, Buffer.concat([body, Buffer.from('0')]))).toBeUndefined()
    const start = body.indexOf('PACK')
    for (let at = start; at < body.length; at++) {
      const damaged = Buffer.from(body)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      expect(understood(repoId, damaged), `byte ${at}`).toBeUndefined()
    }
  })

  it('what is in another repository only', async () => {
    const { work, to } = await workOn((w) => commit(w, 'secret.txt', 'of somebody else\n'))
    const own = await bench.newRepo()
    // Seen a moment ago, by its id: what was read once must not open it elsewhere.
    const tree = await git(work, 'rev-parse', `${to}^{tree}`)
    await git(work, 'push', '-q')
    const loot = await git(work, 'commit-tree', '-m', 'Loot', '-p', bench.starter.commit, tree)
    const pack = raw(['-C', work, 'pack-objects', '--stdout', '--quiet'], loot)
    expect(understood(own.repoId, Buffer.concat([pkt(`${bench.starter.commit} ${loot} ${MAIN}\0report-status side-band-64k`), FLUSH, pack]))).toBeUndefined()
  })
})

describe('what is plain', () => {
  const odd = ['.git', '.GIT', '.Git', 'git~1', 'GIT~1', 'gi7eba~1', '.git ', '.git.', '.git. .', '.git\\x', '.git:x', '.gitmodules', '.gitModules', '.gitattributes', '.mailmap', '.gitignore', '.g\u200cit', '..', '.', '', 'a/b', 'a\\b', 'a:b', 'é', 'con', 'a b', '-a', 'README.md', 'src', 'a.b', 'a-b', 'a0']
  const name = fc.oneof(fc.constantFrom(...odd), fc.string({ minLength: 1, maxLength: 6, unit: 'binary-ascii' }))
  const blob = raw(['hash-object', '--stdin'], 'x').toString().trim()
  const mode = fc.constantFrom('100644', '100755', '120000', '100664', '0100644', '100600', '777', '160000')
  const treeBytes = (lines: readonly (readonly [string, string])[]) => Buffer.concat(lines.map(([m, n]) => Buffer.concat([Buffer.from(`${m} ${n}\0`), Buffer.from(blob, 'hex')])))

  it('is fine with git, tree by tree', () => {
    const lines = fc.array(fc.tuple(mode, name), { maxLength: 4 }).chain((all) => fc.constantFrom(all, all.toSorted((a, b) => (a[1] < b[1] ? -1 : 1)).map(([, n]) => ['100644', n] as [string, string])))
    const trees = [...new Map(fc.sample(lines, 4_000).map(treeBytes).filter((bytes) => plainTree(bytes)).map((bytes) => [bytes.toString('hex'), bytes])).values()]
    expect(trees.length).toBeGreaterThan(100)
    expectGitTakes([...trees.map((bytes) => ({ type: 'tree' as const, bytes })), { type: 'blob', bytes: Buffer.from('x') }])
  })

  it('is fine with git, commit by commit', () => {
    const tree = raw(['hash-object', '-t', 'tree', '--stdin']).toString().trim()
    const piece = fc.oneof(fc.constantFrom('Ada', ' ', '<', '>', '\n', '\0', '0', '1700000000', '01', '99999999999999999999', '+0000', '-9999', '+00', 'é', '', 'a@b'), fc.string({ maxLength: 3 }))
    const person = fc.oneof({ weight: 3, arbitrary: fc.constant('Ada <a@b> 1700000000 +0100') }, { weight: 2, arbitrary: fc.tuple(piece, piece, piece, piece).map(([a, b, c, d]) => `${a} <${b}> ${c} ${d}`) })
    const texts = fc.tuple(person, person, fc.constantFrom('', 'gpgsig x\n', 'encoding latin1\n'), fc.string({ maxLength: 5 })).map(([a, c, more, message]) => `tree ${tree}\nauthor ${a}\ncommitter ${c}\n${more}\n${message}`)
    const commits = [...new Set(fc.sample(texts, 3_000))].map((text) => Buffer.from(text)).filter((bytes) => plainCommit(bytes))
    expect(commits.length).toBeGreaterThan(100)
    expectGitTakes([...commits.map((bytes) => ({ type: 'commit' as const, bytes })), { type: 'tree', bytes: Buffer.alloc(0) }])
  })

  it('holds none of the names that mean something to a file system or to git', () => {
    for (const bad of odd.slice(0, 15).concat(odd.slice(16, 23)).filter((n) => n !== '.mailmap')) expect(isPlainName(bad), bad).toBe(false)
    for (const good of ['.gitignore', '.github', 'README.md', '[id].tsx', 'a b', '-a', '(group)', '_']) expect(isPlainName(good), good).toBe(true)
  })

  function expectGitTakes(objects: { type: 'tree' | 'blob' | 'commit'; bytes: Buffer }[]) {
    const store = path.join(bench.dir, `taken-${objects.length}`)
    raw(['init', '-q', '--bare', store])
    const { pack } = packed(objects.map((object, n) => ({ ...object, sha: String(n).padStart(40, '0') })))
    raw(['-C', store, '-c', 'core.protectHFS=true', '-c', 'core.protectNTFS=true', 'index-pack', '--stdin', '--strict'], pack)
  }
})

describe('moving a branch', () => {
  it('holds it against git, and moves it also where it was packed away', async () => {
    const { repoId } = await bench.newRepo()
    const other = (await workOn((w) => commit(w, 'a.txt', 'a\n'))).to
    const held = await holdRef(place(repoId), MAIN, bench.starter.commit)
    expect(held).toBeDefined()
    expect(() => raw([`--git-dir=${place(repoId)}`, 'update-ref', '-d', MAIN])).toThrow(/cannot lock ref/)
    expect(await holdRef(place(repoId), MAIN, bench.starter.commit)).toBeUndefined()
    await held!.move(other)
    await held!.release()
    expect(readFileSync(path.join(place(repoId), MAIN), 'utf8')).toBe(`${other}\n`)
    expect(await holdRef(place(repoId), MAIN, bench.starter.commit)).toBeUndefined()
    expect(existsSync(path.join(place(repoId), `${MAIN}.lock`))).toBe(false)
  })

  it('clears away the lock of somebody who was killed, but not a fresh one', async () => {
    const { repoId } = await bench.newRepo()
    const lock = path.join(place(repoId), `${MAIN}.lock`)
    writeFileSync(lock, '')
    expect(await holdRef(place(repoId), MAIN, bench.starter.commit)).toBeUndefined()
    expect(existsSync(lock)).toBe(true)
    utimesSync(lock, new Date(0), new Date(0))
    expect(await holdRef(place(repoId), MAIN, bench.starter.commit)).toBeUndefined()
    expect(await holdRef(place(repoId), MAIN, bench.starter.commit)).toBeDefined()
  })

  it('ends a push as abandoned, in words, where its pack can not be put in place', async () => {
    const { repoId, work, body } = await workOn((w) => commit(w, 'a.txt', 'a\n'))
    const inTheWay = path.join(place(repoId), 'objects', 'pack', `${understood(repoId, body)!.packName}.pack`)
    mkdirSync(path.join(inTheWay, 'full'), { recursive: true })
    const pushed = await client(work, ['push'])
    expect(pushed.output).toContain('remote: Our server could not note your push. Please push again.')
    expect(pushed.output).toContain('[remote rejected] main -> main (our server failed)')
    expect(bench.keeper.pushes.at(-1)).toMatchObject({ state: 'abandoned', reason: 'our server failed' })
    expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
    expect(readdirSync(path.join(place(repoId), 'objects')).filter((name) => name.startsWith('tmp_'))).toEqual([])
  })
})
