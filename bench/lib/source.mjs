// Runs a measurement written in TypeScript, which shares its harness with the tests, against the program as it is built.
import { spawnSync } from 'node:child_process'
import { prepare } from '../../scripts/lib/prepare.mjs'
import { inRoot } from '../../scripts/lib/paths.mjs'
import { main, Refusal } from '../../scripts/lib/refuse.mjs'

export async function runSource(...file) {
  await main(async () => {
    await prepare()
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', inRoot('bench', ...file)], { stdio: 'inherit', cwd: inRoot('.'), env: { ...process.env, BUILT: '1' } })
    if (status !== 0) throw new Refusal('The run ended without a result.')
  })
}
