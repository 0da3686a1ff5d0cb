import { afterAll, afterEach } from 'vitest'
import { keepResult } from './results.ts'

export interface Tally {
  /** The test that runs tries so many; without a word it is one. */
  ways(count: number): void
}

/** Counts what the tests of this file try to break out of; with `KEEP_RESULTS=1` the sum is written down. All ways of a test that fails count as open. */
export function tally(name: string, counted: (test: string) => boolean = () => true): Tally {
  const tests: { test: string; tried: number; contained: number }[] = []
  let tried = 1
  afterEach(({ task }) => {
    if (counted(task.suite?.name ?? '')) tests.push({ test: [task.suite?.name, task.name].filter(Boolean).join(': '), tried, contained: task.result?.state === 'fail' ? 0 : tried })
    tried = 1
  })
  afterAll(() => {
    const sum = (of: 'tried' | 'contained') => tests.reduce((total, t) => total + t[of], 0)
    if (process.env['KEEP_RESULTS'] === '1') keepResult(name, { tried: sum('tried'), contained: sum('contained'), tests })
  })
  return { ways: (count) => void (tried = count) }
}
