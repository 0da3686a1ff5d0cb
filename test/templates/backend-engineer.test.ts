import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { rubric as rubricShape } from '#contract/process.ts'
import { gallery, starterFilesOf } from '#server/features/templates/index.ts'
import { filesOf, install, makeSubmission, measure, patchesOf, sampleFile, template } from './submission.ts'

const SAMPLES = ['weak', 'middling', 'strong']
const folder = mkdtempSync(path.join(tmpdir(), 'handiwork-samples-'))
const at = (name: string) => path.join(folder, name)
const read = (...names: string[]) => readFileSync(path.join(...names), 'utf8')
const sample = (name: string) => sampleFile.parse(parse(read(template, 'samples', name, 'sample.yaml')))
const rubric = rubricShape.parse(parse(read(template, 'rubric.yaml')))

beforeAll(async () => {
  for (const name of SAMPLES) await makeSubmission(name, at(name))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(SAMPLES)('the %s sample', (name) => {
  it('is a history of four to nine commits that applies to the scaffold', () => {
    expect(patchesOf(name).length).toBeGreaterThanOrEqual(4)
    expect(patchesOf(name).length).toBeLessThanOrEqual(9)
    expect(read(at(name), 'NOTES.md')).not.toBe(read(template, 'scaffold/NOTES.md'))
  })

  it('has a level and a reason for each criterion of the rubric', () => {
    const { scores } = sample(name)
    expect(scores.map((s) => s.criterion)).toEqual(rubric.criteria.map((c) => c.id))
    for (const s of scores) expect(rubric.criteria.find((c) => c.id === s.criterion)?.levels.map((l) => l.level)).toContain(s.level)
  })

  it('falls short where its file says so', () => {
    for (const { file, line, code } of sample(name).falls_short) expect(`${file}:${line} ${read(at(name), file).split('\n')[line - 1]}`).toContain(code)
  })
})

describe('what a candidate gets', () => {
  const starter = starterFilesOf('backend-engineer')
  const secret = ['hidden', 'samples'].flatMap((kind) => readdirSync(path.join(template, kind), { recursive: true, encoding: 'utf8' }).map((file) => path.join(template, kind, file)))

  it('holds the scaffold, and no file of hidden/ or samples/', () => {
    const texts = new Set(secret.filter((file) => /\.(?:ts|yaml|patch)$/.test(file)).map((file) => read(file)))
    expect(texts.size).toBeGreaterThan(20)
    expect(starter.map((f) => f.path)).toContain('src/app.ts')
    expect(starter.filter((f) => /hidden|samples|\.patch$/.test(f.path) || texts.has(Buffer.from(f.content).toString()))).toEqual([])
  })

  it('begins as a history without hidden tests in it, also when a sample was pushed', () => {
    for (const name of SAMPLES) expect(existsSync(path.join(at(name), 'hidden'))).toBe(false)
    for (const file of SAMPLES.flatMap(patchesOf)) expect(read(file)).not.toMatch(/^\+\+\+ b\/(?:hidden|samples)\//m)
  })

  it('is described to the public without a word of the hidden tests', () => {
    const names = filesOf(path.join(template, 'hidden')).flatMap((file) => [...read(file).matchAll(/^test\('([^']+)'/gm)].map(([, name]) => name ?? ''))
    const shown = JSON.stringify(gallery().filter((t) => t.slug === 'backend-engineer'))
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => shown.includes(name))).toEqual([])
  })
})

/** About ten seconds each; where no registry answers, they can't be run. */
describe('installed once and run', () => {
  let installed = false
  beforeAll(async () => {
    installed = await install(folder)
  }, 120_000)

  it.for(SAMPLES)('the %s sample passes as many tests, visible and hidden, as its file says', { timeout: 180_000 }, async (name, { skip }) => {
    skip(!installed, 'No registry to install from')
    const { visible, hidden } = await measure(at(name), folder)
    const { tests } = sample(name)
    expect({ visible: { passed: visible.passed, failed: visible.failed }, hidden }).toEqual({ ...tests, hidden: { ...tests.hidden, failing: [...tests.hidden.failing].sort() } })
  })
})
