import type { Reporter, TestModule } from 'vitest/node'

/**
 * Stryker's runner takes tests that were skipped for passed ones, and vitest skips the tests of a file whose `beforeAll` has
 * failed. A mutant with which nothing even starts is a mutant that was noticed, so the first of them fails instead.
 */
export const setUpFails: Reporter = {
  onTestModuleEnd: (module: TestModule) => {
    const [error] = module.errors()
    const [first] = [...module.children.allTests()]
    if (!error || !first) return
    // As the runner reads it.
    const { task } = first as unknown as { task: { mode: string; result?: object } }
    task.mode = 'run'
    task.result = { state: 'fail', errors: [error] }
  },
}
