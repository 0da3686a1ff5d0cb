import { describe, expect, it } from 'vitest'
import type { CheckStep, CheckTest } from '#contract/checks.ts'
import { judgeTrial } from './judge-trial.ts'
import { countsOf, NOT_RUN } from './vitest-report.ts'

const of = (name: string, state: CheckTest['state']): CheckTest => ({ file: 'test/a.test.ts', name, state, message: '' })
const limits = { wall_seconds: 120, memory_mb: 2048, processes: 256, disk_mb: 512 }

function step(kind: CheckStep['kind'], tests: CheckTest[] | null, o: Partial<CheckStep> = {}): CheckStep {
  return { kind, title: kind === 'script' ? 'npm run types' : 'Tests', command: 'vitest run', end: 'exited', exit_code: 0, wall_ms: 1, limits, counts: tests && countsOf(tests), tests: tests ?? [], coverage: null, log: '', log_truncated: false, ...o }
}

const judge = (...steps: CheckStep[]) => judgeTrial(steps, 'It runs.')

describe('a trial of a starter', () => {
  it('is passed when its tests run, also where those that describe the task fail; that is noted', () => {
    expect(judge(step('tests', [of('a', 'passed')]))).toEqual({ state: 'ready', problems: [], notes: ['It runs.'] })
    expect(judge(step('tests', [of('a', 'passed'), of('b', 'failed')], { exit_code: 1 }))).toMatchObject({ state: 'ready', notes: [expect.stringMatching(/^1 of 2 .* fail on the untouched starter/), 'It runs.'] })
  })

  it('is not passed when no test runs: there is none, all are skipped, none could be loaded, or nothing was reported', () => {
    for (const tests of [[], [of('a', 'skipped')], [of(NOT_RUN, 'failed')]]) expect(judge(step('tests', tests, { exit_code: 1 })).state).toBe('refused')
    expect(judge(step('tests', null, { exit_code: 1 }))).toMatchObject({ state: 'refused', problems: [expect.stringMatching(/left no report/)] })
  })

  it('is not passed when the tests were ended', () => {
    expect(judge(step('tests', [of('a', 'passed')], { end: 'out_of_time', exit_code: null }))).toMatchObject({ state: 'refused', problems: [expect.stringMatching(/ran out of time \(at most 120 s/)] })
  })

  it('looks at the script called test where there is no vitest, and only notes what other scripts and hidden tests say', () => {
    expect(judge(step('script', null, { title: 'npm run test', command: 'jest', exit_code: 127 })).state).toBe('refused')
    expect(judge(step('script', null, { title: 'npm run test', exit_code: 1 }))).toMatchObject({ state: 'ready', notes: [expect.stringMatching(/npm run test complains/), 'It runs.'] })
    const noted = judge(step('tests', [of('a', 'passed')]), step('hidden_tests', [of('h', 'failed'), of('i', 'passed')]), step('script', null, { exit_code: 2 }))
    expect(noted).toEqual({ state: 'ready', problems: [], notes: ['Of 2 hidden tests, 1 pass on the untouched starter.', 'npm run types complains about the untouched starter (exit code 2).', 'It runs.'] })
    expect(judge(step('tests', [of('a', 'passed')]), step('hidden_tests', null)).notes[0]).toMatch(/hidden tests could not be run/)
  })
})
