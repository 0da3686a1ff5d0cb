import { refreshStage } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { isSealed } from './assignment.ts'
import { planLock } from './lock-repository.ts'
import { findAssignment } from './store.ts'
import { planWarming } from './warm.ts'
import { findSubmission } from './submission-store.ts'

/** What follows a seal, right after it: at the same deadline others wait for theirs. Repeating it is harmless. */
export async function afterSeal(ctx: Context, sealed: { assignment_id: string; submission_id: string }): Promise<void> {
  await moveOn(ctx, sealed.assignment_id)
  await planLock(ctx, sealed.assignment_id)
  await keepSubmission(ctx, sealed.submission_id)
}

/** The stage is complete with its sealed submission. */
export async function moveOn(ctx: Context, assignmentId: string): Promise<void> {
  await ctx.as(SYSTEM).transaction(async (tx) => {
    const a = await findAssignment(tx, assignmentId)
    if (a && isSealed(a)) await refreshStage(tx, a.applicationId)
  })
}

/** Pins the sealed commit under a hidden ref and packs the repository. */
async function keepSubmission(ctx: Context, submissionId: string): Promise<void> {
  const submission = await ctx.transaction((tx) => findSubmission(tx, submissionId))
  if (!submission) return
  await ctx.git.keepRef(submission.repoId, 'refs/handiwork/submission', submission.commit)
  await ctx.git.tidy(submission.repoId)
  await planWarming(ctx, submissionId)
}
