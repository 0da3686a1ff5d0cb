import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedPostgresError } from './binaries.ts'

const OWNER_LOCK = 4_207_314_902

/**
 * Says that this program owns the data folder, for as long as its connection lives: a killed program gives it up by
 * dying. Waits up to three seconds for a predecessor's connection to end.
 * @throws EmbeddedPostgresError when another program owns it
 */
export async function takeOwnership(connection: pg.ClientConfig, dataDir: string, onLost: () => void): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ ...connection, application_name: 'handiwork owner' })
  let released = false
  client.on('error', () => {})
  client.on('end', () => {
    if (!released) onLost()
  })
  await client.connect()
  const release = async () => {
    released = true
    await client.end()
  }
  for (let i = 0; i < 30; i++) {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [OWNER_LOCK])
    if (rows[0]?.got) return { release }
    await sleep(100)
  }
  await release()
  throw new EmbeddedPostgresError(`Another Handiwork is already running on ${dataDir}. Stop it first, or set DATA_DIR to another place.`)
}
