import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { DIFF_BYTES } from '#server/platform/reading/show-changes.ts'
import { later } from './assignment.ts'
import { MOST_COMMITS } from './read-open.ts'
import { findSubmission } from './submission-store.ts'

/** Others may still wait for their seal at that moment. */
const AFTER_SECONDS = 20

export async function planWarming(ctx: Context, submissionId: string): Promise<void> {
  await ctx.as(SYSTEM).transaction((tx) => addTask(tx, { kind: 'submission.warm', key: `submission.warm:${submissionId}`, payload: { submission_id: submissionId }, dueAt: later(tx.now, AFTER_SECONDS) }))
}

/** Reads what every reviewer opens first, so that it is in memory when they do. Nothing depends on it. */
export async function warmSubmission(ctx: Context, submissionId: string): Promise<void> {
  const s = await ctx.transaction((tx) => findSubmission(tx, submissionId))
  if (!s || !(await ctx.git.exists(s.repoId))) return
  const reader = ctx.git.reader(s.repoId)
  await reader.tree(s.commit)
  await reader.changes(s.starterCommit, s.commit)
  await reader.log(s.commit, { limit: MOST_COMMITS, since: s.starterCommit })
  await reader.diff(s.starterCommit, s.commit, { maxBytes: DIFF_BYTES, ignoreWhitespace: false })
}
