import type { z } from 'zod'
import { apiToken, invitation, member, organization, session } from './accounts.ts'
import { application, applicationCard, feedEvent, portalApplication, portalStage, promise, stageStatus } from './applications.ts'
import { portalAssignment, push, receipt, teamAssignment } from './assignments.ts'
import { publicJob } from './careers.ts'
import { agendaItem, interview, openSlot, portalInterview, scorecard, slot } from './interviews.ts'
import { galleryTemplate, hiringTeam, job, jobProcess, payRange, processMistake } from './jobs.ts'
import { money } from './money.ts'
import { offer, offerTerms, portalOffer } from './offers.ts'
import { payout } from './payouts.ts'
import { criterion, hiringProcess, rubric, stage } from './process.ts'
import { mail } from './records.ts'
import { refereePage, referenceCheck } from './references.ts'
import { feedback } from './feedback.ts'
import { review, reviewComment } from './reviews.ts'
import { round } from './rounds.ts'
import { score } from './scorecards.ts'
import { change, commit, sourceFile, submissionPush, treeEntry } from './submissions.ts'

/** What the description of the API calls by a name, so that a client made from it has these as types. */
export const named: Readonly<Record<string, z.ZodType>> = {
  AgendaItem: agendaItem,
  ApiToken: apiToken,
  Application: application,
  ApplicationCard: applicationCard,
  Change: change,
  Commit: commit,
  Criterion: criterion,
  FeedEvent: feedEvent,
  Feedback: feedback,
  HiringProcess: hiringProcess,
  HiringTeam: hiringTeam,
  Interview: interview,
  Invitation: invitation,
  Job: job,
  JobProcess: jobProcess,
  Mail: mail,
  Member: member,
  Money: money,
  Offer: offer,
  OfferTerms: offerTerms,
  OpenSlot: openSlot,
  Organization: organization,
  PayRange: payRange,
  Payout: payout,
  PortalApplication: portalApplication,
  PortalAssignment: portalAssignment,
  PortalInterview: portalInterview,
  PortalOffer: portalOffer,
  PortalStage: portalStage,
  ProcessMistake: processMistake,
  Promise: promise,
  PublicJob: publicJob,
  Push: push,
  Receipt: receipt,
  RefereePage: refereePage,
  ReferenceCheck: referenceCheck,
  Review: review,
  ReviewComment: reviewComment,
  Round: round,
  Rubric: rubric,
  Score: score,
  Scorecard: scorecard,
  Session: session,
  Slot: slot,
  SourceFile: sourceFile,
  Stage: stage,
  StageStatus: stageStatus,
  SubmissionPush: submissionPush,
  TeamAssignment: teamAssignment,
  Template: galleryTemplate,
  TreeEntry: treeEntry,
}
