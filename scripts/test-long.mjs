// `npm run test:long`: what finds more the longer it runs, with other seeds each time, and the mutants. Half an hour and the mutants’ time; `HOURS=8` takes the night.
import { endChildrenWithUs, run } from './lib/children.mjs'
import { tools } from './lib/paths.mjs'
import { prepare } from './lib/prepare.mjs'
import { main } from './lib/refuse.mjs'

const endsAt = Date.now() + Number(process.env.HOURS ?? 0.5) * 3_600_000
const seed = () => String(Math.floor(Math.random() * 1e9))

/** One round: a hire and payouts through kills, payouts in any order of acts, and ten times and forty times the requests of `npm test`. */
const round = () => [
  { path: 'test/faults', env: { KILL_SEED: seed() } },
  { path: 'test/payouts', env: { PAYOUT_SEED: seed() } },
  { path: 'src/server/features/payouts/interleavings', env: { INTERLEAVINGS_SEED: seed(), INTERLEAVINGS: '500' } },
  { path: 'test/git', env: { MUTATED_SEED: seed(), MUTATED: '20000' } },
  { path: 'test/fuzz', env: { FUZZ_SEED: seed(), FUZZ_RUNS: '20000' } },
  { path: 'test/twin', env: { TWIN_SEED: seed(), TWIN_TRACES: '1000' } },
]

/** Last, and once: mutants are the same ones every time, and what has not changed since the last run is not tried again. */
async function mutants() {
  const { code, ms, output } = await run([process.execPath, 'bench/mutation.mjs'])
  console.log(`${code === 0 ? '✓' : '✗'} node bench/mutation.mjs (${Math.round(ms / 1_000)} s)`)
  if (code !== 0) console.log(output)
  return code === 0 ? 0 : 1
}

await main(async () => {
  await prepare()
  const stop = endChildrenWithUs()
  let [rounds, failed] = [0, 0]
  while (Date.now() < endsAt) {
    for (const { path, env } of round()) {
      const { code, ms, output } = await run([...tools.vitest, 'run', path], { env: { BUILT: '1', ...env } })
      const again = Object.entries(env).map(([name, value]) => `${name}=${value}`).join(' ')
      console.log(`${code === 0 ? '✓' : '✗'} ${again} npm test -- ${path} (${Math.round(ms / 1_000)} s)`)
      if (code === 0) continue
      failed += 1
      console.log(output)
    }
    rounds += 1
  }
  failed += await mutants()
  stop()
  console.log(`\n${rounds} rounds, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
})
