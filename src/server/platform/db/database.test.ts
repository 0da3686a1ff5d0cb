import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, cloneDatabase } from '#test/support/database.ts'
import { SYSTEM } from '../principal.ts'
import { type Db, openDatabase } from './database.ts'

let clone: TestDatabase
let db: Db
beforeAll(async () => {
  clone = await cloneDatabase()
  db = openDatabase(clone.connection, 2)
})
afterAll(async () => {
  await db.close()
  await clone.drop()
})

const gone = async (pid: number) => (await clone.query('select from pg_stat_activity where pid = $1', [pid])).length === 0

it('a connection that breaks between two statements fails its transaction, and never the program', async () => {
  const broken = db.transaction(SYSTEM, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.sql)
    const pid = rows[0]?.pid ?? 0
    await clone.query('select pg_terminate_backend($1)', [pid])
    while (!(await gone(pid))) await new Promise((resolve) => setTimeout(resolve, 10))
    // The word of it has arrived, too: it is this that nobody listened to.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await sql`select 1`.execute(tx.sql)
  })
  await expect(broken).rejects.toThrow()
  expect(await db.transaction(SYSTEM, (tx) => Promise.resolve(tx.now))).toBeInstanceOf(Date)
})
