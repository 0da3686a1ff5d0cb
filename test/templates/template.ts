import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Rubric, rubric as rubricShape } from '#contract/process.ts'
import { gallery, sampleFile, starterFilesOf } from '#server/features/templates/index.ts'
import { filesOf, folderOf, install, makeSubmission, measure, patchesOf } from './submission.ts'

const SAMPLES = ['weak', 'middling', 'strong']
const read = (...names: string[]) => readFileSync(path.join(...names), 'utf8')

export interface TemplateUnderTest {
  /** A file of the scaffold that the task's README names, which every candidate must find. */
  keeps: string
  /** What vitest is told when a submission's tests and the hidden ones are run. */
  vitest?: readonly string[]
}

/** A template's folder, and where its samples are laid out for the tests of this file. */
class Template {
  readonly folder: string
  readonly work = mkdtempSync(path.join(tmpdir(), 'handiwork-samples-'))
  readonly rubric: Rubric

  constructor(readonly slug: string) {
    this.folder = folderOf(slug)
    this.rubric = rubricShape.parse(parse(read(this.folder, 'rubric.yaml')))
  }

  at = (name: string) => path.join(this.work, name)
  patches = (name: string) => patchesOf(this.folder, name)
  sample = (name: string) => sampleFile.parse(parse(read(this.folder, 'samples', name, 'sample.yaml')))
}

/** Proves what every template with a take-home promises: honest samples, a starter without secrets, a rubric in two forms, measured tests. */
export function describeTemplate(slug: string, options: TemplateUnderTest): void {
  const template = new Template(slug)
  beforeAll(async () => {
    for (const name of SAMPLES) await makeSubmission(template.folder, name, template.at(name))
  })
  afterAll(() => rmSync(template.work, { recursive: true, force: true }))

  describe.each(SAMPLES)('the %s sample', (name) => {
    describeSample(template, name)
  })
  describe('what a candidate gets', () => {
    describeStarter(template, options.keeps)
  })
  describe('the rubric', () => {
    describeRubric(template)
  })
  describe('installed once and run', () => {
    describeMeasured(template, options.vitest ?? [])
  })
}

function describeSample(template: Template, name: string) {
  it('is a history of four to nine commits that applies to the scaffold', () => {
    expect(template.patches(name).length).toBeGreaterThanOrEqual(4)
    expect(template.patches(name).length).toBeLessThanOrEqual(9)
    expect(read(template.at(name), 'NOTES.md')).not.toBe(read(template.folder, 'scaffold/NOTES.md'))
  })

  it('has a level and a reason for each criterion of the rubric', () => {
    const { scores } = template.sample(name)
    const { criteria } = template.rubric
    expect(scores.map((s) => s.criterion)).toEqual(criteria.map((c) => c.id))
    for (const s of scores) expect(criteria.find((c) => c.id === s.criterion)?.levels.map((l) => l.level)).toContain(s.level)
  })

  it('falls short where its file says so', () => {
    for (const { file, line, code } of template.sample(name).falls_short) expect(`${file}:${line} ${read(template.at(name), file).split('\n')[line - 1]}`).toContain(code)
  })
}

function describeStarter(template: Template, keeps: string) {
  const starter = starterFilesOf(template.slug)
  const secret = ['hidden', 'samples'].flatMap((kind) => filesOf(path.join(template.folder, kind)))

  it('holds the scaffold, and no file of hidden/ or samples/', () => {
    const texts = new Set(secret.map((file) => read(file)))
    expect(texts.size).toBeGreaterThan(20)
    expect(starter.map((f) => f.path)).toContain(keeps)
    expect(starter.filter((f) => /(?:^|\/)(?:hidden|samples)\/|\.patch$/.test(f.path) || texts.has(Buffer.from(f.content).toString()))).toEqual([])
  })

  it('begins as a history without hidden tests in it, also when a sample was pushed', () => {
    for (const name of SAMPLES) expect(existsSync(path.join(template.at(name), 'hidden'))).toBe(false)
    for (const file of SAMPLES.flatMap(template.patches)) expect(read(file)).not.toMatch(/^\+\+\+ b\/(?:hidden|samples)\//m)
  })

  it('is described to the public without a word of the hidden tests', () => {
    const names = filesOf(path.join(template.folder, 'hidden')).flatMap((file) => [...read(file).matchAll(/^\s*(?:test|it)\('([^']+)'/gm)].map(([, name]) => name ?? ''))
    const shown = JSON.stringify(gallery().filter((t) => t.slug === template.slug))
    expect(shown.length).toBeGreaterThan(1000)
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => shown.includes(name))).toEqual([])
  })
}

function describeRubric(template: Template) {
  const { criteria } = template.rubric

  it('weighs 100 in all, with five levels for each criterion', () => {
    expect(criteria.reduce((sum, c) => sum + c.weight, 0)).toBe(100)
    expect(criteria.map((c) => c.levels.map((l) => l.level))).toEqual(criteria.map(() => [1, 2, 3, 4, 5]))
  })

  it('says the same in RUBRIC.md', () => {
    const sections = criteria.map((c) => `## ${c.name} (${c.weight} %)\n\n${c.description}\n\n${c.levels.map((l) => `${l.level}. **${l.name}.** ${l.description}\n`).join('')}`)
    expect(read(template.folder, 'RUBRIC.md')).toContain(sections.join('\n'))
  })
}

/** About ten seconds each; where no registry answers, they can't be run. */
function describeMeasured(template: Template, options: readonly string[]) {
  let installed = false
  beforeAll(async () => {
    installed = await install(template.folder, template.work)
  }, 120_000)

  it.for(SAMPLES)('the %s sample passes as many tests, visible and hidden, as its file says', { timeout: 180_000 }, async (name, { skip }) => {
    skip(!installed, 'No registry to install from')
    const { visible, hidden } = await measure(template.folder, template.at(name), template.work, options)
    const { tests } = template.sample(name)
    expect({ visible: { passed: visible.passed, failed: visible.failed }, hidden }).toEqual({ ...tests, hidden: { ...tests.hidden, failing: [...tests.hidden.failing].sort() } })
  })
}
