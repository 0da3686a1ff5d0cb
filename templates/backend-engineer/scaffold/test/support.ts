import type { Hono } from 'hono'
import { createApp } from '../src/app.ts'
import { type Db, openDb } from '../src/db.ts'

let opened: Promise<Db> | undefined

/**
 * An application on an empty database with a clock that stands still until it is moved.
 * Opening a database takes two seconds, so each test file has one and empties it: don't run its tests concurrently.
 */
export async function testApp() {
  const db = await (opened ??= openDb())
  await empty(db)
  let now = new Date('2026-06-01T09:00:00Z')
  const app = createApp({ db, clock: { now: () => now } })
  return { app, db, advance: (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000)), send: sender(app) }
}

async function empty(db: Db) {
  const { rows } = await db.query<{ name: string }>(`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'migrations'`)
  await db.exec(`truncate ${rows.map((r) => r.name).join(', ')}`)
}

function sender(app: Hono) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(path, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: response.status, body: (await response.json().catch(() => null)) as any }
  }
}
