import type pg from 'pg'
import type { OpenedDoor } from '#server/adapters/git/open-door.ts'
import { fileSender } from '#server/adapters/mail/files.ts'
import { smtpSender } from '#server/adapters/mail/smtp.ts'
import { features, wireFeatures } from '#server/features/index.ts'
import { identify, makeSetupLink } from '#server/features/accounts/index.ts'
import { createGatekeeper, reconcilePushes, startPulse } from '#server/features/assignments/index.ts'
import { reconcileStarters, withStarters } from '#server/features/starters/index.ts'
import { openContext, placesOf } from '#server/open-context.ts'
import type { Config } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { takeOwnership } from '#server/platform/db/embedded/ownership.ts'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { takeOverFromTheDead } from '#server/platform/tasks/worker.ts'
import { startGitProcess } from '#server/processes/git.ts'
import { startWeb, webApp } from '#server/processes/web.ts'
import { startBackground } from '#server/processes/worker.ts'

export interface DatabaseHandle {
  connection: pg.ClientConfig
  /** No other Handiwork uses it while we do. */
  alone: boolean
  stop(): Promise<void>
}

/** The operator's PostgreSQL, or the packaged one on the data folder, owned by this program alone. */
export async function openPostgres(config: Config, say: (line: string) => void, o: { own: boolean }): Promise<DatabaseHandle> {
  if (config.databaseUrl) return { connection: { connectionString: config.databaseUrl }, alone: false, stop: () => Promise.resolve() }
  say('Starting PostgreSQL…')
  const postgres = await startEmbeddedPostgres({ dataDir: placesOf(config.dataDir).postgres })
  if (!o.own) return { connection: postgres.connection, alone: false, stop: () => (postgres.adopted ? Promise.resolve() : postgres.stop()) }
  const owner = await takeOwnership(postgres.connection, config.dataDir, () => {
    say('The database went away; stopping.')
    process.exit(1)
  })
  return {
    connection: postgres.connection,
    alone: true,
    stop: async () => {
      await owner.release()
      await postgres.stop()
    },
  }
}

export interface Running {
  ctx: Context
  url: string
  /** The database as its owner, for tools beside the program. */
  connection: pg.ClientConfig
  /** Link that makes the first owner; null once there is one. */
  setupLink: string | null
  stop(): Promise<void>
}

/** Starts what this process's role asks for: database, git gateway and web, worker. Stopping goes the same way back. */
export async function start(config: Config, say: (line: string) => void): Promise<Running> {
  const database = await openPostgres(config, say, { own: true })
  const applied = await migrate(database.connection)
  if (applied.length > 0) say(`Database brought up to date (${applied.length} steps).`)
  wireFeatures()
  const { ctx, door, close } = await openContext(config, { connection: database.connection })
  if (database.alone) await takeOverFromTheDead(ctx)
  const web = config.role === 'worker' ? null : await openWeb(ctx, door)
  const worker = config.role === 'web' ? null : openWorker(ctx)
  if (worker) void ctx.sandbox.standing().then(({ kind, says }) => ctx.log.info({ sandbox: kind }, says))
  return {
    ctx,
    url: config.publicUrl,
    connection: database.connection,
    setupLink: web && (await makeSetupLink(ctx)),
    stop: async () => {
      await web?.close()
      await Promise.all([worker?.stop(), web?.endGit()])
      await close()
      await database.stop()
    },
  }
}

async function openWeb(ctx: Context, door: OpenedDoor) {
  const { config, log } = ctx
  const git = await startGitProcess({ config, log, door, gatekeeper: withStarters(createGatekeeper(ctx), ctx), reconcile: () => reconcileAll(ctx) })
  const pulse = await startPulse(ctx)
  const web = await startWeb(webApp(ctx, features, identify), git.proxy, { port: config.port, host: config.host })
  return {
    close: web.close,
    endGit: async () => {
      await pulse.stop()
      await git.stop()
    },
  }
}

async function reconcileAll(ctx: Context) {
  await reconcilePushes(ctx)
  await reconcileStarters(ctx)
}

function openWorker(ctx: Context) {
  const { smtpUrl, dataDir } = ctx.config
  const sender = smtpUrl ? smtpSender(smtpUrl) : fileSender(placesOf(dataDir).mail)
  const worker = startBackground(ctx, features, sender)
  return {
    stop: async () => {
      ctx.sandbox.stop()
      await worker.stop()
      sender.close()
    },
  }
}
