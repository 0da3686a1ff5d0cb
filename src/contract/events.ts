/**
 * Every event there is. Data carries ids and what everybody who may see the application may see; never a score, a
 * comment, a count or a time of a review that is not revealed, and never a secret.
 */
export interface EventData {
  'organization.created': { name: string }
  'member.invited': { invitation_id: string; email: string; role: string }
  'member.joined': { member_id: string; role: string }
  'member.changed': { member_id: string; role: string }
  'member.removed': { member_id: string }
  'token.created': { token_id: string; scopes: string[] }
  'token.revoked': { token_id: string }
  'starter.created': { starter_id: string; name: string }
  'starter.changed': { starter_id: string; name: string; archived: boolean }
  'starter.removed': { starter_id: string; name: string }
  'starter.version_received': { starter_id: string; version_id: string; name: string; number: number }
  'starter.version_tried': { starter_id: string; version_id: string; name: string; number: number; state: string }
  'starter.trial_asked': { starter_id: string; version_id: string; name: string; number: number }
  'starter.version_accepted': { starter_id: string; version_id: string; name: string; number: number; reason: string }
  'job.created': { job_id: string; title: string }
  'job.updated': { job_id: string }
  'job.process_changed': { job_id: string; sha256: string }
  'job.published': { job_id: string; version: number; sha256: string }
  'job.closed': { job_id: string }
  'application.submitted': { application_id: string; job_id: string }
  'application.hired': { application_id: string }
  'application.rejected': { application_id: string; reason: string }
  'application.withdrawn': { application_id: string }
  'application.referred': { application_id: string; member_id: string | null }
  'application.note_added': { application_id: string; note_id: string }
  'stage.entered': { application_id: string; stage_key: string; stage_type: string }
  'stage.completed': { application_id: string; stage_key: string; stage_type: string }
  'stage.advanced': { application_id: string; from: string; to: string | null; note_id: string | null }
  'promise.started': { application_id: string; kind: string; due_at: string }
  'promise.kept': { application_id: string; kind: string; late: boolean }
  'assignment.start_planned': { application_id: string; assignment_id: string }
  'assignment.accommodated': { application_id: string; assignment_id: string }
  'assignment.started': { application_id: string; assignment_id: string; deadline_at: string }
  'assignment.extended': { application_id: string; assignment_id: string; seconds: number; deadline_at: string; reason: string }
  'assignment.push_received': { application_id: string; assignment_id: string; seq: number; branch: string; commit: string }
  'assignment.push_refused': { application_id: string; assignment_id: string; reason: string }
  'assignment.token_found': { application_id: string; assignment_id: string }
  'assignment.submitted_early': { application_id: string; assignment_id: string }
  'assignment.submission_undone': { application_id: string; assignment_id: string }
  'submission.sealed': { application_id: string; assignment_id: string; submission_id: string; commit: string; content_sha256: string; empty: boolean; stage_key: string }
  'checks.asked': { application_id: string; submission_id: string; check_id: string }
  'review.assigned': { application_id: string; round_id: string; member_id: string }
  'review.sealed': { application_id: string; round_id: string; sha256: string }
  'review.replaced': { application_id: string; round_id: string; left: string; joined: string }
  'review.declined': { application_id: string; round_id: string; member_id: string }
  'review.handed_over': { application_id: string; round_id: string; left: string; joined: string }
  'review.excluded': { application_id: string; round_id: string; member_id: string }
  'conflict.declared': { application_id: string; member_id: string }
  'conflict.taken_back': { application_id: string; member_id: string }
  'review_round.extended': { application_id: string; round_id: string; due_at: string; reason: string }
  'review_round.unblinded': { application_id: string; round_id: string; reason: string }
  'review_discussion.recorded': { application_id: string; round_id: string; criterion_id: string }
  'review_round.revealed': { application_id: string; round_id: string }
  'feedback.planned': { application_id: string; at: string; time_zone: string }
  'feedback.taken_back': { application_id: string }
  /** A plan that was not carried out: its words have since been written for the team. */
  'feedback.stopped': { application_id: string }
  'feedback.sent': { application_id: string }
  'calibration.sealed': { member_id: string; rubric_sha256: string; calibrated: boolean }
  'feedback.reminded': { application_id: string; step: 'soon' | 'due' | 'late' }
  'slots.published': { member_id: string; count: number }
  'slot.withdrawn': { slot_id: string }
  'interview.opened': { application_id: string; interview_id: string }
  'interview.booked': { application_id: string; interview_id: string; starts_at: string; sequence: number }
  'interview.canceled': { application_id: string; interview_id: string; sequence: number }
  'interview.held': { application_id: string; interview_id: string }
  'interview.no_show': { application_id: string; interview_id: string }
  'interview.agenda_changed': { application_id: string; interview_id: string }
  'scorecard.sealed': { application_id: string; interview_id: string; scorecard_id: string; sha256: string }
  'referees.named': { application_id: string; count: number }
  'reference.invited': { application_id: string; reference_id: string }
  'reference.booked': { application_id: string; reference_id: string; starts_at: string; sequence: number }
  'reference.released': { application_id: string; reference_id: string; was_booked: boolean; sequence: number }
  'reference.noted': { application_id: string; reference_id: string }
  'reference.completed': { application_id: string; reference_id: string }
  'offer.drafted': { application_id: string; offer_id: string }
  'offer.extended': { application_id: string; offer_id: string; terms_sha256: string }
  'offer.accepted': { application_id: string; offer_id: string; terms_sha256: string }
  'offer.declined': { application_id: string; offer_id: string }
  'offer.rescinded': { application_id: string; offer_id: string; reason: string }
  'offer.expired': { application_id: string; offer_id: string }
  'payout.accrued': { application_id: string; payout_id: string; amount_minor: number; currency: string }
  'payout.approved': { application_id: string; payout_id: string; member_id: string; alone: boolean }
  'payout.moved': { application_id: string; payout_id: string; from: string; to: string }
  'payout.paid': { application_id: string; payout_id: string }
  'payout.reissued': { application_id: string; payout_id: string; replaces: string }
  'payout.donated': { application_id: string; payout_id: string; charity: string }
  'payouts.reminded': { soon: string[]; late: string[] }
  'payout.release_asked': { application_id: string; payout_id: string; member_id: string }
  'payout.kept_held': { application_id: string; payout_id: string }
  'payout.cap_exceeded': { application_id: string; stage_key: string; member_id: string }
  'payout_batch.created': { batch_id: string; payouts: number }
  'payout_batch.handed_over': { batch_id: string; payouts: number }
  'payout_batch.voided': { batch_id: string; payouts: number }
  'payout_charities.changed': { charities: string[] }
  'payout_settings.changed': { rail: string; approvals: number }
}

export type EventType = keyof EventData
