import { accommodationOps } from './accommodations.ts'
import { accountOps } from './accounts.ts'
import { applicationOps, portalOps } from './applications.ts'
import { assignmentOps } from './assignments.ts'
import { practiceOps } from './practice.ts'
import { calibrationOps } from './calibration.ts'
import { careersOps } from './careers.ts'
import { checkOps } from './checks.ts'
import { conflictOps } from './conflicts.ts'
import { feedbackOps } from './feedback.ts'
import { interviewOps, schedulingOps } from './interviews.ts'
import { jobOps, templateOps } from './jobs.ts'
import { offerOps } from './offers.ts'
import { originalityOps } from './originality.ts'
import { payoutBatchOps } from './payout-batches.ts'
import { payoutOps } from './payouts.ts'
import { activityOps, messageOps, systemOps } from './records.ts'
import { poolOps } from './pools.ts'
import { referenceOps } from './references.ts'
import { reviewOps } from './reviews.ts'
import { roundOps } from './rounds.ts'
import { starterOps } from './starters.ts'
import { submissionOps } from './submissions.ts'

/** Every operation of `/api/v1` by its `operationId`. What is not here does not exist. */
export const operations = {
  ...accountOps,
  ...templateOps,
  ...starterOps,
  ...jobOps,
  ...careersOps,
  ...applicationOps,
  ...portalOps,
  ...assignmentOps,
  ...accommodationOps,
  ...practiceOps,
  ...checkOps,
  ...submissionOps,
  ...roundOps,
  ...conflictOps,
  ...reviewOps,
  ...feedbackOps,
  ...originalityOps,
  ...calibrationOps,
  ...poolOps,
  ...schedulingOps,
  ...interviewOps,
  ...referenceOps,
  ...offerOps,
  ...payoutOps,
  ...payoutBatchOps,
  ...activityOps,
  ...messageOps,
  ...systemOps,
} as const

export type OperationId = keyof typeof operations
