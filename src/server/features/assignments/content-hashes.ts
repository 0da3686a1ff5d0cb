import type { Context } from '#server/platform/context.ts'
import { type Assignment, isRunning, newestThatCounts } from './assignment.ts'
import { findContentHash, insertContentHash } from './content-store.ts'
import { listUpdates } from './push-store.ts'
import { findAssignment } from './store.ts'

/** Works out, once, what a commit holds. Reading a repository takes many times longer than sealing, so it comes before. */
export async function knowContentOf(ctx: Context, a: Assignment, commit: string): Promise<void> {
  const key = { repoId: commit === a.clock?.starterCommit ? null : a.repoId, commit }
  if (await ctx.transaction((tx) => findContentHash(tx, key))) return
  const content = await ctx.git.reader(a.repoId).contentHash(commit)
  await ctx.transaction((tx) => insertContentHash(tx, key, content))
}

/** Some seconds after a push, so that at the deadline only the last ones are left to be read. */
export async function knowNewestContent(ctx: Context, assignmentId: string): Promise<void> {
  const newest = await ctx.transaction(async (tx) => {
    const a = await findAssignment(tx, assignmentId)
    const push = a && isRunning(a, tx.now) ? newestThatCounts(a, await listUpdates(tx, a.id)) : null
    return a && push && { a, commit: push.commit }
  })
  if (newest) await knowContentOf(ctx, newest.a, newest.commit)
}
