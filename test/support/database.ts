import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  connection: pg.ClientConfig
  /** Plain SQL as the owner of everything, for what no use case can do. */
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>
  drop(): Promise<void>
}

/** A database of this test's own, cloned from the migrated template. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin((admin) => createFromTemplate(admin, name))
  const connection = { ...server, database: name }
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  return {
    connection,
    query: async (text, values) => (await client.query(text, values)).rows,
    drop: async () => {
      await client.end()
      await asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** Cloning needs the template unused; two clones at the same moment get in each other's way, so they queue. */
async function createFromTemplate(admin: pg.Client, name: string) {
  await admin.query('select pg_advisory_lock(77)')
  await admin.query(`create database ${name} template handiwork_template strategy file_copy`)
  await admin.query('select pg_advisory_unlock(77)')
}

async function asAdmin(act: (admin: pg.Client) => Promise<unknown>) {
  const admin = new pg.Client({ ...inject('postgres'), database: 'postgres' })
  await admin.connect()
  await act(admin)
  await admin.end()
}
