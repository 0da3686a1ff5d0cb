import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TreeEntry } from '#server/adapters/git/port.ts'
import { checkFilesOf, gallery, type StarterFile, starterFilesOf } from '#server/features/templates/index.ts'
import { checksProblems, filesProblems, treeProblems } from './structure.ts'

const file = (path: string, text = 'x'): StarterFile => ({ path, mode: '100644', content: Buffer.from(text) })
const entry = (path: string, o: Partial<TreeEntry> = {}): TreeEntry => ({ path, mode: '100644', type: 'blob', sha: 'a'.repeat(40), size: 1, ...o })
const sha = (bytes: Uint8Array) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
const README = file('README.md', '# Do this\n')
const problems = (...files: StarterFile[]) => filesProblems([README, ...files], files.map((f) => entry(f.path)), new Set())

describe('what a starter must be', () => {
  it('holds for every template we ship, its checks beside it', () => {
    for (const { slug } of gallery()) {
      const [files, checks] = [starterFilesOf(slug), checkFilesOf(slug)]
      const hidden = new Set(checks.filter((f) => f.path.startsWith('hidden/')).map((f) => sha(f.content)))
      expect(filesProblems(files, files.map((f) => entry(f.path, { sha: sha(f.content), size: f.content.length })), hidden), slug).toEqual([])
      expect(checksProblems(checks), slug).toEqual([])
    }
  })

  it('says what to read, and locks what it installs', () => {
    expect(filesProblems([file('src/a.ts')], [], new Set())).toEqual([expect.stringMatching(/no README\.md at its top/)])
    expect(problems(file('package.json', '{}'))).toEqual([expect.stringMatching(/no package-lock\.json/)])
    expect(problems(file('package.json', '{'))).toEqual([expect.stringMatching(/no JSON/)])
    expect(problems(file('package-lock.json', '{}'))).toEqual([expect.stringMatching(/without a package\.json/)])
    expect(problems(file('main.py'))).toEqual([])
  })

  it('has nothing in it that a candidate must not see', () => {
    expect(problems(file('hidden/a.test.ts'))).toEqual([expect.stringMatching(/folder “hidden”/)])
    expect(problems(file('checks.yaml'))).toEqual([expect.stringMatching(/checks\.yaml/)])
    const copied = filesProblems([README, file('test/a.test.ts')], [entry('test/a.test.ts', { sha: 'b'.repeat(40) })], new Set(['b'.repeat(40)]))
    expect(copied).toEqual([expect.stringMatching(/test\/a\.test\.ts is one of the hidden tests/)])
  })

  it('holds no secret', () => {
    // Put together here, so that no scanner takes this file for a leak.
    const secrets = [`-----BEGIN ${'RSA '}PRIVATE KEY-----`, `AKIA${'ABCDEFGHIJKLMNOP'}`, `ghp_${'a'.repeat(36)}`, `glpat-${'a'.repeat(20)}`, `xoxb-${'1234567890ab'}`, `sk_live_${'a'.repeat(24)}`, `AIza${'a'.repeat(35)}`, `//registry.npmjs.org/:_authToken=${'abcdefgh1234'}`, `hw_pat_${'a'.repeat(43)}`]
    for (const secret of secrets) expect(problems(file('config.txt', `x = ${secret}\n`)), secret).toEqual([expect.stringMatching(/config\.txt holds what looks like/)])
    expect(problems(file('.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n'), file('.env.example', 'KEY=\n'))).toEqual([])
    for (const name of ['.env', 'api/.env.local', '.env.production']) expect(problems(file(name)), name).toEqual([expect.stringMatching(/where secrets are kept/)])
  })

  it('is plain files, few and small', () => {
    expect(treeProblems([entry('a', { mode: '120000', type: 'symlink' })])).toEqual([expect.stringMatching(/symbolic link/)])
    expect(treeProblems([entry('a', { mode: '160000', type: 'submodule' })])).toEqual([expect.stringMatching(/submodule/)])
    expect(treeProblems([entry('a', { size: 6 * 1024 * 1024 })])).toEqual([expect.stringMatching(/a is 6 MB; one file may have 5 MB/)])
    expect(treeProblems(Array.from({ length: 5 }, (_, i) => entry(`f${i}`, { size: 5 * 1024 * 1024 })))).toEqual([expect.stringMatching(/25 MB together/)])
    expect(treeProblems(Array.from({ length: 2001 }, (_, i) => entry(`f${i}`)))).toEqual([expect.stringMatching(/2,001 files/)])
    expect(treeProblems([entry('web/node_modules/a/index.js'), entry('node_modules/b.js')])).toEqual([expect.stringMatching(/node_modules is in it/)])
    expect(problems(file('a.bin', 'version https://git-lfs.github.com/spec/v1\noid x'))).toEqual([expect.stringMatching(/pointer of Git LFS/)])
  })
})

describe('what the checks must be', () => {
  it('is hidden/ and checks.yaml, which can be read', () => {
    expect(checksProblems([file('hidden/a.test.ts'), file('checks.yaml', 'scripts: [types]\n'), file('README.md')])).toEqual([])
    expect(checksProblems([file('a.test.ts')])).toEqual([expect.stringMatching(/neither in hidden\/ nor checks\.yaml/)])
    expect(checksProblems([file('checks.yaml', 'runner: jest\n')])).toEqual([expect.stringMatching(/checks\.yaml can’t be used/)])
  })
})
