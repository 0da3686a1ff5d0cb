import type { PoolMember } from '#contract/rounds.ts'
import { isNamelessTo, loadApplicationById } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { openRoundFor } from './find.ts'
import { poolOf } from './pool.ts'
import { decides } from './round-actions.ts'
import { listPlaces } from './round-store.ts'

/**
 * Who could join the round. Those who decide are also told who is kept out, and why. Everybody else sees only who may, and so does
 * whoever decides but has yet to judge without a name: a reason may tell whose work it is.
 */
export async function listReviewerPool(tx: Tx, roundId: string): Promise<{ items: PoolMember[] }> {
  const round = await openRoundFor(tx, roundId)
  const places = await listPlaces(tx, [round.id])
  const pool = await poolOf(tx, round, await loadApplicationById(tx, round.applicationId))
  const outside = pool.filter((p) => !places.some((place) => place.memberId === p.id))
  const me = requireMember(tx)
  const told = decides(me) && !(await isNamelessTo(tx, me, round.applicationId))
  const shown = told ? outside : outside.filter((p) => p.whyNot === null)
  return { items: shown.map((p) => ({ id: p.id, name: p.name, open_rounds: p.openRounds, why_not: p.whyNot })) }
}
