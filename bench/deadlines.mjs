// Ten thousand deadlines in one second, with pushes in flight and workers killed. See README.md.
import { runSource } from './lib/source.mjs'

await runSource('deadlines', 'run.ts')
