import { sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'

/** A member who has had a hand in an application, and whether they have let the candidate into a stage. */
export interface Hand {
  applicationId: string
  memberId: string
  invited: boolean
}

/**
 * Who let candidates in, who has a part in judging them, who has talked with them or written to them. Only of what everybody of the team may
 * know at once: whether somebody has sealed a review is not in it.
 */
export async function handsOn(tx: Tx, applicationIds: readonly string[]): Promise<Hand[]> {
  if (applicationIds.length === 0) return []
  const { rows } = await sql<{ application_id: string; member_id: string; invited: boolean }>`
    select application_id, member_id, bool_or(invited) as invited from (
      select application_id, actor->>'id' as member_id, type = 'stage.advanced' as invited from events
        where application_id = any(${applicationIds}::text[]) and actor->>'kind' = 'member' and type in ('stage.advanced', 'interview.held', 'reference.completed', 'feedback.sent')
      union all select application_id, member_id, false from application_members where application_id = any(${applicationIds}::text[])
    ) as hands group by 1, 2`.execute(tx.sql)
  return rows.map((r) => ({ applicationId: r.application_id, memberId: r.member_id, invited: r.invited }))
}
