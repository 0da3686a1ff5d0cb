import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { packageRoot } from '#server/lib/package-root.ts'

/** One key for everybody who migrates, so that programs started together wait for each other. */
const MIGRATION_LOCK = 4_207_314_901

/** The role every query of the product runs as. Not a superuser, owner of nothing: row-level security holds for it. */
export const APP_ROLE = 'handiwork_app'

/**
 * Brings the database to this version: plain SQL files in order, forward only, each in a transaction of its own, all
 * under one advisory lock. Safe to call from several programs at once.
 * @returns the names of the migrations that were applied now
 * @throws when an applied file has changed, or when the database is newer than this program
 */
export async function migrate(connection: pg.ClientConfig, dir = path.join(packageRoot, 'db/migrations')): Promise<string[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await applyAll(client, dir)
  } finally {
    await client.end()
  }
}

async function applyAll(client: pg.Client, dir: string): Promise<string[]> {
  await client.query('create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())')
  const files = (await readdir(dir)).filter((f) => f.endsWith('.sql')).sort()
  const done = new Set((await client.query<{ name: string }>('select name from schema_migrations')).rows.map((r) => r.name))
  refuseNewerDatabase(done, files)
  const applied: string[] = []
  for (const file of files.filter((f) => !done.has(f))) {
    await applyOne(client, file, await readFile(path.join(dir, file), 'utf8'))
    applied.push(file)
  }
  await ensureAppRole(client)
  return applied
}

function refuseNewerDatabase(done: Set<string>, files: string[]) {
  const unknown = [...done].filter((name) => !files.includes(name))
  if (unknown.length > 0) throw new Error(`This database was made by a newer Handiwork (${unknown.join(', ')}). Start that version, or restore a backup made before the upgrade.`)
}

async function applyOne(client: pg.Client, name: string, sql: string) {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into schema_migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}

async function ensureAppRole(client: pg.Client) {
  const roles = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE])
  if (roles.rowCount === 0) await createRole(client)
  await client.query(`grant usage on schema public to ${APP_ROLE}`)
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${APP_ROLE}`)
  await client.query(`grant usage on all sequences in schema public to ${APP_ROLE}`)
  await client.query(`revoke insert, update, delete on clock_shift, schema_migrations from ${APP_ROLE}`)
  await client.query(`revoke update, delete, truncate on events from ${APP_ROLE}`)
}

/** Roles belong to the whole server: another database of it may be making the same one at this moment. */
async function createRole(client: pg.Client) {
  try {
    await client.query(`create role ${APP_ROLE} nologin`)
    await client.query(`grant ${APP_ROLE} to current_user`)
  } catch (error) {
    if (!['42710', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  }
}
