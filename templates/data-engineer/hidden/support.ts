import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, vi } from 'vitest'
import { type Db, openDb } from '../src/db.ts'
import { backfill, run } from '../src/pipeline.ts'

// The first test of a file opens a database; on a busy machine that takes some seconds.
vi.setConfig({ testTimeout: 60_000 })

export const ZONES: Record<string, string> = {
  london: 'Europe/London',
  tallinn: 'Europe/Tallinn',
  chicago: 'America/Chicago',
  st_johns: 'America/St_Johns',
  kolkata: 'Asia/Kolkata',
  hobart: 'Australia/Hobart',
  utc: 'Etc/UTC',
}

export interface File {
  name: string
  text: string
}

let opened: Promise<{ db: Db; firstRows: Map<string, unknown[]> }> | undefined

/** A database as the migrations leave it, with the shops of the tests. */
export async function fresh(): Promise<Db> {
  const { db, firstRows } = await (opened ??= open())
  await db.exec(`rollback; truncate ${[...firstRows.keys()].join(', ')} restart identity cascade; set session_replication_role = replica`)
  for (const [table, rows] of firstRows) if (rows.length > 0) await db.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)])
  await db.exec('reset session_replication_role')
  await addShops(db)
  return db
}

async function open() {
  const db = await openDb()
  const { rows } = await db.query<{ name: string }>(`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`)
  const firstRows = new Map<string, unknown[]>()
  for (const { name } of rows) firstRows.set(name, (await db.query(`select * from ${name}`)).rows)
  return { db, firstRows }
}

export async function addShops(db: Db): Promise<void> {
  for (const [id, zone] of Object.entries(ZONES)) await db.query('insert into shops (id, name, time_zone) values ($1, $1, $2)', [id, zone])
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function folderWith(files: readonly File[] = []): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'takings-'))
  folders.push(folder)
  put(folder, files)
  return folder
}

export function put(folder: string, files: readonly File[]): void {
  for (const { name, text } of files) writeFileSync(path.join(folder, name), text)
}

/** A file that was delivered at this moment. */
export function file(deliveredAt: string, lines: readonly (object | string)[], number = 1): File {
  const stamp = new Date(deliveredAt).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return { name: `${stamp}-${String(number).padStart(4, '0')}.ndjson`, text: lines.map((l) => `${typeof l === 'string' ? l : JSON.stringify(l)}\n`).join('') }
}

let made = 0
/** A receipt of its own, right in every field, sold in the shop that lives by UTC on 10 March 2026. */
export const sold = (fields: object = {}) => ({ receipt: `h-${++made}`, revision: 1, shop: 'utc', at: '2026-03-10T12:00:00Z', amount_minor: 1000, ...fields })

/** So many lines of one receipt, each a revision. */
export function revisions(...each: object[]) {
  const first = sold()
  return each.map((fields, i) => ({ ...first, revision: i + 1, ...fields }))
}

/** When 10 March 2026 of that shop closes, and a moment at which it is open. */
export const CLOSES = '2026-03-14T04:00:00Z'
export const OPEN = '2026-03-11T06:00:00Z'
export const LATER = '2026-03-20T06:00:00Z'

/** Processes these files, put there all at once. */
export const take = (db: Db, ...files: File[]) => run(db, folderWith(files))
export const fill = (db: Db, ...files: File[]) => backfill(db, folderWith(files))

const NUMBERS = 'receipts::int, takings_minor::int'
const NOT_ZERO = 'where receipts <> 0 or takings_minor <> 0'

export async function tables(db: Db) {
  const all = async (sql: string) => (await db.query<any>(sql)).rows
  return {
    days: await all(`select shop_id, day::text, ${NUMBERS}, closed from daily_takings ${NOT_ZERO} order by shop_id, day`),
    adjustments: await all(`select file, shop_id, day::text, ${NUMBERS} from adjustments order by file, shop_id, day`),
    quarantine: await all('select file, line::int, reason, field, raw from quarantine order by file, line'),
    quality: await all('select file, lines::int, accepted::int, superseded::int, duplicates::int, quarantined::int from file_quality order by file'),
  }
}
export type Tables = Awaited<ReturnType<typeof tables>>

/** What is written about each day, in few words. */
export const days = async (db: Db) => (await tables(db)).days.map((d) => `${d.shop_id} ${d.day}: ${d.receipts} receipts, ${d.takings_minor}${d.closed ? ', closed' : ''}`)
export const adjustments = async (db: Db) => (await tables(db)).adjustments.map((a) => `${a.shop_id} ${a.day}: ${a.receipts} receipts, ${a.takings_minor}`)
export const reasons = async (db: Db) => (await tables(db)).quarantine.map((q) => [q.line, q.reason, q.field])
export const quality = async (db: Db) => (await tables(db)).quality.map(({ file: _file, ...counts }) => counts)
