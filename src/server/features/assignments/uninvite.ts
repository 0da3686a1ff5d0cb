import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { findHosted, setUninvited } from './hosted-store.ts'
import { providerOf, settled } from './provider.ts'
import { ledToStart } from './start-hosted.ts'
import { findAssignment } from './store.ts'

/** Takes back an invitation that no start came of, so that nobody reads the repository without a clock. Harmless to repeat. */
export async function uninvite(context: Context, assignmentId: string, login: string): Promise<void> {
  const ctx = context.as(SYSTEM)
  const seen = await ctx.transaction(async (tx) => {
    if (await ledToStart(tx, assignmentId, login)) return null
    const [a, hosted] = [await findAssignment(tx, assignmentId), await findHosted(tx, assignmentId)]
    return a && hosted?.made ? { provider: providerOf(ctx, a), repo: hosted.made } : null
  })
  if (!seen) return
  await settled(ctx, assignmentId, await seen.provider.revokeCandidate(seen.repo, { login }))
  await ctx.transaction((tx) => setUninvited(tx, assignmentId))
  // Started while we were at it: they come in again.
  if (await ctx.transaction((tx) => ledToStart(tx, assignmentId, login))) await settled(ctx, assignmentId, await seen.provider.grantCandidate(seen.repo, { login }))
}
