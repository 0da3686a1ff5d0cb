// `npm run handiwork -- token create …`: the command line of the product, prepared first; quiet when there is nothing to prepare.
import { becomeServer, prepare } from './lib/prepare.mjs'
import { main } from './lib/refuse.mjs'

await main(async () => {
  await prepare()
  await becomeServer(process.argv.slice(2))
})
