/** `node bench/mutation.mjs [slice …]`. `MUTATE=path,path` tries some files and keeps no result. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { keep } from './keep.ts'
import { SLICES, type Slice, fileOf } from './slices.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const STRYKER = path.join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js')
const only = process.env['MUTATE']?.split(',')

/** One for all runners: a database that a runner had started would outlive it, since what waits for ever is killed. */
async function withPostgres(act: (postgres: string) => Promise<void>) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-mutation-'))
  const server = await startEmbeddedPostgres({ dataDir: path.join(dir, 'postgres'), settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' } })
  try {
    const admin = new pg.Client(server.connection)
    await admin.connect()
    await admin.query('create database handiwork_template')
    await admin.end()
    const { host, port, user } = server.connection
    await migrate({ host, port, user, database: 'handiwork_template' })
    await act(JSON.stringify({ host, port, user }))
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** In our own process group, so that an interrupt reaches its runners, too. */
function tryOut({ name, mutate, tests }: Slice, postgres: string): Promise<number | null> {
  const env = { ...process.env, MUTATION_SLICE: JSON.stringify({ file: only ? 'some' : fileOf(name), mutate: only ?? mutate }), MUTATION_TESTS: JSON.stringify(tests), MUTATION_POSTGRES: postgres }
  return new Promise((resolve) => {
    const stryker = spawn(process.execPath, [STRYKER, 'run', 'bench/mutation/stryker.config.mjs'], { stdio: 'inherit', cwd: ROOT, env })
    stryker.on('close', resolve)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stryker.kill(signal))
  })
}

mkdirSync(path.join(ROOT, '.cache/mutation'), { recursive: true })
const wanted = process.argv.slice(2)
await withPostgres(async (postgres) => {
  for (const slice of SLICES.filter(({ name }) => wanted.length === 0 || wanted.some((w) => name.startsWith(w)))) {
    const code = await tryOut(slice, postgres)
    if (code !== 0) throw new Error(`The slice ${slice.name} has no result.`)
    if (!only && !keep(slice.name)) process.exitCode = 1
  }
})
