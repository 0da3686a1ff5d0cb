import type { Logger } from 'pino'
import type { GitDoor, RepoStore } from '#server/adapters/git/port.ts'
import type { Rails } from '#server/adapters/payments/port.ts'
import type { Sandbox } from '#server/adapters/sandbox/port.ts'
import type { Providers } from '#server/adapters/providers/port.ts'
import type { Storage } from '#server/adapters/storage/port.ts'
import type { Config } from './config.ts'
import type { Principal } from './principal.ts'
import type { Look, Tx } from './tx.ts'

/** What the program holds in its hands: configuration, log, the database and the ports to the outside. */
export interface Context {
  config: Config
  log: Logger
  principal: Principal
  git: RepoStore
  /** Into the git gateway, for what this process must not start a git for. */
  door: GitDoor
  providers: Providers
  /** The ways to pay that are set up here; by hand is always possible and not among them. */
  rails: Rails
  storage: Storage
  sandbox: Sandbox
  /** One transaction as this context's principal. Serialization failures are retried; other errors roll back. */
  transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * One statement that reads, in one round trip, for what is asked many times a second. Whatever is protected row by row
   * stays hidden: nobody in particular is asking.
   */
  look<T>(read: (look: Look) => Promise<T>): Promise<T>
  /** The same hands, for somebody else. */
  as(principal: Principal): Context
}
