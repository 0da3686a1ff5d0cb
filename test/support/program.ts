/** A module of the program as something to start in a process of its own. */

export type ProgramModule = 'server/cli' | 'server/demo/payment-sim/main'

/** What Node is told before the arguments. `npm test` builds first and says so; else the source, which starts four times as slowly. */
export function nodeArguments(module: ProgramModule): string[] {
  return process.env['BUILT'] ? [`dist/${module}.js`] : ['--import', 'tsx', `src/${module}.ts`]
}
