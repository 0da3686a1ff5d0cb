// `npm run check`: everything that can be said of the code without running it.
import { checks, runChecks, stepLine } from './lib/checks.mjs'
import { endChildrenWithUs } from './lib/children.mjs'
import { prepareDependencies } from './lib/prepare.mjs'
import { main } from './lib/refuse.mjs'

await main(async () => {
  await prepareDependencies()
  const stop = endChildrenWithUs()
  const results = await runChecks({ tell: (result) => console.log(stepLine(result)) })
  stop()
  const failed = results.filter((result) => result.code !== 0)
  for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output}`)
  console.log(failed.length === 0 ? `\nAll ${results.length} of ${checks.length} checks pass.` : `\n${failed.length} of ${results.length} checks failed.`)
  process.exitCode = failed.length === 0 ? 0 : 1
})
