import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checksOf, hiddenFilesOf } from './checks-file.ts'
import { gallery, starterFilesOf } from './gallery.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'handiwork-checks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function template(slug: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, slug, name)), { recursive: true })
    writeFileSync(path.join(folder, slug, name), text)
  }
  return slug
}

describe('checks.yaml', () => {
  it('may be left out, and so may each of its words', () => {
    const usual = { runner: 'vitest', arguments: [], limits: { seconds: 120, memory_mb: 2048, processes: 256, disk_mb: 512 } }
    expect(checksOf('none', folder)).toEqual(usual)
    expect(checksOf(template('empty', { 'checks.yaml': '# nothing yet\n' }), folder)).toEqual(usual)
    expect(checksOf(template('some', { 'checks.yaml': 'limits: { seconds: 30 }\n' }), folder).limits).toEqual({ ...usual.limits, seconds: 30 })
  })

  it('refuses words, numbers and scripts it does not know, naming the file', () => {
    for (const text of ['network: true\n', 'limits: { seconds: 100000 }\n', 'scripts: ["rm -rf /"]\n', 'runner: jest\n', 'a: [\n']) {
      expect(() => checksOf(template('wrong', { 'checks.yaml': text }), folder), text).toThrow(/templates\/wrong\/checks\.yaml/)
    }
  })

  it('is right in every template that ships, and never in what a candidate gets', () => {
    for (const { slug } of gallery()) {
      expect(() => checksOf(slug)).not.toThrow()
      expect(starterFilesOf(slug).map((f) => f.path)).not.toContain('checks.yaml')
    }
  })
})

describe('hidden tests', () => {
  it('are the files of one folder of a template, and of no other place', () => {
    template('tested', { 'hidden/a.test.ts': 'a', 'hidden/deep/b.ts': 'b', 'scaffold/c.ts': 'c' })
    expect(hiddenFilesOf('tested', folder).map((f) => f.path).sort()).toEqual(['a.test.ts', 'deep/b.ts'])
    for (const slug of ['none', '../tested', 'tested/..', '']) expect(hiddenFilesOf(slug, folder)).toEqual([])
  })
})
