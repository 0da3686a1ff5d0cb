import path from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { type OpenedDoor, openDoor } from '#server/adapters/git/open-door.ts'
import { createRepoStore } from '#server/adapters/git/store.ts'
import type { RepoStore } from '#server/adapters/git/port.ts'
import { openRails } from '#server/adapters/payments/open-rails.ts'
import type { Rails } from '#server/adapters/payments/port.ts'
import { builtInProvider } from '#server/adapters/providers/built-in.ts'
import { githubProvider } from '#server/adapters/providers/github/github.ts'
import type { ProviderPush, Providers } from '#server/adapters/providers/port.ts'
import { createBubblewrap } from '#server/adapters/sandbox/bubblewrap.ts'
import { noSandbox } from '#server/adapters/sandbox/none.ts'
import { diskStorage } from '#server/adapters/storage/disk.ts'
import { listPushesOf } from '#server/features/assignments/index.ts'
import { packageRoot } from '#server/lib/package-root.ts'
import type { Config } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { openDatabase } from '#server/platform/db/database.ts'
import { type Principal, SYSTEM } from '#server/platform/principal.ts'

/** Where a data folder keeps what. */
export function placesOf(dataDir: string) {
  return {
    postgres: path.join(dataDir, 'postgres'),
    repos: path.join(dataDir, 'git'),
    spool: path.join(dataDir, 'spool'),
    files: path.join(dataDir, 'files'),
    checks: path.join(dataDir, 'checks'),
    mail: path.join(dataDir, 'mail'),
  }
}

/** Opens the database and the ports of one process. The principal is the program itself; requests make their own. */
export async function openContext(config: Config, o: { connection: pg.ClientConfig; poolSize?: number; role?: string; rails?: Rails }): Promise<{ ctx: Context; door: OpenedDoor; close(): Promise<void> }> {
  const db = openDatabase(o.connection, o.poolSize ?? 20)
  const places = placesOf(config.dataDir)
  const log = pino({ level: config.logLevel, base: { role: o.role ?? 'web' }, redact: ['password', 'token', 'authorization', 'cookie'] })
  const git = createRepoStore({ reposDir: places.repos })
  const providers = openProviders(config, git, (repoId, ref) => db.transaction(SYSTEM, (tx) => listPushesOf(tx, repoId, ref)))
  const sandbox = config.checks ? createBubblewrap({ hidden: [config.dataDir, packageRoot], storeDir: places.checks }) : noSandbox('Checks are switched off on this server (CHECKS=off).')
  const door = openDoor()
  const hands = { config, log, git, door, providers, rails: o.rails ?? (await openRails(config.payments)), storage: diskStorage(places.files), sandbox }
  const contextOf = (principal: Principal): Context => ({
    ...hands,
    principal,
    transaction: (act) => db.transaction(principal, act),
    look: (read) => db.look(read),
    as: contextOf,
  })
  return { ctx: contextOf(SYSTEM), door, close: () => db.close() }
}

/** Our own server, and GitHub where it is set up. */
function openProviders(config: Config, git: RepoStore, pushesOf: (repoId: string, ref: string) => Promise<ProviderPush[]>): Providers {
  return {
    'built-in': builtInProvider({ git, publicUrl: config.publicUrl, pushesOf }),
    github: config.github && githubProvider({ ...config.github, git }),
  }
}
