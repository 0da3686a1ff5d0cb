import pg from 'pg'
import { EmbeddedPostgresError } from './errors.ts'

export interface Ownership {
  release(): Promise<void>
}

/** Constant, so that every version of Handiwork asks for the same lock. */
const OWNER_LOCK = 4_207_314_902
const OWNER_NAME = 'handiwork owner'
/** A killed owner's session takes a moment to end. */
const PATIENCE = '3s'
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Says that this program owns the data folder, for as long as its connection lives: a killed program gives it up by
 * dying. Waits up to three seconds for a predecessor. `onLost` is called when the connection ends without `release`.
 * @throws EmbeddedPostgresError when another program owns it
 */
export async function takeOwnership(connection: pg.ClientConfig, dataDir: string, onLost: () => void = () => {}): Promise<Ownership> {
  const client = new pg.Client({ ...connection, application_name: OWNER_NAME })
  let held = false
  // What broke is told by `end`, which follows.
  client.on('error', () => {})
  client.on('end', () => {
    if (held) onLost()
    held = false
  })
  try {
    await client.connect()
    await lock(client)
    held = true
  } catch (error) {
    await client.end().catch(() => {})
    throw isRefusal(error) ? refused(dataDir, error) : error
  }
  return {
    release: async () => {
      held = false
      await giveUp(client)
    },
  }
}

/** Whether another program owns this server now, or waits to. */
export async function isOwned(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000, query_timeout: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query('select from pg_stat_activity where application_name = $1', [OWNER_NAME])
    return rowCount !== 0
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function lock(client: pg.Client) {
  await client.query(`set lock_timeout = '${PATIENCE}'`)
  await client.query('select pg_advisory_lock($1)', [OWNER_LOCK])
}

/** The session may outlast the connection by a moment: what it stands for ends here, and not then. */
async function giveUp(client: pg.Client) {
  await client.query(`select pg_advisory_unlock(${OWNER_LOCK}), set_config('application_name', 'handiwork', false)`).catch(() => {})
  await client.end().catch(() => {})
}

function isRefusal(error: unknown): boolean {
  return (error as { code?: string }).code === LOCK_NOT_AVAILABLE
}

function refused(dataDir: string, cause: unknown) {
  return new EmbeddedPostgresError(`Another Handiwork is already running on this data directory (${dataDir}). Stop it first, or set DATA_DIR to another place.`, { cause })
}
