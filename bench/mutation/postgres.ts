import type { TestProject } from 'vitest/node'

/** The PostgreSQL that `run.ts` has started for all of them: one that a killed runner had started would stay behind. */
export default function setup(project: TestProject) {
  project.provide('postgres', JSON.parse(process.env['MUTATION_POSTGRES'] ?? '{}'))
}
