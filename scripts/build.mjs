// `npm run build`: installs what is missing and builds what is out of date.
import { prepare } from './lib/prepare.mjs'
import { main } from './lib/refuse.mjs'

await main(prepare)
