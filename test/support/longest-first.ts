import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Minutes each, the longest first. */
const LONG = ['test/payouts/ordeal', 'test/payouts/points', 'test/twin/', 'test/faults/', 'test/deadlines/', 'test/git/', 'test/fuzz/', 'test/e2e/whole-hire', 'test/templates/', 'src/server/adapters/sandbox/', 'src/server/features/checks/']

/** A run is as long as what ends last, so what takes minutes begins first, even where no earlier run has been timed. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files)
    const rank = (file: TestSpecification) => LONG.findIndex((long) => file.moduleId.includes(`/${long}`))
    return rest.toSorted((a, b) => order(rank(a)) - order(rank(b)))
  }
}

const order = (rank: number) => (rank === -1 ? LONG.length : rank)
