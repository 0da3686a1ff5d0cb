import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { payoutState } from './errors.ts'
import { movePayout } from './move-payout.ts'
import { type Payout, WENT_ELSEWHERE } from './payout.ts'
import { insertRelease, listReleases } from './release-store.ts'

/** So long somebody whose mailbox is in wrong hands has to say so. */
const HOLD_MS = 24 * 3_600_000

/** Earlier than that it goes on by the word of so many people. */
const PEOPLE_TO_RELEASE = 2

/** Holds a payout whose money would now go elsewhere, for a day. Then it goes on by itself; the candidate and the owners are told at once. */
export async function holdChangedPlace(tx: Tx, p: Payout): Promise<void> {
  const until = new Date(tx.now.getTime() + HOLD_MS)
  await movePayout(tx, p, 'held', { reason: WENT_ELSEWHERE, heldUntil: until })
  await addTask(tx, { kind: 'release-changed-place', key: `release-changed-place:${p.id}:${until.getTime()}`, orgId: p.orgId, payload: { payout_id: p.id }, dueAt: until })
}

/** Whether it waits for time and not for people. */
export function waitsForTime(p: Pick<Payout, 'state' | 'heldUntil'>, now: Date): boolean {
  return p.state === 'held' && p.heldUntil !== null && now < p.heldUntil
}

/** Whether the day is over, and nobody has kept it held for another reason. */
export function isOver(p: Pick<Payout, 'state' | 'heldUntil' | 'sends'>, now: Date): boolean {
  return p.state === 'held' && p.sends === 0 && p.heldUntil !== null && now >= p.heldUntil
}

/**
 * The asking member wants it to go on before its day is over. The caller holds the payout.
 * @returns whether enough people have said so by now
 * @throws Refusal `payout_state` when they have said so before
 */
export async function agreeToRelease(tx: Tx, p: Payout): Promise<boolean> {
  const { memberId } = requireMember(tx)
  if (!(await insertRelease(tx, p, memberId))) throw payoutState('You have asked for it already. Another owner has to look, too; else it goes on by itself when its day is over.')
  const agreed = await listReleases(tx, [p.id])
  await record(tx, 'payout.release_asked', { orgId: p.orgId, applicationId: p.applicationId }, { application_id: p.applicationId, payout_id: p.id, member_id: memberId })
  return agreed.length >= PEOPLE_TO_RELEASE
}
