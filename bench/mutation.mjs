// Mutants of the payout code, and which of them no test notices. `node bench/mutation.mjs payments` tries one slice. See README.md.
import { spawnSync } from 'node:child_process'
import { prepareDependencies } from '../scripts/lib/prepare.mjs'
import { inRoot } from '../scripts/lib/paths.mjs'
import { Refusal, main } from '../scripts/lib/refuse.mjs'

await main(async () => {
  await prepareDependencies()
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', inRoot('bench', 'mutation', 'run.ts'), ...process.argv.slice(2)], { stdio: 'inherit', cwd: inRoot('.') })
  if (status !== 0) throw new Refusal('The run ended without a result, or with too many mutants that nobody noticed.')
})
