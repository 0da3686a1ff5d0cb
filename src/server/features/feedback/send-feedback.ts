import type { Feedback as FeedbackAnswer } from '#contract/feedback.ts'
import { finished } from '#contract/feedback-text.ts'
import { type LoadedApplication, refreshStage } from '#server/features/applications/index.ts'
import { nextMorning } from '#server/lib/zones.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { record } from '#server/platform/events/record.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { deliver } from './deliver.ts'
import { feedbackInternal, feedbackPlanned, zoneUnknown } from './errors.ts'
import { type Feedback, type Plan, timerOf } from './feedback.ts'
import { flagsFor } from './guard.ts'
import { holdUnsent, refuseOlder } from './hold.ts'
import { showFeedback } from './show-feedback.ts'
import { updateFeedback } from './store.ts'
import { planInWords } from './words.ts'

export interface Sent {
  text: string
  version: number
  when: 'now' | 'morning'
  working_day: boolean
  time_zone?: string | undefined
}

/**
 * Sends the feedback now, for good, or plans it for 9:00 where the candidate is. Planned feedback may be sent now instead.
 * @throws Refusal feedback_internal with every sentence that must not go out; feedback_changed, feedback_planned, time_zone_unknown
 */
export async function sendFeedback(tx: Tx, applicationId: string, s: Sent): Promise<FeedbackAnswer> {
  const { a, f } = await holdUnsent(tx, applicationId)
  if (f.plan && s.when === 'morning') throw feedbackPlanned(planInWords(f.plan))
  await refuseOlder(tx, f, s)
  const text = finished(s.text)
  const flags = await flagsFor(tx, a, text)
  if (flags.length > 0) throw feedbackInternal(flags)
  if (s.when === 'now') await deliver(tx, a, f, { text, by: requireMember(tx).memberId, withRejection: false })
  else await plan(tx, a, { ...f, text }, planFor(tx, a, s))
  await refreshStage(tx, applicationId)
  return showFeedback(tx, applicationId)
}

function planFor(tx: Tx, a: LoadedApplication, s: Sent): Plan {
  const zone = a.timeZone ?? s.time_zone
  if (!zone) throw zoneUnknown()
  return { at: nextMorning(tx.now, zone, { workingDay: s.working_day }), by: requireMember(tx).memberId, zone, zoneFrom: a.timeZone ? 'candidate' : 'team' }
}

/** The timer is a row of the same transaction: the plan is kept if and only if it is made. */
async function plan(tx: Tx, a: LoadedApplication, f: Feedback, when: Plan): Promise<void> {
  const planned = { ...f, version: f.version + 1, savedAt: tx.now, savedBy: when.by, plan: when }
  await updateFeedback(tx, planned)
  await addTask(tx, { kind: 'feedback.send', key: timerOf(planned), orgId: a.orgId, payload: { application_id: a.id, version: planned.version }, dueAt: when.at })
  await record(tx, 'feedback.planned', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, at: when.at.toISOString(), time_zone: when.zone })
}
