import type pg from 'pg'
import type { TestDatabase } from './database.ts'

export interface Policy extends pg.QueryResultRow {
  name: string
  table: string
  reads: boolean
  checks: boolean
}

/** Every row-level policy on tables whose names match, by name. */
export function policiesOn(db: TestDatabase, tables: string): Promise<Policy[]> {
  return db.query<Policy>(`select policyname as name, tablename as table, qual is not null as reads, with_check is not null as checks from pg_policies where tablename ~ $1 order by 1`, [tables])
}

/** The statement that makes a policy let everybody through. */
export function opened({ name, table, reads, checks }: Policy): string {
  return `alter policy ${name} on ${table} ${reads ? 'using (true)' : ''} ${checks ? 'with check (true)' : ''}`
}

/** Those of these tables whose policies bind their owner, too. */
export async function forcedAmong(db: TestDatabase, tables: readonly string[]): Promise<string[]> {
  const forced = await db.query<{ relname: string }>('select relname from pg_class where relname = any ($1) and relrowsecurity and relforcerowsecurity', [tables])
  return forced.map((r) => r.relname).toSorted()
}

/** Tries the schema as it is made by `change`, and leaves everything as it was. */
export async function withSchema<T>(raw: pg.Client, change: string, act: () => Promise<T>): Promise<T> {
  await raw.query('begin')
  try {
    await raw.query(change)
    return await act()
  } finally {
    await raw.query('rollback')
  }
}

/** Whether a member gets through with a statement, as the role every query of the product runs as. Within a transaction. */
export async function getsThrough(raw: pg.Client, memberId: string, statement: string): Promise<boolean> {
  await raw.query('savepoint try')
  try {
    await raw.query('set local role handiwork_app')
    await raw.query(`select set_config('app.member_id', $1, true)`, [memberId])
    return ((await raw.query(statement)).rowCount ?? 0) > 0
  } catch (error) {
    if (error instanceof Error && /row-level security/.test(error.message)) return false
    throw error
  } finally {
    await raw.query('rollback to savepoint try')
  }
}
