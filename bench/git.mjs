// Clones and pushes through us and through nginx, fcgiwrap and git http-backend. See README.md.
import { runSource } from './lib/source.mjs'

await runSource('git', 'run.ts')
