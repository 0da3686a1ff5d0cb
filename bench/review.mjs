// A review of 2,000 files with 500 comments: the server's answers, and what a browser makes of them. See README.md.
import { spawnSync } from 'node:child_process'
import { prepare } from '../scripts/lib/prepare.mjs'
import { inRoot } from '../scripts/lib/paths.mjs'
import { main, Refusal } from '../scripts/lib/refuse.mjs'

await main(async () => {
  await prepare()
  // In the harness of the tests: it brings a database, the submissions and a browser. The program that is timed is the built one, alone in its process.
  const { status } = spawnSync(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', inRoot('bench', 'review', 'vitest.config.ts')], { stdio: 'inherit', cwd: inRoot('.'), env: { ...process.env, BUILT: '1' } })
  if (status !== 0) throw new Refusal('The run ended without a result.')
})
