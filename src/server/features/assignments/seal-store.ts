import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'
import type { Assignment, AssignmentState, Clock, Frozen } from './assignment.ts'
import type { Content } from './content-store.ts'
import { assignmentOf } from './store.ts'

/** Everything needed to seal is known. */
export interface Sealable {
  a: Assignment
  clock: Clock
  frozen: Frozen
  content: Content
  /** By the database's clock, of the push it came with. */
  receivedAt: Date | null
}

/**
 * Frozen take-homes whose content is known, oldest first, held until the transaction ends; without those somebody else is
 * sealing, and without those who withdrew and had pushed nothing.
 */
export async function lockSealable(tx: Tx, orgId: string, limit: number): Promise<Sealable[]> {
  const rows = await tx.sql
    .selectFrom('assignments as s')
    .innerJoin('applications as a', 'a.id', 's.application_id')
    .innerJoin('content_hashes as h', (join) => join.onRef('h.commit_sha', '=', 's.frozen_commit').on((eb) => eb('h.repo_id', '=', eb.case().when('s.frozen_commit', '=', eb.ref('s.starter_commit')).then('').else(eb.ref('s.repo_id')).end())))
    .leftJoin('pushes as p', 'p.id', 's.frozen_push')
    .selectAll('s')
    .select(['h.tree_sha', 'h.sha256', 'p.received_at'])
    .where('s.org_id', '=', orgId)
    .where('s.state', '=', 'started')
    .where('s.frozen_at', 'is not', null)
    .where((eb) => eb.or([eb('a.state', '<>', 'withdrawn'), eb('s.frozen_push', 'is not', null)]))
    .orderBy('s.frozen_at')
    .limit(limit)
    .forUpdate('s')
    .skipLocked()
    .execute()
  return rows.flatMap((r): Sealable[] => {
    const a = assignmentOf(r)
    return a.clock && a.frozen ? [{ a, clock: a.clock, frozen: a.frozen, content: { treeSha: r.tree_sha, sha256: r.sha256 }, receivedAt: r.received_at }] : []
  })
}

export async function setSealed(tx: Tx, sealed: readonly { id: string; state: AssignmentState }[]) {
  const [ids, states] = [sealed.map((s) => s.id), sealed.map((s) => s.state)]
  await sql`update assignments set state = x.state from unnest(${ids}::text[], ${states}::text[]) as x (id, state) where assignments.id = x.id`.execute(tx.sql)
}
