import type { Round as RoundAnswer } from '#contract/rounds.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { invalidField } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { holdRound, subjectOf } from './change-round.ts'
import { roundRevealed } from './errors.ts'
import { openRoundFor } from './find.ts'
import { presentNow } from './present-round.ts'
import { planReminders } from './reminders.ts'
import { moveDueDate } from './round-store.ts'

/** Moves the date by which reviewers are asked to seal. What was promised to the candidate stays, kept or late. */
export async function extendRound(tx: Tx, roundId: string, o: { due_at: string; reason: string }): Promise<RoundAnswer> {
  const { round } = await holdRound(tx, await openRoundFor(tx, roundId))
  if (round.revealedAt) throw roundRevealed()
  const dueAt = new Date(o.due_at)
  if (dueAt <= tx.now || (round.dueAt && dueAt <= round.dueAt)) throw invalidField('body.due_at', 'Choose a moment after now, and after the date there is.')
  await moveDueDate(tx, round, { dueAt, reason: o.reason, by: requireMember(tx).memberId })
  await planReminders(tx, { ...round, dueAt })
  await record(tx, 'review_round.extended', subjectOf(round), { application_id: round.applicationId, round_id: round.id, due_at: dueAt.toISOString(), reason: o.reason })
  return presentNow(tx, round.id)
}
