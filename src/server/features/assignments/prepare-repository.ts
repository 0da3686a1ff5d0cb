import { loadApplicationById } from '#server/features/applications/index.ts'
import type { HostedRepo } from '#server/adapters/providers/port.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { assignmentStageOf } from './facts.ts'
import { findHosted, setReady } from './hosted-store.ts'
import { providerOf, settled } from './provider.ts'
import { findAssignment } from './store.ts'

/**
 * Makes the repository that was asked for, and brings its first commit home. Repeating it is harmless: it finds what an
 * earlier try has made.
 * @throws ProviderTrouble
 */
export async function prepareRepository(context: Context, assignmentId: string): Promise<HostedRepo | null> {
  const ctx = context.as(SYSTEM)
  const asked = await ctx.transaction(async (tx) => {
    const [a, hosted] = [await findAssignment(tx, assignmentId), await findHosted(tx, assignmentId)]
    return a && hosted && { a, hosted, template: assignmentStageOf((await loadApplicationById(tx, a.applicationId)).process).config.scaffold }
  })
  if (!asked) return null
  if (asked.hosted.made) return asked.hosted.made
  const provider = providerOf(ctx, asked.a)
  const repo = await settled(ctx, assignmentId, await provider.createFromTemplate({ name: `take-home-${asked.a.repoId}`, template: asked.template }))
  await settled(ctx, assignmentId, await provider.importCommit(repo, { into: asked.a.repoId, commit: repo.starterCommit }))
  await ctx.transaction((tx) => setReady(tx, assignmentId, repo))
  return repo
}
