// `npm start`: one command from a fresh clone to a running server.
import { becomeServer, prepare } from './lib/prepare.mjs'
import { main } from './lib/refuse.mjs'

await main(async () => {
  await prepare()
  await becomeServer(['serve', ...process.argv.slice(2)])
})
