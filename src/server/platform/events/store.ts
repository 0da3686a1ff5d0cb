import { sql } from 'kysely'
import type { EventType } from '#contract/events.ts'
import type { StoredEvent, Tx } from '../tx.ts'
import { GENESIS, eventHash } from './chain.ts'

type Unchained = Omit<StoredEvent, 'seq'>

/** Appends to the chain of one organization, in this order. The head's row lock puts all of its events in one order. */
export async function appendEvents(tx: Tx, events: readonly Unchained[]): Promise<StoredEvent[]> {
  const [orgId, ...others] = new Set(events.map((e) => e.orgId))
  if (orgId === undefined) return []
  if (others.length > 0) throw new Error('Each organization has a chain of its own')
  let head = await headFor(tx, orgId)
  const rows = events.map((event) => {
    const row = chained(head, { ...event, seq: head.seq + 1 })
    head = { seq: row.stored.seq, hash: row.hash }
    return row
  })
  await insertEvents(tx, orgId, rows, head)
  held.get(tx)?.set(orgId, head)
  return rows.map((row) => row.stored)
}

interface Chained {
  stored: StoredEvent
  prevHash: string
  hash: string
}

function chained(head: Head, stored: StoredEvent): Chained {
  return { stored, prevHash: head.hash, hash: eventHash(head.hash, factsOf(stored)) }
}

/** One round trip while the whole organization waits for us. */
async function insertEvents(tx: Tx, orgId: string, rows: readonly Chained[], head: Head) {
  await tx.sql
    .with('moved', (db) => db.updateTable('event_heads').set({ seq: head.seq, hash: head.hash }).where('org_id', '=', orgId))
    .insertInto('events')
    .values(rows.map(rowOf))
    .execute()
}

function rowOf({ stored, prevHash, hash }: Chained) {
  return {
    org_id: stored.orgId,
    seq: stored.seq,
    id: stored.id,
    at: stored.at,
    type: stored.type,
    actor: JSON.stringify(stored.actor),
    application_id: stored.applicationId,
    job_id: stored.jobId,
    data: JSON.stringify(stored.data),
    prev_hash: prevHash,
    hash,
  }
}

function factsOf(e: StoredEvent) {
  return { orgId: e.orgId, seq: e.seq, id: e.id, at: e.at, type: e.type, actor: e.actor, applicationId: e.applicationId, jobId: e.jobId, data: e.data }
}

interface Head {
  seq: number
  hash: string
}

/** Heads whose lock a transaction holds: nobody else can move them until it ends. */
const held = new WeakMap<Tx, Map<string, Head>>()

async function headFor(tx: Tx, orgId: string): Promise<Head> {
  const mine = held.get(tx) ?? new Map<string, Head>()
  held.set(tx, mine)
  return mine.get(orgId) ?? (await lockHead(tx, orgId)) ?? (await makeHead(tx, orgId))
}

async function lockHead(tx: Tx, orgId: string): Promise<Head | undefined> {
  return tx.sql.selectFrom('event_heads').select(['seq', 'hash']).where('org_id', '=', orgId).forUpdate().executeTakeFirst()
}

/** The first event of an organization. Two first ones at once make one head. */
async function makeHead(tx: Tx, orgId: string): Promise<Head> {
  await tx.sql.insertInto('event_heads').values({ org_id: orgId, seq: 0, hash: GENESIS }).onConflict((c) => c.doNothing()).execute()
  const head = await lockHead(tx, orgId)
  if (!head) throw new Error(`The events of ${orgId} have no head`)
  return head
}

/** One event by its id, for effects that run after the commit. */
export async function loadEvent(tx: Tx, id: string): Promise<StoredEvent | null> {
  const row = await rows(tx).where('id', '=', id).executeTakeFirst()
  return row ? storedIn(row) : null
}

/** What of one type has happened to an application, in order. */
export async function eventsAbout<T extends EventType>(tx: Tx, type: T, applicationId: string): Promise<StoredEvent<T>[]> {
  const found = await rows(tx).where('application_id', '=', applicationId).where('type', '=', type).orderBy('seq').execute()
  // Asked for by this type alone.
  return found.map((row) => storedIn(row) as StoredEvent<T>)
}

const rows = (tx: Tx) => tx.sql.selectFrom('events').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]

function storedIn(row: Row): StoredEvent {
  // The casts undo what appendEvent did: actor, type and data were written from a StoredEvent.
  return {
    id: row.id,
    seq: row.seq,
    orgId: row.org_id,
    at: row.at,
    type: row.type as StoredEvent['type'],
    actor: row.actor as unknown as StoredEvent['actor'],
    applicationId: row.application_id,
    jobId: row.job_id,
    data: row.data as unknown as StoredEvent['data'],
  }
}

/** The time by the database, with the clock's shift in tests. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select hw_now() as now`.execute(tx.sql)
  return rows[0]!.now
}
