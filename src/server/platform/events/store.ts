import { sql } from 'kysely'
import type { StoredEvent, Tx } from '../tx.ts'
import { GENESIS, eventHash } from './chain.ts'

type Unchained = Omit<StoredEvent, 'seq'>

/** Appends to the organization's chain. The head's row lock puts the organization's events in one order. */
export async function appendEvent(tx: Tx, event: Unchained): Promise<StoredEvent> {
  const head = await headFor(tx, event.orgId)
  const stored: StoredEvent = { ...event, seq: head.seq + 1 }
  const hash = eventHash(head.hash, factsOf(stored))
  // One round trip while the whole organization waits for us.
  await tx.sql
    .with('moved', (db) => db.updateTable('event_heads').set({ seq: stored.seq, hash }).where('org_id', '=', stored.orgId))
    .insertInto('events')
    .values({
      org_id: stored.orgId,
      seq: stored.seq,
      id: stored.id,
      at: stored.at,
      type: stored.type,
      actor: JSON.stringify(stored.actor),
      application_id: stored.applicationId,
      job_id: stored.jobId,
      data: JSON.stringify(stored.data),
      prev_hash: head.hash,
      hash,
    })
    .execute()
  held.get(tx)?.set(stored.orgId, { seq: stored.seq, hash })
  return stored
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
  const row = await tx.sql.selectFrom('events').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
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
