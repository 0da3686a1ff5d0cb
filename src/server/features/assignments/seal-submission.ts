import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, freezeAt, type Frozen, isUnderWay, secondsBetween } from './assignment.ts'
import { knowContentOf } from './content-hashes.ts'
import { listOpenPushes } from './push-store.ts'
import { sealTogether } from './seal-together.ts'
import { settleStuckPushes } from './settle-pushes.ts'
import { findAssignment, freezeDue } from './store.ts'

/** Looking again at once after something stuck was settled is enough; what is stuck then waits for the next try. */
const TRIES = 3
const LOOK_AGAIN_SECONDS = 1

type Standing = { now: 'nothing to seal' } | { now: 'wait'; seconds: number } | { now: 'stuck'; a: Assignment } | { now: 'frozen'; a: Assignment; frozen: Frozen }

/**
 * Freezes everything whose clock is over, then seals this submission, and with it others that are ready. Derived from the
 * push log alone, so it gives the same answer however late it runs. Repeating it is harmless.
 * @returns seconds after which to ask again, or null when it is sealed or there is nothing to seal
 */
export async function sealSubmission(context: Context, assignmentId: string): Promise<number | null> {
  const ctx = context.as(SYSTEM)
  for (let tries = 1; tries <= TRIES; tries++) {
    const standing = await ctx.transaction((tx) => look(tx, assignmentId))
    if (standing.now === 'nothing to seal') return null
    if (standing.now === 'wait') return standing.seconds
    if (standing.now === 'stuck') await settleStuckPushes(ctx, standing.a)
    if (standing.now === 'frozen') {
      await knowContentOf(ctx, standing.a, standing.frozen.commit)
      await sealTogether(ctx, standing.a.orgId)
    }
  }
  return LOOK_AGAIN_SECONDS
}

async function look(tx: Tx, assignmentId: string): Promise<Standing> {
  await freezeDue(tx)
  const a = await findAssignment(tx, assignmentId)
  if (!a?.clock || a.state !== 'started') return { now: 'nothing to seal' }
  if (a.frozen) return (await handsNothingIn(tx, a, a.frozen)) ? { now: 'nothing to seal' } : { now: 'frozen', a, frozen: a.frozen }
  const early = secondsBetween(tx.now, freezeAt(a, a.clock))
  if (early > 0) return { now: 'wait', seconds: early }
  return standingOfOpen(a, tx)
}

/** Over, but not frozen: a push in time is under way, or was left in the middle, or somebody else holds the row just now. */
async function standingOfOpen(a: Assignment, tx: Tx): Promise<Standing> {
  const open = await listOpenPushes(tx, a.id)
  const wait = open.length === 0 || open.some((p) => isUnderWay(a, p, tx.now))
  return wait ? { now: 'wait', seconds: LOOK_AGAIN_SECONDS } : { now: 'stuck', a }
}

/** Who withdrew without pushing anything has handed nothing in; who pushed keeps what the work has earned. */
async function handsNothingIn(tx: Tx, a: Assignment, frozen: Frozen): Promise<boolean> {
  return frozen.pushId === null && (await loadApplicationById(tx, a.applicationId)).state === 'withdrawn'
}
