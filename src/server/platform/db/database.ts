import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import pg from 'pg'
import type { Principal } from '../principal.ts'
import type { Look, Tx } from '../tx.ts'
import { APP_ROLE } from './migrate.ts'
import type { Database } from './tables.gen.ts'

// bigint columns hold counts and sequence numbers far below 2^53.
pg.types.setTypeParser(20, Number)
// Dates without a time stay text: turning them into moments would move them across zones.
pg.types.setTypeParser(1082, (text) => text)

export interface Db {
  transaction<T>(principal: Principal, act: (tx: Tx) => Promise<T>): Promise<T>
  look<T>(read: (look: Look) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens the pool. Every connection works as the unprivileged role, so that row-level security holds. */
export function openDatabase(connection: pg.ClientConfig, poolSize: number): Db {
  const pool = new pg.Pool({ ...connection, max: poolSize, options: `-c role=${APP_ROLE}`, application_name: 'handiwork' })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the program.
  pool.on('error', () => {})
  // So would one that breaks in the middle of its work: whoever waits for its query is told by the query.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool: beginningLate(pool) }) })
  return {
    transaction: (principal, act) => retrying(() => once(kysely, principal, act)),
    look: (read) => read({ sql: kysely }),
    close: () => kysely.destroy(),
  }
}

async function once<T>(kysely: Kysely<Database>, principal: Principal, act: (tx: Tx) => Promise<T>): Promise<T> {
  const after: (() => void)[] = []
  const result = await kysely.transaction().execute(async (trx) => {
    const now = await begin(trx, principal)
    return act({ sql: trx, now, principal, afterCommit: (fn) => after.push(fn) })
  })
  for (const fn of after) fn()
  return result
}

/** Says who acts (row-level security reads it) and asks for the time, in one round trip. */
async function begin(trx: Kysely<Database>, principal: Principal): Promise<Date> {
  const member = principal.kind === 'member' ? principal.memberId : ''
  // A literal, so that the beginning of the transaction goes along in the same message.
  const { rows } = await sql<{ now: Date }>`select hw_now() as now, set_config('app.member_id', ${sql.lit(member)}, true)`.execute(trx)
  return rows[0]!.now
}

/** Sends `begin` together with the first statement of the transaction: one round trip less for each of them. */
function beginningLate(pool: pg.Pool): PostgresPool {
  const late = (client: pg.PoolClient) => {
    let begin = false
    return {
      release: () => client.release(),
      async query(text: string, values: readonly unknown[]) {
        const due = begin
        begin = text === 'begin'
        if (begin) return { command: 'BEGIN', rowCount: 0, rows: [] }
        if (!due) return client.query(text, [...values])
        if (values.length > 0) return client.query('begin').then(() => client.query(text, [...values]))
        // Of two statements there are two results, which the types of `pg` leave out.
        const results = (await client.query(`begin; ${text}`)) as unknown as pg.QueryResult[]
        return results[1]
      },
    }
  }
  // Kysely's type of a client has cursors, too, which nobody here asks for.
  return { connect: async () => late(await pool.connect()), end: () => pool.end() } as unknown as PostgresPool
}

const RETRIES = 5
/** serialization_failure and deadlock_detected: the same work, tried again, succeeds. */
const TRY_AGAIN = new Set(['40001', '40P01'])
/** The pool's connection was dead already, so that this statement, be it the commit, was never sent. */
const NEVER_SENT = 'is not queryable'

async function retrying<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      if (attempt >= RETRIES || !mayTryAgain(error)) throw error
    }
  }
}

function mayTryAgain(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return TRY_AGAIN.has(code ?? '') || (message ?? '').includes(NEVER_SENT)
}
