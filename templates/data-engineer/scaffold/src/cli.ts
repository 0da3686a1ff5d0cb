import { mkdir } from 'node:fs/promises'
import { openDb } from './db.ts'
import { backfill, run } from './pipeline.ts'

const [command = 'run', folder] = process.argv.slice(2)
const db = await openDb(process.env.DATA ?? 'data')

if (command === 'run' || command === 'backfill') {
  const from = folder ?? (command === 'run' ? 'inbox' : 'history')
  await mkdir(from, { recursive: true })
  const { files } = await (command === 'run' ? run(db, from) : backfill(db, from))
  console.log(`${files.length} files processed from ${from}/`)
} else if (command === 'report') {
  console.log('The report is yours. See README.md.')
} else {
  console.error('Say run, backfill or report.')
  process.exitCode = 2
}
await db.close()
