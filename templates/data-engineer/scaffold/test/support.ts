import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Db, openDb } from '../src/db.ts'
import type { FeedFile } from '../src/feed.ts'

let opened: Promise<{ db: Db; firstRows: Map<string, unknown[]> }> | undefined

/**
 * A database as it is after the migrations. Opening one takes two seconds, so each test file has one and puts it back: don't
 * run its tests concurrently.
 */
export async function freshDb(): Promise<Db> {
  const { db, firstRows } = await (opened ??= open())
  await db.exec(`truncate ${[...firstRows.keys()].join(', ')} restart identity cascade; set session_replication_role = replica`)
  for (const [table, rows] of firstRows) if (rows.length > 0) await db.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)])
  await db.exec('reset session_replication_role')
  return db
}

async function open() {
  const db = await openDb()
  const { rows } = await db.query<{ name: string }>(`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`)
  const firstRows = new Map<string, unknown[]>()
  for (const { name } of rows) firstRows.set(name, (await db.query(`select * from ${name}`)).rows)
  return { db, firstRows }
}

/** A folder with these files in it. */
export async function folderOf(files: FeedFile[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'takings-'))
  for (const { name, text } of files) await writeFile(path.join(folder, name), text)
  return folder
}

/** A delivery of these lines at this moment. */
export function delivery(deliveredAt: string, lines: (object | string)[], number = 1): FeedFile {
  const stamp = new Date(deliveredAt).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return { name: `${stamp}-${String(number).padStart(4, '0')}.ndjson`, text: lines.map((l) => `${typeof l === 'string' ? l : JSON.stringify(l)}\n`).join('') }
}

let made = 0
/** A receipt of its own, right in every field. */
export const receipt = (fields: object = {}) => ({ receipt: `test-${++made}`, revision: 1, shop: 'lisbon', at: '2026-03-10T10:00:00Z', amount_minor: 1000, ...fields })

export async function takings(db: Db) {
  const { rows } = await db.query('select shop_id, day::text, receipts, takings_minor::int, closed from daily_takings where receipts <> 0 or takings_minor <> 0 order by shop_id, day')
  return rows
}
