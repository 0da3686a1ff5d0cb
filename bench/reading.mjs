// Opening a submission of 2,000 files, and any file of it, over HTTP. See README.md.
import { spawnSync } from 'node:child_process'
import { prepare } from '../scripts/lib/prepare.mjs'
import { inRoot } from '../scripts/lib/paths.mjs'
import { main, Refusal } from '../scripts/lib/refuse.mjs'

await main(async () => {
  await prepare()
  // In the harness of the tests: it brings a database and the whole program.
  const { status } = spawnSync(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', inRoot('bench', 'reading', 'vitest.config.ts')], { stdio: 'inherit', cwd: inRoot('.') })
  if (status !== 0) throw new Refusal('The run ended without a result.')
})
