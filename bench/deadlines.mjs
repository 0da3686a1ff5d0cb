// Ten thousand deadlines in one second, with pushes in flight and workers killed. See README.md.
import { spawnSync } from 'node:child_process'
import { prepare } from '../scripts/lib/prepare.mjs'
import { inRoot } from '../scripts/lib/paths.mjs'
import { main, Refusal } from '../scripts/lib/refuse.mjs'

await main(async () => {
  await prepare()
  // The harness is TypeScript, shared with the tests in test/deadlines.
  const { status } = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', inRoot('bench', 'deadlines', 'run.ts')], { stdio: 'inherit', cwd: inRoot('.') })
  if (status !== 0) throw new Refusal('The run ended without a result.')
})
