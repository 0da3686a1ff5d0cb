import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/platform/tx.ts'

/**
 * The rule of the query layer, over a review `v` and its round `r`: one's own, and what is sealed in a revealed round; in an
 * unblinded one what is sealed, for members who have no review of their own to seal and have not left. The policies of the
 * tables say the same without knowing of this; each is tried with the other taken away.
 */
export function maySee(tx: Tx): RawBuilder<boolean> {
  const me = tx.principal.kind === 'member' ? tx.principal.memberId : ''
  const toSeal = sql`select 1 from round_reviewers p where p.round_id = r.id and p.member_id = ${me} and p.state <> 'submitted'`
  const open = sql`r.revealed_at is not null or (r.unblinded_at is not null and ${me} <> '' and not exists (${toSeal}))`
  return sql<boolean>`(v.author_id = ${me} or (v.sealed_at is not null and (${open})))`
}
