import type { Gatekeeper } from '#server/adapters/git/port.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { type Assignment, inTime, isUnderWay, type PushRecord } from './assignment.ts'
import { createGatekeeper } from './gatekeeper.ts'
import { reconcilePractice } from './practice-keeper.ts'
import { endPush, listAllOpenPushes, listOpenPushes, listUpdatesOfPush } from './push-store.ts'

/** Before the gateway serves: what its predecessor left in the middle is settled by what the refs say. */
export async function reconcilePushes(context: Context): Promise<void> {
  const ctx = context.as(SYSTEM)
  const keeper = createGatekeeper(ctx)
  await reconcilePractice(ctx)
  for (const push of await ctx.transaction(listAllOpenPushes)) await settle(ctx, keeper, push.repoId, push, 'the gateway was restarted')
}

/** Ends the open pushes of an assignment that nobody is working on any more. */
export async function settleStuckPushes(context: Context, a: Assignment): Promise<void> {
  const ctx = context.as(SYSTEM)
  const keeper = createGatekeeper(ctx)
  const stuck = await ctx.transaction(async (tx) => (await listOpenPushes(tx, a.id)).filter((p) => inTime(a, p.receivedAt) && !isUnderWay(a, p, tx.now)))
  for (const push of stuck) await settle(ctx, keeper, a.repoId, push, 'it was never finished')
}

async function settle(ctx: Context, keeper: Gatekeeper, repoId: string, push: PushRecord, reason: string) {
  if (push.state === 'received') {
    await ctx.transaction((tx) => endPush(tx, push.id, 'received', 'void', reason))
    return
  }
  const stamp = { pushId: push.id }
  const asked = await ctx.transaction((tx) => listUpdatesOfPush(tx, push.id))
  const inEffect = await ctx.git.reconcile(repoId, stamp, asked)
  await (inEffect.length > 0 ? keeper.applied(stamp, inEffect) : keeper.abandoned(stamp, reason))
}
