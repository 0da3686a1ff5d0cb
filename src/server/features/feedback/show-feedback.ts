import type { Feedback as FeedbackAnswer } from '#contract/feedback.ts'
import { memberName } from '#server/features/accounts/index.ts'
import { type LoadedApplication, currentStage, loadApplicationForMember, promiseOf } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Feedback, stateOf } from './feedback.ts'
import { flagsFor } from './guard.ts'
import { findFeedback, listMaterial } from './store.ts'

/** The feedback as the team sees it: what it can be made of, its draft, its plan, or what was sent. */
export async function showFeedback(tx: Tx, applicationId: string): Promise<FeedbackAnswer> {
  const a = await loadApplicationForMember(tx, applicationId)
  const f = await findFeedback(tx, applicationId)
  const promise = await promiseOf(tx, applicationId, 'feedback')
  const why = whyNotSend(f) ?? whyNotYours(requireMember(tx).role)
  return {
    application_id: applicationId,
    state: stateOf(f),
    ...(await wordsOf(tx, f)),
    due_at: promise?.due_at ?? null,
    promise: promise?.state ?? null,
    time_zone: a.timeZone,
    material: f ? await listMaterial(tx, applicationId) : [],
    flags: f && !f.sentAt ? await flagsFor(tx, a, f.text) : [],
    can_send: why === null,
    why_not: why,
    can_take_back: why === null && f !== null && mayTakeBack(a, f),
  }
}

async function wordsOf(tx: Tx, f: Feedback | null) {
  const name = (id: string | null | undefined) => (id ? memberName(tx, id) : null)
  return {
    text: f?.text ?? '',
    version: f?.version ?? 0,
    saved_at: f?.savedAt?.toISOString() ?? null,
    saved_by: await name(f?.savedBy),
    plan: f?.plan ? { at: f.plan.at.toISOString(), time_zone: f.plan.zone, zone_from: f.plan.zoneFrom, by: await memberName(tx, f.plan.by) } : null,
    sent_at: f?.sentAt?.toISOString() ?? null,
    sent_by: await name(f?.sentBy),
  }
}

function whyNotSend(f: Feedback | null): string | null {
  if (!f) return 'Every review must be sealed first.'
  return f.sentAt ? 'The feedback has been sent.' : null
}

/** The policy matrix lets these two roles send; the button says so before anybody presses it. */
function whyNotYours(role: string): string | null {
  return role === 'owner' || role === 'recruiter' ? null : 'An owner or a recruiter sends the feedback.'
}

/** A plan binds once the application has moved on because of it. */
export function mayTakeBack(a: LoadedApplication, f: Pick<Feedback, 'plan'>): boolean {
  return f.plan !== null && a.state === 'active' && currentStage(a).type === 'team_review'
}
