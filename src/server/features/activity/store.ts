import { eventHash } from '#server/platform/events/chain.ts'
import type { StoredEvent, Tx } from '#server/platform/tx.ts'

function rows(tx: Tx, orgId: string) {
  return tx.sql.selectFrom('events').selectAll().where('org_id', '=', orgId)
}
type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]

function stored(r: Row): StoredEvent {
  // Written by `record` alone, from a StoredEvent.
  return { id: r.id, seq: r.seq, orgId: r.org_id, at: r.at, type: r.type as StoredEvent['type'], actor: r.actor as unknown as StoredEvent['actor'], applicationId: r.application_id, jobId: r.job_id, data: r.data as unknown as StoredEvent['data'] }
}

export async function eventsBefore(tx: Tx, o: { orgId: string; applicationId?: string; before?: number; without?: readonly string[]; limit: number }): Promise<StoredEvent[]> {
  let query = rows(tx, o.orgId)
  if (o.applicationId) query = query.where('application_id', '=', o.applicationId)
  if (o.without && o.without.length > 0) query = query.where('type', 'not in', o.without)
  if (o.before) query = query.where('seq', '<', o.before)
  return (await query.orderBy('seq', 'desc').limit(o.limit).execute()).map(stored)
}

/** Walks the chain from its beginning to a number, a thousand rows at a time. */
export async function walkChain(tx: Tx, orgId: string, o: { from: string; to: number }): Promise<{ events: number; broken: number | null; head: string }> {
  let hash = o.from
  for (let seq = 0; ; ) {
    const batch = await rows(tx, orgId).where('seq', '>', seq).where('seq', '<=', o.to).orderBy('seq').limit(1000).execute()
    for (const row of batch) {
      seq++
      const e = stored(row)
      const expected = eventHash(hash, { orgId: e.orgId, seq: e.seq, id: e.id, at: e.at, type: e.type, actor: e.actor, applicationId: e.applicationId, jobId: e.jobId, data: e.data })
      if (row.seq !== seq || row.prev_hash !== hash || row.hash !== expected) return { events: seq, broken: seq, head: hash }
      hash = row.hash
    }
    if (batch.length < 1000) return { events: seq, broken: null, head: hash }
  }
}

/** What the head says the chain ends with: a row cut off at the end shows here. */
export async function chainHead(tx: Tx, orgId: string): Promise<{ seq: number; hash: string } | null> {
  return (await tx.sql.selectFrom('event_heads').select(['seq', 'hash']).where('org_id', '=', orgId).executeTakeFirst()) ?? null
}
