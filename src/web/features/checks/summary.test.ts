import { expect, test } from 'vitest'
import type { CheckStep } from '#contract/checks.ts'
import { summaryOf } from './summary.ts'

const step: CheckStep = { kind: 'tests', title: 'Tests', command: '', end: 'exited', exit_code: 0, wall_ms: 1, limits: { wall_seconds: 1, memory_mb: 1, processes: 1, disk_mb: 1 }, counts: null, tests: [], coverage: null, log: '', log_truncated: false }

test('says how many, and is calm only when all is well', () => {
  expect(summaryOf({ ...step, counts: { passed: 3, failed: 0, skipped: 1 } })).toEqual({ text: '3 passed, 1 skipped', calm: true })
  expect(summaryOf({ ...step, counts: { passed: 3, failed: 2, skipped: 0 } })).toEqual({ text: '3 passed, 2 failed', calm: false })
  expect(summaryOf({ ...step, counts: { passed: 0, failed: 0, skipped: 0 } })).toEqual({ text: 'no tests', calm: false })
})

test('never takes a missing report, or an end by force, for success', () => {
  expect(summaryOf(step)).toEqual({ text: 'no report (exit code 0)', calm: false })
  expect(summaryOf({ ...step, end: 'out_of_time', exit_code: null, counts: { passed: 9, failed: 0, skipped: 0 } })).toEqual({ text: 'ran out of time, 9 passed', calm: false })
  expect(summaryOf({ ...step, kind: 'script' })).toEqual({ text: 'no complaints', calm: true })
  expect(summaryOf({ ...step, kind: 'script', exit_code: 2 })).toEqual({ text: 'exit code 2', calm: false })
})
