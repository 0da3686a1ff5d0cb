import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))

/** The folder of package.json, the same from `src/server/lib` and from whatever file under `dist/server` this was built into. */
export const packageRoot = /^(.*)[\\/](?:src|dist)[\\/]server(?:[\\/]|$)/.exec(here)?.[1] ?? path.resolve(here, '../../..')
