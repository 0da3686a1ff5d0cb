import type { PayoutRail, ProviderPayment } from '#server/adapters/payments/port.ts'
import type { Context } from '#server/platform/context.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { type Difference, differencesBetween } from './compare.ts'
import { insertComparison } from './compare-store.ts'
import { askLater, sendSoon } from './queue-payout.ts'
import { findPayout, listPayoutsOfRail, listUnsettled } from './store.ts'

/** Banks send back what they called delivered for so long. */
const DAYS = 60
const A_DAY_S = 86_400
const AN_HOUR_S = 3600
/** What a rail was told of and nobody has asked about for so long has lost its questions. */
const FORGOTTEN_MS = 3_600_000

/** Sees that the rails are compared every day from now on. Asking again changes nothing. */
export async function compareDaily(tx: Tx): Promise<void> {
  await addTask(tx, { kind: 'compare-rails', key: 'compare-rails', dueAt: new Date(tx.now.getTime() + A_DAY_S * 1000) })
}

/**
 * Compares each rail's list with ours, keeps what differs for people to see, and asks the rail once more about every payout
 * that differs or lies still. Nothing is moved by a list alone. What waits to be sent and has lost its task gets another one.
 */
export async function compareRails(ctx: Context): Promise<never> {
  const reached: boolean[] = []
  for (const rail of Object.values(ctx.rails)) reached.push(await compare(ctx, rail))
  await ctx.transaction(askForgotten)
  throw new RunAgain(reached.includes(false) ? AN_HOUR_S : A_DAY_S)
}

/** @returns false when the provider can't be reached; that is no reason not to compare the others, nor ever to stop */
async function compare(ctx: Context, rail: PayoutRail): Promise<boolean> {
  const since = await ctx.transaction((tx) => Promise.resolve(new Date(tx.now.getTime() - DAYS * A_DAY_S * 1000)))
  const theirs = await listOf(rail, since).catch((error: unknown) => {
    ctx.log.warn({ err: error, rail: rail.name }, 'not compared')
    return null
  })
  if (!theirs) return false
  await ctx.transaction(async (tx) => {
    const ours = await listPayoutsOfRail(tx, rail.name, rail.mode, since)
    const differences = differencesBetween(theirs, ours)
    await insertComparison(tx, { rail: rail.name, mode: rail.mode, compared: Math.max(theirs.length, ours.length), differences })
    await askAbout(tx, differences)
  })
  return true
}

async function listOf(rail: PayoutRail, since: Date): Promise<ProviderPayment[]> {
  const all: ProviderPayment[] = []
  for await (const payment of rail.list(since)) all.push(payment)
  return all
}

async function askAbout(tx: Tx, differences: readonly Difference[]): Promise<void> {
  for (const { payoutId } of differences) {
    const payout = payoutId && (await findPayout(tx, payoutId))
    if (payout) await askLater(tx, payout, 0)
  }
}

async function askForgotten(tx: Tx): Promise<void> {
  for (const p of await listUnsettled(tx, new Date(tx.now.getTime() - FORGOTTEN_MS), 1000)) await (p.state === 'queued' ? sendSoon(tx, p) : askLater(tx, p, 0))
}
