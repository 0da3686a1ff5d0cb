import type { Context } from '#server/platform/context.ts'
import { findSubmission } from './submission-store.ts'

/** Pins the sealed commit under a hidden ref and packs the repository. Repeating it is harmless. */
export async function keepSubmission(ctx: Context, submissionId: string): Promise<void> {
  const submission = await ctx.transaction((tx) => findSubmission(tx, submissionId))
  if (!submission) return
  await ctx.git.keepRef(submission.repoId, 'refs/handiwork/submission', submission.commit)
  await ctx.git.tidy(submission.repoId)
}
