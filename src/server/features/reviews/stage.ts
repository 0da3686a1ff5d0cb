import { type ApplicationInStage, type StageReport, type StageType, promiseOf } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { FEEDBACK_MIN } from './feedback.ts'
import { type Feedback, findFeedback } from './feedback-store.ts'
import { openDiscussions } from './discussion.ts'
import { listDiscussions } from './discussion-store.ts'
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
  const toDiscuss = await undecided(tx, round)
  if (toDiscuss.length > 0) return whyTalk(toDiscuss)
  if ((await findFeedback(tx, application.id))?.sentAt) return null
  if (how === 'advance') return 'Send the candidate their feedback first.'
  return message.trim().length >= FEEDBACK_MIN ? null : `Send the candidate their feedback first, or write at least ${FEEDBACK_MIN} characters to them here.`
}

async function status(tx: Tx, { application, stage }: InReview): Promise<StageReport> {
  const round = await findRoundOfApplication(tx, application.id)
  const reviewers = stage.config.reviewers
  if (!round) return report({ missing: ['The review has not been opened.'], teamSummary: 'Not open yet', candidateSummary: `Next, ${reviewers} people review your work, each on their own.` })
  if (!round.revealedAt) return inReview(round, activePlaces(await listPlaces(tx, [round.id])), stage.config.calibration === 'required')
  const dueAt = (await promiseOf(tx, application.id, 'feedback'))?.due_at
  return revealed(await findFeedback(tx, application.id), dueAt ? new Date(dueAt) : null, await undecided(tx, round))
}

/** The names of the criteria the reviewers differ on and nobody has written an outcome for. */
async function undecided(tx: Tx, round: Round): Promise<string[]> {
  const open = openDiscussions(await listDiscussions(tx, round.id)).map((d) => d.criterionId)
  return round.rubric.criteria.filter((c) => open.includes(c.id)).map((c) => c.name)
}

function whyTalk(criteria: readonly string[]): string {
  return `The reviews differ by two levels or more on ${listed(criteria)}: talk about it, and a reviewer, an owner or a recruiter writes down what came of it.`
}

function inReview(round: Round, places: readonly Place[], calibrated: boolean): StageReport {
  const short = round.wanted - places.length
  const waitedFor = places.filter((p) => p.state === 'assigned').map((p) => p.name)
  const missing = waitedFor.map((name) => `${name} has not sealed their review.`)
  const by = round.dueAt ? ` by ${moment(round.dueAt)}` : ''
  const candidateSummary = `${round.wanted} people review your work, each on their own${by}. Then you get written feedback.`
  if (short > 0) {
    const needed = `This round needs ${short} more reviewer${short === 1 ? '' : 's'}: an owner or a recruiter adds reviewers to the job’s hiring team, or to the pool${calibrated ? ', or those who are in it score the sample submissions first, as this stage requires' : ''}.`
    return report({ missing: [needed, ...missing], dueAt: round.dueAt, teamSummary: `Needs ${short} more reviewer${short === 1 ? '' : 's'}`, candidateSummary })
  }
  return report({ missing, dueAt: round.dueAt, teamSummary: `In review: ${listed(waitedFor)} to seal${by}`, candidateSummary })
}

/** What the candidate is told depends on their feedback alone, never on how far the reviewers are apart. */
function revealed(feedback: Feedback | null, dueAt: Date | null, toDiscuss: readonly string[]): StageReport {
  const by = dueAt ? ` by ${moment(dueAt)}` : ''
  const talk = toDiscuss.length > 0 ? [whyTalk(toDiscuss)] : []
  if (!feedback?.sentAt) return report({ missing: [...talk, 'The written feedback has not been sent to the candidate: an owner or a recruiter sends it.'], dueAt, teamSummary: toDiscuss.length > 0 ? `Reviewed; to discuss: ${listed(toDiscuss)}` : `Reviewed; feedback to be sent${by}`, candidateSummary: `Your work has been reviewed. You get written feedback${by}.` })
  if (talk.length > 0) return report({ missing: talk, teamSummary: `Feedback sent; to discuss: ${listed(toDiscuss)}`, candidateSummary: DECIDING })
  return report({ complete: true, teamSummary: 'Reviewed, and feedback sent', candidateSummary: DECIDING })
}

const DECIDING = 'Your feedback is here. The team decides about the next step.'

function report(r: Pick<StageReport, 'teamSummary' | 'candidateSummary'> & Partial<StageReport>): StageReport {
  return { complete: false, missing: [], waitingOn: 'team', dueAt: null, ...r }
}
