import type { Feature } from '#server/platform/feature.ts'
import { setReaders } from '#server/platform/events/record.ts'
import { accounts } from './accounts/feature.ts'
import { activity } from './activity/feature.ts'
import { setSentences } from './activity/index.ts'
import { applications } from './applications/feature.ts'
import { applicationFormStage, registerStageTypes, setStageGate } from './applications/index.ts'
import { assignments } from './assignments/feature.ts'
import { codeAssignmentStage } from './assignments/index.ts'
import { calibration } from './calibration/feature.ts'
import { notYetCalibrated } from './calibration/index.ts'
import { careers } from './careers/feature.ts'
import { checks } from './checks/feature.ts'
import { feedback } from './feedback/feature.ts'
import { interviews } from './interviews/feature.ts'
import { liveInterviewStage, setQuestionSource } from './interviews/index.ts'
import { jobs } from './jobs/feature.ts'
import { messages } from './messages/feature.ts'
import { offers } from './offers/feature.ts'
import { offerStage } from './offers/index.ts'
import { originality } from './originality/feature.ts'
import { payoutBatches } from './payout-batches/feature.ts'
import { payouts } from './payouts/feature.ts'
import { whyNotInvite } from './payouts/index.ts'
import { pools } from './pools/feature.ts'
import { portal } from './portal/feature.ts'
import { references } from './references/feature.ts'
import { referenceCheckStage } from './references/index.ts'
import { reviews } from './reviews/feature.ts'
import { questionsForInterview, setPoolGate, teamReviewStage } from './reviews/index.ts'
import { scheduling } from './scheduling/feature.ts'
import { starters } from './starters/feature.ts'
import { templates } from './templates/feature.ts'

/** The product, in reading order: this list is the hiring process. */
export const features: readonly Feature[] = [
  accounts,
  templates,
  starters,
  jobs,
  careers,
  applications,
  assignments,
  checks,
  reviews,
  feedback,
  originality,
  calibration,
  pools,
  scheduling,
  interviews,
  references,
  offers,
  payouts,
  payoutBatches,
  portal,
  messages,
  activity,
]

/** Connects the features to the spine and to each other. Called once, before anything else. */
export function wireFeatures() {
  registerStageTypes([applicationFormStage, codeAssignmentStage, teamReviewStage, liveInterviewStage, referenceCheckStage, offerStage])
  setStageGate(whyNotInvite)
  setQuestionSource(async (tx, applicationId) => (await questionsForInterview(tx, applicationId)).map((q) => ({ path: q.path, line: q.line, text: q.body })))
  setPoolGate(notYetCalibrated)
  setSentences(features)
  setReaders(features)
}
