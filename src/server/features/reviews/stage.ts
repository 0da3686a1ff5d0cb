import { type ApplicationInStage, type LoadedApplication, type StageReport, type StageType, promiseOf } from '#server/features/applications/index.ts'
import { FEEDBACK_MIN } from '#contract/feedback.ts'
import { deliverWithRejection, feedbackStanding, whyNotToCandidate } from '#server/features/feedback/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { openDiscussions } from './discussion.ts'
import { listDiscussions } from './discussion-store.ts'
import { openRound } from './open-round.ts'
import { type Place, type Round, activePlaces } from './round.ts'
import { findRoundOfApplication, listPlaces } from './round-store.ts'
import { listed, moment } from './words.ts'

type Standing = Awaited<ReturnType<typeof feedbackStanding>>
type InReview = ApplicationInStage<'team_review'>

/** Independent reviews, revealed at once, and then words to the candidate; nobody leaves without them. */
export const teamReviewStage: StageType<'team_review'> = {
  type: 'team_review',
  autoAdvance: false,
  onEnter: (tx, { application, stage }) => openRound(tx, application, stage),
  status,
  mayLeave: (tx, a, how, message) => whyNotLeave(tx, a, how, message),
  mayEnd: whyNotEnd,
  onLeave: async (tx, { application }, how, message) => {
    if (how === 'rejected') await deliverWithRejection(tx, application, message)
  },
}

/**
 * Feedback is owed for the work, whatever the decision. A rejection after the reveal may carry it as its message. Planned
 * feedback lets the application move on, but not end: nobody reads a rejection before the words about their work.
 */
async function whyNotLeave(tx: Tx, { application, stage }: InReview, how: 'advance' | 'reject', message: string): Promise<string | null> {
  const round = await findRoundOfApplication(tx, application.id)
  if (!round?.revealedAt) return stage.config.reviewers === 2 ? 'Both reviews must be sealed first.' : 'Every review must be sealed first.'
  const toDiscuss = await undecided(tx, round)
  if (toDiscuss.length > 0) return whyTalk(toDiscuss)
  const { state } = await feedbackStanding(tx, application.id)
  if (state === 'sent' || state === 'planned') return null
  if (how === 'advance') return 'Send the candidate their feedback first.'
  return message.trim().length >= FEEDBACK_MIN ? null : `Send the candidate their feedback first, or write at least ${FEEDBACK_MIN} characters to them here.`
}

/** Asked at every rejection from this stage on. */
async function whyNotEnd(tx: Tx, application: LoadedApplication, message: string): Promise<string | null> {
  const { goes } = await feedbackStanding(tx, application.id)
  if (goes) return `Their feedback goes out on ${goes}, and they must have it before a rejection. Send it now, or wait until it has gone.`
  return whyNotToCandidate(tx, application, message)
}

async function status(tx: Tx, { application, stage }: InReview): Promise<StageReport> {
  const round = await findRoundOfApplication(tx, application.id)
  const reviewers = stage.config.reviewers
  if (!round) return report({ missing: ['The review has not been opened.'], teamSummary: 'Not open yet', candidateSummary: `Next, ${reviewers} people review your work, each on their own.` })
  if (!round.revealedAt) return inReview(round, activePlaces(await listPlaces(tx, [round.id])), stage.config.calibration === 'required')
  const dueAt = (await promiseOf(tx, application.id, 'feedback'))?.due_at
  return revealed(await feedbackStanding(tx, application.id), dueAt ? new Date(dueAt) : null, await undecided(tx, round))
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
function revealed(feedback: Standing, dueAt: Date | null, toDiscuss: readonly string[]): StageReport {
  const by = dueAt ? ` by ${moment(dueAt)}` : ''
  const talk = toDiscuss.length > 0 ? [whyTalk(toDiscuss)] : []
  const discuss = toDiscuss.length > 0 ? `; to discuss: ${listed(toDiscuss)}` : ''
  if (feedback.plan) return onItsWay(feedback.plan.at, feedback.goes ?? '', talk, discuss)
  if (feedback.state !== 'sent') return report({ missing: [...talk, 'The written feedback has not been sent to the candidate: an owner or a recruiter sends it.'], dueAt, teamSummary: `Reviewed${discuss || `; feedback to be sent${by}`}`, candidateSummary: `Your work has been reviewed. You get written feedback${by}.` })
  if (talk.length > 0) return report({ missing: talk, teamSummary: `Feedback sent${discuss}`, candidateSummary: DECIDING })
  return report({ complete: true, teamSummary: 'Reviewed, and feedback sent', candidateSummary: DECIDING })
}

/** A plan goes by itself, so nobody has to wait for it with the next step. */
function onItsWay(at: Date, goes: string, talk: string[], discuss: string): StageReport {
  return report({ canAdvance: talk.length === 0, missing: [...talk, `The written feedback goes out on ${goes}.`], dueAt: at, teamSummary: `Reviewed; feedback goes out on ${goes}${discuss}`, candidateSummary: `Your work has been reviewed. Your feedback is written and reaches you on ${goes}.` })
}

const DECIDING = 'Your feedback is here. The team decides about the next step.'

function report(r: Pick<StageReport, 'teamSummary' | 'candidateSummary'> & Partial<StageReport>): StageReport {
  return { complete: false, missing: [], waitingOn: 'team', dueAt: null, ...r }
}
