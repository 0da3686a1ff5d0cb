import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { launch } from './launch.ts'
import { logFile } from './log-file.ts'
import { type Connection, findAnswering } from './postmaster.ts'
import { chooseRunAs } from './run-as.ts'
import { stopPostgres } from './stop.ts'

export interface EmbeddedPostgres {
  /** Connection as the superuser; the host is a folder whose socket only this user can reach (on Windows, 127.0.0.1). */
  connection: Connection
  /** True when a server that another program had started was taken over. */
  adopted: boolean
  pid: number
  /**
   * Fast shutdown, also of an adopted server; resolves when it is gone. Leaves it running when another program owns it
   * by now (see `takeOwnership`). Give up your own ownership first.
   */
  stop(): Promise<void>
}

/**
 * Starts the packaged PostgreSQL on a data folder, or adopts the one already running there. Makes the folder when it is
 * missing. Opens no TCP port, except on Windows on 127.0.0.1 with a password. The server outlives this program when it
 * is killed, and the next start adopts it. Its log is `<dataDir>.log`.
 * @throws EmbeddedPostgresError with a sentence that says what to do
 */
export async function startEmbeddedPostgres(o: { dataDir: string; log?: (line: string) => void; settings?: Record<string, string> }): Promise<EmbeddedPostgres> {
  const log = o.log ?? (() => {})
  const dataDir = await realPlace(o.dataDir)
  const file = logFile(`${dataDir}.log`)
  const running = await findAnswering(dataDir)
  const server = running ? { ...running, adopted: true } : await startNew(dataDir, o.settings ?? {}, file, log).catch((error) => explain(dataDir, error))
  if (server.adopted) log('Using the PostgreSQL that is still running.')
  const stopBounding = file.keepBounded()
  return {
    connection: server.connection,
    adopted: server.adopted,
    pid: server.pid,
    stop: async () => {
      stopBounding()
      await stopPostgres(dataDir, server.connection)
    },
  }
}

async function startNew(dataDir: string, settings: Record<string, string>, file: ReturnType<typeof logFile>, log: (line: string) => void) {
  const as = await chooseRunAs(dataDir)
  const cluster = { dataDir, as, settings, binaries: await findBinaries(dataDir, as) }
  await ensureCluster(cluster)
  return launch(cluster, file, log)
}

function explain(dataDir: string, error: Error): never {
  if (error instanceof EmbeddedPostgresError) throw error
  throw new EmbeddedPostgresError(`PostgreSQL can't be started on ${dataDir}: ${error.message}. Check who owns that folder and what is beside it, or set DATA_DIR to another place.`, { cause: error })
}

/** The same for every way to write it, since servers are recognised by it. The folder itself need not exist yet. */
async function realPlace(dataDir: string): Promise<string> {
  const absolute = path.resolve(dataDir)
  try {
    await mkdir(path.dirname(absolute), { recursive: true })
    return await realpath(absolute).catch(async () => path.join(await realpath(path.dirname(absolute)), path.basename(absolute)))
  } catch (error) {
    throw new EmbeddedPostgresError(`${path.dirname(absolute)} can't be used for data. Allow writing there, or set DATA_DIR to another place.`, { cause: error })
  }
}
