import { type ApplicationInStage, type StageReport, type StageType, promiseOf } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { FEEDBACK_MIN } from './feedback.ts'
import { type Feedback, findFeedback } from './feedback-store.ts'
import { openRound } from './open-round.ts'
import { type Place, type Round, activePlaces } from './round.ts'
import { findRoundOfApplication, listPlaces } from './round-store.ts'
import { deliverFeedback } from './send-feedback.ts'
import { listed, moment } from './words.ts'

type InReview = ApplicationInStage<'team_review'>

/** Independent reviews, revealed at once, and then words to the candidate; nobody leaves without them. */
export const teamReviewStage: StageType<'team_review'> = {
  type: 'team_review',
  autoAdvance: false,
  onEnter: (tx, { application, stage }) => openRound(tx, application, stage),
  status,
  mayLeave: (tx, a, how, message) => whyNotLeave(tx, a, how, message),
  onLeave: async (tx, { application }, how, message) => {
    if (how !== 'rejected' || (await findFeedback(tx, application.id))?.sentAt) return
    await deliverFeedback(tx, application, message, { withRejection: true })
  },
}

/** Feedback is owed for the work, whatever the decision. A rejection after the reveal may carry it as its message. */
async function whyNotLeave(tx: Tx, { application, stage }: InReview, how: 'advance' | 'reject', message: string): Promise<string | null> {
  const round = await findRoundOfApplication(tx, application.id)
  if (!round?.revealedAt) return stage.config.reviewers === 2 ? 'Both reviews must be sealed first.' : 'Every review must be sealed first.'
  if ((await findFeedback(tx, application.id))?.sentAt) return null
  if (how === 'advance') return 'Send the candidate their feedback first.'
  return message.trim().length >= FEEDBACK_MIN ? null : `Send the candidate their feedback first, or write at least ${FEEDBACK_MIN} characters to them here.`
}

async function status(tx: Tx, { application, stage }: InReview): Promise<StageReport> {
  const round = await findRoundOfApplication(tx, application.id)
  const reviewers = stage.config.reviewers
  if (!round) return report({ missing: ['The review has not been opened.'], teamSummary: 'Not open yet', candidateSummary: `Next, ${reviewers} people review your work, each on their own.` })
  if (!round.revealedAt) return inReview(round, activePlaces(await listPlaces(tx, [round.id])))
  const dueAt = (await promiseOf(tx, application.id, 'feedback'))?.due_at
  return revealed(await findFeedback(tx, application.id), dueAt ? new Date(dueAt) : null)
}

function inReview(round: Round, places: readonly Place[]): StageReport {
  const short = round.wanted - places.length
  const waitedFor = places.filter((p) => p.state === 'assigned').map((p) => p.name)
  const missing = waitedFor.map((name) => `${name} has not submitted their review.`)
  const by = round.dueAt ? ` by ${moment(round.dueAt)}` : ''
  const candidateSummary = `${round.wanted} people review your work, each on their own${by}. Then you get written feedback.`
  if (short > 0) {
    const needed = `This round needs ${short} more reviewer${short === 1 ? '' : 's'}: add reviewers to the job’s hiring team.`
    return report({ missing: [needed, ...missing], dueAt: round.dueAt, teamSummary: 'Needs reviewers', candidateSummary })
  }
  return report({ missing, dueAt: round.dueAt, teamSummary: `In review: ${listed(waitedFor)} to submit${by}`, candidateSummary })
}

function revealed(feedback: Feedback | null, dueAt: Date | null): StageReport {
  const by = dueAt ? ` by ${moment(dueAt)}` : ''
  if (!feedback?.sentAt) return report({ missing: ['The written feedback has not been sent to the candidate.'], dueAt, teamSummary: `Reviewed; feedback to be sent${by}`, candidateSummary: `Your work has been reviewed. You get written feedback${by}.` })
  return report({ complete: true, teamSummary: 'Reviewed, and feedback sent', candidateSummary: 'Your feedback is here. The team decides about the next step.' })
}

function report(r: Pick<StageReport, 'teamSummary' | 'candidateSummary'> & Partial<StageReport>): StageReport {
  return { complete: false, missing: [], waitingOn: 'team', dueAt: null, ...r }
}
