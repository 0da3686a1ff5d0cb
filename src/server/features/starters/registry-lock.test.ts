import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '#server/lib/package-root.ts'
import { lockProblems } from './registry-lock.ts'

const lockWith = (packages: Record<string, unknown>, lockfileVersion = 3) => JSON.stringify({ lockfileVersion, packages: { '': { name: 'x' }, ...packages } })
const good = { version: '1.0.0', resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz', integrity: 'sha512-x' }
const problems = (entry: Record<string, unknown>, at = 'node_modules/a') => lockProblems('{}', lockWith({ [at]: { ...good, ...entry } }))

describe('a lock file that is installed with the network', () => {
  it('is that of every template we ship', () => {
    const templates = path.join(packageRoot, 'templates')
    for (const slug of readdirSync(templates)) {
      const read = (name: string) => readFileSync(path.join(templates, slug, 'scaffold', name), 'utf8')
      expect(lockProblems(read('package.json'), read('package-lock.json')), slug).toEqual([])
    }
  })

  it('names packages of the registry and nothing else: no address, no git, no file, no link', () => {
    expect(problems({})).toEqual([])
    expect(problems({ resolved: undefined })).toEqual([])
    expect(problems({ integrity: undefined, resolved: undefined, inBundle: true })).toEqual([])
    for (const resolved of ['http://registry.npmjs.org/a', 'https://169.254.169.254/a.tgz', 'https://registry.npmjs.org.evil.test/a', 'git+ssh://git@github.com/a/b.git#x', 'file:../a', '../a', 7]) {
      expect(problems({ resolved }), String(resolved)).toEqual([expect.stringMatching(/Only https:\/\/registry\.npmjs\.org\/ is asked/)])
    }
    expect(problems({ link: true })).toEqual([expect.stringMatching(/a folder or a link/)])
    for (const at of ['../outside', 'packages/a', '/etc', 'node_modules/../../a']) expect(problems({}, at), at).toEqual([expect.stringMatching(/a folder or a link/)])
    expect(problems({ integrity: undefined })).toEqual([expect.stringMatching(/no checksum/)])
  })

  it('lets no dependency, of ours or of a package, lead elsewhere', () => {
    const odd = ['git+https://evil.test/a.git', 'github:a/b', 'a/b', 'https://evil.test/a.tgz', 'file:../a', '../a', '.', '..', 'link:../a', 'workspace:*', 'a.tgz', '~/a']
    for (const spec of odd) {
      expect(lockProblems(JSON.stringify({ dependencies: { a: spec } }), lockWith({})), spec).toEqual([expect.stringMatching(/Only packages of the npm registry/)])
      expect(problems({ dependencies: { b: spec } }), spec).toEqual([expect.stringMatching(/Only packages of the npm registry/)])
    }
    const fine = { a: '^1.0.0', b: '1.x || >=2.5.0 <3', c: 'latest', d: '*', e: '', f: 'npm:@scope/name@^1.0.0', g: '~1.2', h: '1.0.0-beta.1+build', i: '1.0.0 - 2.0.0' }
    expect(lockProblems(JSON.stringify({ devDependencies: fine }), lockWith({}))).toEqual([])
    expect(lockProblems('{"workspaces":["a"]}', lockWith({}))).toEqual([expect.stringMatching(/workspaces/)])
    expect(lockProblems('{"overrides":{"a":"git+https://x"}}', lockWith({}))).toEqual([expect.stringMatching(/overrides/)])
  })

  it('is one of npm 7 or newer, and of a size that a task has', () => {
    expect(lockProblems('{}', '{"lockfileVersion":1,"dependencies":{}}')).toEqual([expect.stringMatching(/npm 6/)])
    expect(lockProblems('{}', 'null')).toEqual([expect.stringMatching(/can’t be read/)])
    expect(lockProblems('[1]', lockWith({}))).toEqual([expect.stringMatching(/not what npm expects/)])
    const many = Object.fromEntries(Array.from({ length: 3001 }, (_, i) => [`node_modules/p${i}`, good]))
    expect(lockProblems('{}', lockWith(many))).toEqual([expect.stringMatching(/more than 3,000/)])
  })
})
