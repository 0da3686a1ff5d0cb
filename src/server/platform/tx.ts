import type { Kysely, Transaction } from 'kysely'
import type { EventData, EventType } from '#contract/events.ts'
import type { Database } from './db/tables.gen.ts'
import type { Principal } from './principal.ts'

/** One use case's transaction: its SQL (for stores only), its moment and its author. */
export interface Tx {
  /** Kysely transaction. Only files named `store.ts` or `*-store.ts` may touch it. */
  readonly sql: Transaction<Database>
  /** The database's clock when the transaction began; the only time a use case knows. */
  readonly now: Date
  readonly principal: Principal
  /** Things to run once the transaction is committed (wake the worker). Never a place for effects. */
  afterCommit(fn: () => void): void
}

/** Reading one thing outside any transaction, as the program itself: no moment, no author. Only stores may touch `sql`. */
export interface Look {
  readonly sql: Kysely<Database>
}

/** What an event is about; every event belongs to one organization. */
export interface EventSubject {
  orgId: string
  applicationId?: string
  jobId?: string
}

export interface StoredEvent<T extends EventType = EventType> {
  id: string
  seq: number
  orgId: string
  at: Date
  type: T
  actor: { kind: string; id: string | null; name: string }
  applicationId: string | null
  jobId: string | null
  data: EventData[T]
}
