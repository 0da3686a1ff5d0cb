import { submissionOps } from '#contract/submissions.ts'
import { onOuter } from '#server/platform/feature.ts'
import { listHiddenNames } from './hidden-names.ts'
import { getPushDiff, getSubmissionDiff, listSubmissionChanges, listSubmissionPushes } from './read-changes.ts'
import { getSubmissionBlame, listSubmissionCommits } from './read-history.ts'
import { searchSubmission } from './read-search.ts'
import { downloadSubmissionFile, getSubmissionFile, listSubmissionFiles } from './read-submission.ts'
import { downloadSubmission } from './read-zip.ts'

/** Reading what was sealed, for the team. */
export const readRoutes = [
  onOuter(submissionOps.listSubmissionFiles, (ctx, { params, query }) => listSubmissionFiles(ctx, params.id, query)),
  onOuter(submissionOps.getSubmissionFile, (ctx, { params, query }) => getSubmissionFile(ctx, params.id, query)),
  onOuter(submissionOps.downloadSubmissionFile, (ctx, { params, query }) => downloadSubmissionFile(ctx, params.id, query)),
  onOuter(submissionOps.listSubmissionChanges, (ctx, { params, query }) => listSubmissionChanges(ctx, params.id, query)),
  onOuter(submissionOps.getSubmissionDiff, (ctx, { params, query }) => getSubmissionDiff(ctx, params.id, query)),
  onOuter(submissionOps.listSubmissionPushes, (ctx, { params }) => listSubmissionPushes(ctx, params.id)),
  onOuter(submissionOps.getPushDiff, (ctx, { params, query }) => getPushDiff(ctx, params.id, params.seq, query)),
  onOuter(submissionOps.listSubmissionCommits, (ctx, { params }) => listSubmissionCommits(ctx, params.id)),
  onOuter(submissionOps.getSubmissionBlame, (ctx, { params, query }) => getSubmissionBlame(ctx, params.id, query)),
  onOuter(submissionOps.searchSubmission, (ctx, { params, query }) => searchSubmission(ctx, params.id, query)),
  onOuter(submissionOps.listHiddenNames, (ctx, { params }) => listHiddenNames(ctx, params.id)),
  onOuter(submissionOps.downloadSubmission, (ctx, { params }) => downloadSubmission(ctx, params.id)),
]
