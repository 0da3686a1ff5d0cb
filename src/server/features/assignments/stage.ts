import { formatDuration } from '#contract/duration.ts'
import type { ApplicationInStage, StageReport, StageType } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, isSealed, limitOf } from './assignment.ts'
import { offerAssignment } from './offer-assignment.ts'
import { findAssignmentOfApplication } from './store.ts'
import { moment } from './words.ts'

/** The take-home as a stage: open until the submission is sealed, then it moves on by itself. */
export const codeAssignmentStage: StageType<'code_assignment'> = {
  type: 'code_assignment',
  autoAdvance: true,
  onEnter: (tx, { application, stage }) => offerAssignment(tx, application, stage),
  status,
}

async function status(tx: Tx, { application }: ApplicationInStage<'code_assignment'>): Promise<StageReport> {
  const a = await findAssignmentOfApplication(tx, application.id)
  return a ? reportOf(a, tx.now) : notOpen
}

const notOpen: StageReport = { complete: false, missing: ['The take-home has not been opened.'], waitingOn: 'nobody', dueAt: null, teamSummary: 'Not open yet', candidateSummary: 'Your take-home opens later. Its task, rubric and pay will be here before you start.' }

/** What the take-home says of itself. A timer that is late changes nothing: what is over by the clock is told as over. */
export function reportOf(a: Assignment, now: Date): StageReport {
  if (isSealed(a)) return sealed(a)
  if (a.clock) return started(a, a.clock.deadlineAt)
  if (a.state === 'expired' || now >= a.startBy) return expired(a)
  return offered(a)
}

function offered(a: Assignment): StageReport {
  return {
    complete: false,
    missing: [`The take-home has not been started. It can be, until ${moment(a.startBy)}.`],
    waitingOn: 'candidate',
    dueAt: a.startBy,
    teamSummary: `Take-home offered; can be started until ${moment(a.startBy)}`,
    candidateSummary: `Start your take-home when it suits you, until ${moment(a.startBy)}. From then on you have ${formatDuration(`PT${limitOf(a)}S`)}.`,
  }
}

function expired(a: Assignment): StageReport {
  return {
    complete: false,
    missing: [`The take-home was not started by ${moment(a.startBy)}. Write to the candidate, or reject with a reason.`],
    waitingOn: 'team',
    dueAt: null,
    teamSummary: 'Take-home not started in its window',
    candidateSummary: `The window to start your take-home closed at ${moment(a.startBy)}. The team decides what happens next.`,
  }
}

function started(a: Assignment, deadlineAt: Date): StageReport {
  const early = a.submitRequestedAt !== null
  return {
    complete: false,
    missing: ['The take-home is being worked on.'],
    waitingOn: 'candidate',
    dueAt: deadlineAt,
    teamSummary: early ? 'Take-home submitted early; sealed soon' : 'Working on the take-home',
    candidateSummary: early ? 'You have submitted. Until it is sealed you can undo that on the page of your take-home.' : 'Your clock is running. What you have pushed to main by the deadline is submitted by itself.',
  }
}

function sealed(a: Assignment): StageReport {
  const empty = a.state === 'submitted_empty'
  return {
    complete: true,
    missing: [],
    waitingOn: 'nobody',
    dueAt: null,
    teamSummary: empty ? 'Nothing was pushed; the starter was submitted' : 'Submitted',
    candidateSummary: empty ? 'Your time is over and no push was received; the starter was submitted.' : 'Your submission is sealed. You have the receipt.',
  }
}
