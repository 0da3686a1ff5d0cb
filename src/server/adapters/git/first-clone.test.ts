import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Git, installGit } from './environment.ts'
import { answerWithoutGit } from './first-clone.ts'
import { repoPath } from './layout.ts'
import { FLUSH, pkt } from './pkt-line.ts'
import { capture } from './run.ts'
import { clone, commit, git as client, openBench, STARTER_OPTIONS, type TestBench } from './test-kit.ts'

let bench: TestBench
let git: Git
beforeAll(async () => {
  bench = await openBench()
  git = installGit(bench.reposDir)
})
afterAll(() => bench.close())

const DELIMITER = Buffer.from('0001')
const ask = (command: string, args: string[], capabilities = ['agent=git/2.39.5', 'object-format=sha1']) => Buffer.concat([pkt(`command=${command}\n`), ...capabilities.map((c) => pkt(c)), DELIMITER, ...args.map((arg) => pkt(`${arg}\n`)), FLUSH])
const place = (repoId: string) => repoPath(bench.reposDir, repoId)
const ours = async (repoId: string, body: Buffer) => {
  const parts = await answerWithoutGit(git, place(repoId), body)
  return parts && Buffer.concat(parts)
}
const gits = async (repoId: string, body: Buffer) => (await capture(git, ['upload-pack', '--stateless-rpc', place(repoId)], { input: body, env: { GIT_PROTOCOL: 'version=2' } })).stdout

/** What a client would have in its object store after this answer. */
function objectsIn(answer: Buffer): string[] {
  const pack: Buffer[] = []
  for (let at = 0; at + 4 <= answer.length; ) {
    const length = Number.parseInt(answer.toString('latin1', at, at + 4), 16)
    if (length > 4 && answer[at + 4] === 1) pack.push(answer.subarray(at + 5, at + length))
    at += Math.max(4, length)
  }
  const store = mkdtempSync(path.join(bench.dir, 'objects-'))
  execFileSync('git', ['init', '-q', '--bare', store])
  execFileSync('git', ['-C', store, 'index-pack', '--stdin', '--fix-thin'], { input: Buffer.concat(pack) })
  return execFileSync('git', ['-C', store, 'cat-file', '--batch-all-objects', '--batch-check']).toString().split('\n').sort()
}

const CLONE = (sha: string) => ['thin-pack', 'ofs-delta', `want ${sha}`, `want ${sha}`, 'done']

describe('the clone of an untouched starter', () => {
  it('brings what git would send, without git', async () => {
    const { repoId } = await bench.newRepo()
    const request = ask('fetch', CLONE(bench.starter.commit))
    const answer = await ours(repoId, request)
    expect(answer).toBeDefined()
    expect(objectsIn(answer!)).toEqual(objectsIn(await gits(repoId, request)))
    expect(objectsIn(answer!).length).toBeGreaterThan(5)
  })

  it('is left to git as soon as anything else is asked for', async () => {
    const { repoId } = await bench.newRepo()
    const { commit: sha } = bench.starter
    for (const more of ['deepen 1', 'shallow '.concat(sha), 'filter blob:none', `have ${sha}`, 'wait-for-done', 'sideband-all', 'packfile-uris https', 'want-ref refs/heads/main', `want ${'1'.repeat(40)}`]) expect(await ours(repoId, ask('fetch', [...CLONE(sha), more])), more).toBeUndefined()
    expect(await ours(repoId, ask('fetch', ['ofs-delta', `want ${sha}`]))).toBeUndefined()
    expect(await ours(repoId, ask('fetch', [`want ${sha}`, 'done']))).toBeUndefined()
    expect(await ours(repoId, ask('fetch', CLONE(sha), ['object-format=sha256']))).toBeUndefined()
    expect(await ours(repoId, ask('fetch', CLONE(sha)).subarray(0, -4))).toBeUndefined()
    expect(await ours(repoId, Buffer.concat([ask('fetch', CLONE(sha)), FLUSH]))).toBeUndefined()
  })

  it('never gives the starter of somebody else', async () => {
    const { repoId } = await bench.newRepo()
    const other = await bench.store.prepareStarter([{ path: 'OTHER.md', content: 'Of another assignment.\n' }], STARTER_OPTIONS)
    expect(await ours(repoId, ask('fetch', CLONE(other.commit)))).toBeUndefined()
    expect((await gits(repoId, ask('fetch', CLONE(other.commit)))).includes('PACK')).toBe(false)
  })

  it('sends tags along where they are asked for, which git knows how to', async () => {
    const { repoId, url } = await bench.newRepo()
    const work = await clone(bench, url)
    await client(work, 'tag', '-a', 'v1', '-m', 'One')
    await client(work, 'push', '-q', 'origin', 'v1')
    expect(await ours(repoId, ask('fetch', [...CLONE(bench.starter.commit), 'include-tag']))).toBeUndefined()
    expect(await ours(repoId, ask('fetch', CLONE(bench.starter.commit)))).toBeDefined()
  })

  it('is whole for every kind of real client, before and after a push', async () => {
    const { url } = await bench.newRepo()
    for (const args of [[], ['--bare'], ['--single-branch'], ['--depth', '1'], ['--filter=blob:none'], ['--no-tags'], ['-c', 'protocol.version=1'], ['-c', 'transfer.fsckObjects=true']]) {
      const work = await clone(bench, url, ...args)
      await client(work, 'fsck', '--full')
      expect(await client(work, 'rev-parse', 'HEAD'), args.join(' ')).toBe(bench.starter.commit)
    }
    const work = await clone(bench, url)
    const sha = await commit(work, 'a.txt', 'a\n')
    await client(work, 'push', '-q')
    expect(await client(await clone(bench, url), 'rev-parse', 'HEAD')).toBe(sha)
    expect(await client(await clone(bench, url, '--depth', '1'), 'rev-parse', 'HEAD')).toBe(sha)
  })
})

describe('the first clone of work', () => {
  const tipOf = async (repoId: string, ref = 'main') => (await bench.store.reader(repoId).resolve(ref))!
  const same = async (repoId: string, args: string[]) => {
    const answer = await ours(repoId, ask('fetch', args))
    if (answer) expect(objectsIn(answer)).toEqual(objectsIn(await gits(repoId, ask('fetch', args))))
    return answer !== undefined
  }

  it('brings what git would send, whoever took the pushes in, and is whole for a client that looks closely', async () => {
    const { repoId, url } = await bench.newRepo()
    const work = await clone(bench, url)
    // The second is git's own to take in: it adds what the deltas rest on.
    for (const [file, content] of [['a.txt', 'a\n'], ['é.txt', 'é\n'], ['src/index.ts', 'export const a = 1\n'], ['src/é.ts', 'export {}\n'], ['a.txt', 'b\n']] as const) {
      await commit(work, file, content)
      await client(work, 'push', '-q')
      expect(await same(repoId, CLONE(await tipOf(repoId))), file).toBe(true)
    }
    const copy = await clone(bench, url, '-c', 'transfer.fsckObjects=true')
    expect(await client(copy, 'fsck', '--full', '--strict')).toBe('')
    await bench.store.tidy(repoId)
    expect(await same(repoId, CLONE(await tipOf(repoId)))).toBe(true)
  })

  it('is of all branches that are asked for, and left to git where more lies here than leads to them', async () => {
    const { repoId, url } = await bench.newRepo()
    const work = await clone(bench, url)
    await client(work, 'push', '-q', 'origin', 'HEAD:refs/heads/side')
    await commit(work, 'a.txt', 'a\n')
    await client(work, 'push', '-q', 'origin', 'HEAD:refs/heads/side')
    await client(work, 'reset', '-q', '--hard', bench.starter.commit)
    await commit(work, 'b.txt', 'b\n')
    await client(work, 'push', '-q', 'origin', 'HEAD:refs/heads/main')
    const [main, side] = [await tipOf(repoId), await tipOf(repoId, 'side')]
    expect(await same(repoId, ['ofs-delta', `want ${main}`, `want ${side}`, 'done'])).toBe(true)
    expect(await ours(repoId, ask('fetch', CLONE(main)))).toBeUndefined()
    expect(await ours(repoId, ask('fetch', CLONE(side)))).toBeUndefined()
    expect(await client(await clone(bench, url, '--single-branch'), 'rev-parse', 'HEAD')).toBe(main)
    await client(work, 'commit', '-q', '--amend', '-m', 'Rewritten')
    await client(work, 'push', '-q', '--force', 'origin', 'HEAD:refs/heads/main')
    expect(await ours(repoId, ask('fetch', ['ofs-delta', `want ${await tipOf(repoId)}`, `want ${side}`, 'done']))).toBeUndefined()
  })

  it('never gives what is in another repository, and nothing of what is only a file', async () => {
    const [own, other] = [await bench.newRepo(), await bench.newRepo()]
    const work = await clone(bench, other.url)
    const secret = await commit(work, 'secret.txt', 'secret\n')
    await client(work, 'push', '-q')
    expect(await same(other.repoId, CLONE(secret))).toBe(true)
    expect(await ours(own.repoId, ask('fetch', CLONE(secret)))).toBeUndefined()
    expect(await ours(other.repoId, ask('fetch', CLONE(await client(work, 'rev-parse', 'HEAD:secret.txt'))))).toBeUndefined()
  })
})

describe('listing refs', () => {
  it('answers byte for byte what git answers, or leaves it to git', async () => {
    const { repoId, url } = await bench.newRepo()
    const work = await clone(bench, url)
    const states = [
      async () => {},
      async () => void (await client(work, 'push', '-q', 'origin', 'HEAD:refs/heads/a/deep/branch', 'HEAD:refs/heads/a-b', 'HEAD:refs/heads/zé')),
      async () => {
        await client(work, 'tag', '-a', 'v1', '-m', 'One')
        await client(work, 'tag', 'light')
        await client(work, 'push', '-q', 'origin', 'v1', 'light')
      },
      () => bench.store.tidy(repoId),
      async () => {
        await commit(work, 'b.txt', 'b\n')
        await client(work, 'push', '-q', 'origin', 'main')
      },
    ]
    const prefix = fc.constantFrom('refs/heads/', 'refs/tags/', 'HEAD', 'refs/heads/main', 'refs/', 'refs/handiwork/', 'refs/heads/a', 'x', 'refs/tags/v')
    const args = fc.tuple(fc.subarray(['peel', 'symrefs', 'unborn']), fc.array(prefix, { maxLength: 4 })).map(([flags, prefixes]) => [...flags, ...prefixes.map((p) => `ref-prefix ${p}`)])
    let answered = 0
    for (const reach of states) {
      await reach()
      await fc.assert(
        fc.asyncProperty(args, async (asked) => {
          const request = ask('ls-refs', asked)
          const answer = await ours(repoId, request)
          if (!answer) return
          answered += 1
          expect(answer.toString('latin1')).toBe((await gits(repoId, request)).toString('latin1'))
        }),
        { numRuns: 15 },
      )
    }
    expect(answered).toBeGreaterThan(40)
  })
})
