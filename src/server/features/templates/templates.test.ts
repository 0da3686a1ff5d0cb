import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiringProcess } from '#contract/process.ts'
import { processFixture } from '#test/support/process-fixture.ts'
import { readGallery, starterFilesOf } from './gallery.ts'
import { slugify } from './keys.ts'
import { parseProcess } from './parse-process.ts'
import { writeProcess } from './write-process.ts'

const words = (max: number) => fc.string({ unit: 'binary', minLength: 1, maxLength: max }).map((s) => s.toWellFormed().replaceAll('\u0000', '').trim()).filter((s) => s.length > 0)

describe('a process file', () => {
  it('gives the same process again after it was written and read', () => {
    const process = processFixture()
    expect(parseProcess(writeProcess(process)).process).toEqual(process)
  })

  it('keeps any text whatever characters are in it', () => {
    const texts = fc.record({ name: words(80), description: words(200), tag: words(30), task: words(500), promise: words(200) })
    fc.assert(
      fc.property(texts, (t) => {
        const base = processFixture()
        const stages = base.stages.map((s) => (s.type === 'code_assignment' ? { ...s, promise: t.promise, config: { ...s.config, task: t.task } } : s))
        const process = hiringProcess.parse({ ...base, name: t.name, description: t.description, tags: [t.tag], stages })
        expect(parseProcess(writeProcess(process))).toEqual({ process })
      }),
      { numRuns: 150 },
    )
  })

  it('derives the key of a stage from its name, each its own', () => {
    const yaml = 'name: P\nstages:\n  - type: application_form\n    name: Paid Take-Home: API\n    config: {}\n'
    expect(parseProcess(yaml.replace('Paid Take-Home: API', '"Paid Take-Home: API"')).process?.stages[0]?.key).toBe('paid-take-home-api')
    expect(slugify('Référence / Ωmega 2')).toBe('reference-mega-2')
  })

  it('puts the rubric file beside it in, and names the template whose scaffold it means', () => {
    const levels = [1, 2, 3, 4, 5].map((n) => `      - {level: ${n}, name: L${n}, description: D${n}}`).join('\n')
    const files = { 'rubric.yaml': `name: R\ncriteria:\n  - id: data\n    name: Data\n    weight: 100\n    levels:\n${levels}\n` }
    const yaml = 'name: P\nstages:\n  - {type: application_form, name: A, config: {}}\n  - {type: code_assignment, name: T, config: {time_limit: PT4H, scaffold: scaffold, rubric: rubric.yaml}}\n'
    const stage = parseProcess(yaml, { files, slug: 'backend' }).process?.stages[1]
    expect(stage).toMatchObject({ config: { scaffold: 'backend', rubric: { name: 'R' } } })
    expect(parseProcess(yaml, { slug: 'backend' }).mistakes).toMatchObject([{ line: 4, path: 'stages.1.config.rubric', message: expect.stringContaining('no file “rubric.yaml”') }])
    const broken = { 'rubric.yaml': files['rubric.yaml'].replace('weight: 100', 'weight: 90') }
    expect(parseProcess(yaml, { files: broken }).mistakes?.[0]?.message).toContain('add up to 100')
  })
})

describe('mistakes in a process file', () => {
  const mistakes = (yaml: string) => parseProcess(yaml).mistakes ?? []
  const start = 'name: P\nstages:\n  - type: application_form\n    name: Apply\n'

  it('name an unknown key at its place, with the key that was meant', () => {
    const found = mistakes(`${start}    config:\n      screening_enable: true\n`)
    expect(found).toEqual([{ line: 6, column: 7, path: 'stages.0.config.screening_enable', message: '“screening_enable” is not a key here. Did you mean “screening_enabled”?' }])
  })

  it('list the keys there are when nothing is near', () => {
    expect(mistakes(`${start}    config: {}\nzebra: 1\n`)[0]).toMatchObject({ line: 6, column: 1, message: expect.stringContaining('The keys are: api_version') })
  })

  it('stand at the wrong value', () => {
    const found = mistakes(`${start}    config:\n      resume: maybe\n      questions:\n        - {id: q, label: Q, kind: short_text, required: "yes"}\n`)
    expect(found).toMatchObject([
      { line: 6, column: 15, path: 'stages.0.config.resume' },
      { line: 8, path: 'stages.0.config.questions.0.required', message: 'This must be true or false, not a text' },
    ])
  })

  it('stand at the parent when a key is missing', () => {
    expect(mistakes('name: P\nstages:\n  - type: application_form\n    config: {}\n')).toMatchObject([
      { line: 3, path: 'stages.0.key' },
      { line: 3, path: 'stages.0.name', message: '“name” is missing here' },
    ])
  })

  it('know which stage type was meant', () => {
    expect(mistakes('name: P\nstages:\n  - type: aplication_form\n    name: A\n    config: {}\n')).toMatchObject([{ line: 3, column: 11, message: expect.stringContaining('Did you mean “application_form”') }])
  })

  it('say what spans stages', () => {
    expect(mistakes('name: P\nstages:\n  - {type: offer, name: O, config: {}}\n')).toMatchObject([{ line: 3, message: expect.stringContaining('first stage') }])
  })

  it('cover keys given twice, tags, broken text, bombs and giants', () => {
    expect(mistakes('name: P\nname: Q\n')[0]).toMatchObject({ line: 2, message: expect.stringMatching(/unique/i) })
    expect(mistakes('name: !!js/function x\n')[0]).toMatchObject({ line: 1 })
    expect(mistakes('name: [\n')[0]?.line).toBeGreaterThan(0)
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefgh'.split('').map((c, i) => `${c}: &${c} [${`*${'abcdefg'[i]},`.repeat(9)}]`)].join('\n')
    expect(mistakes(bomb)[0]?.message).toContain('alias')
    expect(mistakes(`name: ${'x'.repeat(300_000)}`)[0]?.message).toContain('256 kB')
    expect(mistakes('['.repeat(100_000)).length).toBeGreaterThan(0)
    for (const odd of ['', '[]', '3', 'null', '- a', '__proto__: {}', 'stages: {}']) expect(mistakes(odd).length).toBeGreaterThan(0)
  })
})

describe('a file written for StartupKit', () => {
  const yaml = `
name: Backend
description: Hires backend engineers
tags: [engineering]
candidate_data_fields:
  - {name: github_url, label: GitHub, type: url, required: true}
  - phone
screening_enabled: true
stages:
  - {type: application_form, name: Apply, config: {candidate_description: Tell us}}
  - {type: code_assignment, name: Take-home, config: {duration_minutes: 180}}
  - {type: team_review, name: Review, config: {}, reviewers: [ada, grace, joan]}
  - {type: interview, name: Talk, config: {duration_minutes: 45}}
  - {type: reference_check, name: References, config: {}}
  - {type: offer, name: Offer, config: {}}
`
  it('imports unchanged', () => {
    const { process, mistakes } = parseProcess(yaml)
    expect(mistakes).toBeUndefined()
    expect(process?.stages.map((s) => s.type)).toEqual(['application_form', 'code_assignment', 'team_review', 'live_interview', 'reference_check', 'offer'])
    expect(process?.stages[0]).toMatchObject({ candidate_description: 'Tell us', config: { screening_enabled: true, fields: [{ id: 'github-url', label: 'GitHub', kind: 'url', required: true }, { id: 'phone', label: 'Phone', kind: 'short_text' }] } })
    expect(process?.stages[1]).toMatchObject({ config: { time_limit: 'PT180M' } })
    expect(process?.stages[2]).toMatchObject({ config: { reviewers: 3 } })
    expect(process?.stages[3]).toMatchObject({ config: { duration: 'PT45M' } })
  })

  it('still has its unknown keys named', () => {
    expect(parseProcess(yaml.replace('duration_minutes: 180', 'duration_minutes: 180, colour: red')).mistakes).toMatchObject([{ line: 11, path: 'stages.1.config.colour' }])
  })
})

describe('the gallery', () => {
  it('reads folders with a process, and their scaffolds without what a machine left there', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'gallery-'))
    const scaffold = path.join(folder, 'small', 'scaffold')
    for (const dir of ['src', 'node_modules/x']) mkdirSync(path.join(scaffold, dir), { recursive: true })
    writeFileSync(path.join(folder, 'small', 'process.yaml'), writeProcess(processFixture()))
    writeFileSync(path.join(scaffold, '.gitignore'), 'node_modules\n')
    writeFileSync(path.join(scaffold, 'src', 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
    writeFileSync(path.join(scaffold, 'node_modules', 'x', 'index.js'), '')
    expect(readGallery(folder)).toMatchObject([{ slug: 'small', process: { name: 'Small process' } }])
    expect(starterFilesOf('small', folder).map((f) => [f.path, f.mode])).toEqual([['.gitignore', '100644'], ['src/run.sh', '100755']])
    expect(starterFilesOf('../small', folder)).toEqual([])
    writeFileSync(path.join(folder, 'small', 'process.yaml'), 'nam: x\n')
    expect(() => readGallery(folder)).toThrow(/templates\/small\/process\.yaml can’t be used:\n1:1 nam/)
    rmSync(folder, { recursive: true })
  })
})
