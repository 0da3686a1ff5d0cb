/**
 * Loaded before each test file, after Stryker's own. What runs before the first test, or between two, is code that a test relies
 * on as much as on its own steps: it counts for the test beside it, and not as code that runs when a module is loaded.
 */
import { beforeAll, inject } from 'vitest'

interface Stryker {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
}
interface Task {
  name: string
  type: string
  tasks?: Task[]
}

declare module 'vitest' {
  interface ProvidedContext {
    mode?: string
    mutantActivation?: string
  }
}

// Stryker's own place, under the name that its instrumented code uses.
const ns = (((globalThis as Record<string, unknown>)['__stryker__'] as Stryker | undefined) ??= {})

if (inject('mode') === 'mutant') {
  // The worker is warm: the one before must not be at work while the next test file is loaded.
  if (inject('mutantActivation') !== 'static') ns.activeMutant = undefined
} else {
  let current: string | undefined
  const keep = (id: string | undefined) => void (current = id ?? current)
  Object.defineProperty(ns, 'currentTestId', { configurable: true, get: () => current, set: keep })
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern what a hook asks for
  beforeAll(({}, suite) => {
    ns.currentTestId = `${suite.file.filepath}#${firstTest(suite)}`
  })
}

/** Its name as Stryker writes it: with those of its suites before it. */
function firstTest(of: Task, before: readonly string[] = []): string {
  const [first] = of.tasks ?? []
  if (!first) return before.join(' ').trim()
  return firstTest(first, [...before, first.name])
}
