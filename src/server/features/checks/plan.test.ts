import { describe, expect, it } from 'vitest'
import { checksOf, starterFilesOf, type StarterFile } from '#server/features/templates/index.ts'
import { planOf } from './plan.ts'

const usual = checksOf('no-such-template')
const file = (path: string, content: unknown): StarterFile => ({ path, mode: '100644', content: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)) })
const starter = (described: object) => [file('package.json', described), file('package-lock.json', '{}')]

function plan(files: StarterFile[], hidden = true, checks = usual) {
  const made = planOf(files, hidden, checks)
  if (typeof made === 'string') throw new Error(made)
  return made
}

describe('what is run of a submission', () => {
  it('is said by the starter alone: its runner, its hidden tests, the text of its scripts', () => {
    const { steps } = plan(starter({ scripts: { types: 'tsc --noEmit', build: 'make' }, devDependencies: { vitest: '4.0.0' } }))
    expect(steps.map((s) => [s.kind, s.shown])).toEqual([['tests', 'vitest run'], ['hidden_tests', 'vitest run hidden/'], ['script', 'tsc --noEmit']])
    expect(plan(starter({ devDependencies: { vitest: '4.0.0' } }), false).steps.map((s) => s.kind)).toEqual(['tests'])
  })

  it('measures coverage where the starter can', () => {
    const [own, hidden] = plan(starter({ devDependencies: { vitest: '4.0.0', '@vitest/coverage-v8': '4.0.0' } })).steps
    expect(own?.command('n')).toContain('--coverage.enabled')
    expect(own?.shown).toBe('vitest run --coverage')
    expect(hidden?.command('n')).not.toContain('--coverage.enabled')
  })

  it('has a report whose name is new each time', () => {
    const [own] = plan(starterFilesOf('backend-engineer')).steps
    expect(own?.command('report_x')).toContain('--outputFile.json=/results/report_x.json')
    expect(own?.shown).not.toContain('results')
  })

  it('is a reason in words where there is nothing to run', () => {
    expect(planOf([], true, usual)).toMatch(/no package\.json/)
    expect(planOf([file('package.json', {})], true, usual)).toMatch(/no package-lock\.json/)
    expect(planOf(starter({ dependencies: { express: '5.0.0' } }), true, usual)).toMatch(/neither vitest nor a script/)
  })
})
