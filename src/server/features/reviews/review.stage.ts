import type { StageType } from '#server/features/applications/index.ts'
import { deliver } from './feedback.ts'
import { feedbackOf } from './feedback-store.ts'
import { openRound } from './open-round.ts'
import { reviewersOf, roundOf } from './store.ts'

const FEEDBACK_MIN = 80

/** Reviewed blind, revealed, answered with written feedback; without that nobody moves on or leaves. */
export const teamReviewStage: StageType<'team_review'> = {
  type: 'team_review',
  autoAdvance: false,
  onEnter: openRound,
  status: async (tx, { application: a }) => {
    const round = await roundOf(tx, a.id)
    const asked = round ? (await reviewersOf(tx, round.id)).filter((r) => r.replaced_at === null).length : 0
    const candidateSummary = `${round?.wanted ?? 2} engineers score your work independently. Then you get written feedback.`
    const base = { complete: false, waitingOn: 'team' as const, dueAt: round?.due_at ?? null, candidateSummary }
    if (!round || asked < round.wanted) return { ...base, missing: ['Reviewers are missing: add them to the job’s team and to this round.'], teamSummary: 'Needs reviewers' }
    if (!round.revealed_at) return { ...base, missing: ['Every review must be sealed.'], teamSummary: 'In review' }
    const sent = (await feedbackOf(tx, a.id))?.sent_at
    if (!sent) return { ...base, missing: ['The candidate’s written feedback has not been sent.'], dueAt: null, teamSummary: 'Reviewed; feedback to send' }
    return { ...base, complete: true, missing: [], dueAt: null, teamSummary: 'Reviewed, feedback sent; to decide', candidateSummary: 'Your feedback is here. The company is deciding what comes next.' }
  },
  mayLeave: async (tx, { application: a }, how, message) => {
    if (!(await roundOf(tx, a.id))?.revealed_at) return 'Every review must be sealed first.'
    if ((await feedbackOf(tx, a.id))?.sent_at) return null
    if (how === 'reject' && message.trim().length >= FEEDBACK_MIN) return null
    return how === 'reject' ? `Send the written feedback first, or write at least ${FEEDBACK_MIN} characters here: they are then the feedback.` : 'Send the written feedback first.'
  },
  // A rejection that came with enough words is the feedback; it is kept as such.
  onLeave: async (tx, { application: a }, how, message) => {
    if (how === 'rejected' && !(await feedbackOf(tx, a.id))?.sent_at) await deliver(tx, a, message)
  },
}
