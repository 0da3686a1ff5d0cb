import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'

export type Db = PGlite

/** Opens PostgreSQL (in this process, in memory unless a folder is given) and runs every file of `migrations/` once. */
export async function openDb(folder?: string): Promise<Db> {
  const db = await PGlite.create(folder ? { dataDir: folder } : {})
  await db.exec('create table if not exists migrations (name text primary key)')
  const dir = path.join(import.meta.dirname, '../migrations')
  for (const name of (await readdir(dir)).filter((f) => f.endsWith('.sql')).sort()) {
    const done = await db.query('select 1 from migrations where name = $1', [name])
    if (done.rows.length > 0) continue
    const sql = await readFile(path.join(dir, name), 'utf8')
    await db.transaction(async (tx) => {
      await tx.exec(sql)
      await tx.query('insert into migrations (name) values ($1)', [name])
    })
  }
  return db
}
