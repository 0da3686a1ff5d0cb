import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import { isSealed } from './assignment.ts'
import { findHosted, setLocked } from './hosted-store.ts'
import { providerOf, settled } from './provider.ts'
import { findAssignment } from './store.ts'

/** After the seal, in a task of its own: a provider that does not answer holds nothing else up. */
export async function planLock(ctx: Context, assignmentId: string): Promise<void> {
  await ctx.as(SYSTEM).transaction(async (tx) => {
    const a = await findAssignment(tx, assignmentId)
    if (!a || a.provider === 'built-in') return
    await addTask(tx, { kind: 'assignment.lock', key: `assignment.lock:${a.id}`, orgId: a.orgId, payload: { assignment_id: a.id }, dueAt: tx.now })
  })
}

/** Leaves the candidate's repository readable only. A courtesy: what was submitted is sealed already. */
export async function lockRepository(context: Context, assignmentId: string): Promise<void> {
  const ctx = context.as(SYSTEM)
  const seen = await ctx.transaction(async (tx) => ({ a: await findAssignment(tx, assignmentId), hosted: await findHosted(tx, assignmentId) }))
  if (!seen.a || !isSealed(seen.a) || !seen.hosted?.made) return
  await settled(ctx, assignmentId, await providerOf(ctx, seen.a).lock(seen.hosted.made, { login: seen.hosted.login }))
  await ctx.transaction((tx) => setLocked(tx, assignmentId))
}
