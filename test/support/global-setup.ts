import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string }
  }
}

/** One PostgreSQL for the run, with one migrated database to clone from. A power cut may lose it, so fsync is off. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-test-pg-'))
  const server = await startEmbeddedPostgres({ dataDir: path.join(dir, 'postgres'), settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' } })
  const { host, port, user } = server.connection
  const admin = new pg.Client(server.connection)
  await admin.connect()
  await admin.query('create database handiwork_template')
  await admin.end()
  await migrate({ host, port, user, database: 'handiwork_template' })
  project.provide('postgres', { host, port, user })
  return async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
