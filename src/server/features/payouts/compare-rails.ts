import type { PayoutRail, ProviderPayment } from '#server/adapters/payments/port.ts'
import type { Context } from '#server/platform/context.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import { type Difference, differencesBetween } from './compare.ts'
import { insertComparison } from './compare-store.ts'
import { askLater } from './queue-payout.ts'
import { findPayout, listPayoutsOfRail, listUnsettled } from './store.ts'

/** Banks send back what they called delivered for so long. */
const DAYS = 60
const A_DAY_S = 86_400
/** What a rail was told of and nobody has asked about for so long has lost its questions. */
const FORGOTTEN_MS = 3_600_000

/** Sees that the rails are compared every day from now on. Asking again changes nothing. */
export async function compareDaily(tx: Tx): Promise<void> {
  await addTask(tx, { kind: 'compare-rails', key: 'compare-rails', dueAt: new Date(tx.now.getTime() + A_DAY_S * 1000) })
}

/**
 * Compares each rail's list with ours, keeps what differs for people to see, and asks the rail once more about every payout
 * that differs or lies still. Nothing is moved by a list alone.
 */
export async function compareRails(ctx: Context): Promise<never> {
  for (const rail of Object.values(ctx.rails)) await compare(ctx, rail)
  await ctx.transaction(askForgotten)
  throw new RunAgain(A_DAY_S)
}

async function compare(ctx: Context, rail: PayoutRail): Promise<void> {
  const since = await ctx.transaction((tx) => Promise.resolve(new Date(tx.now.getTime() - DAYS * A_DAY_S * 1000)))
  const theirs: ProviderPayment[] = []
  for await (const payment of rail.list(since)) theirs.push(payment)
  await ctx.transaction(async (tx) => {
    const ours = await listPayoutsOfRail(tx, rail.name, rail.mode, since)
    const differences = differencesBetween(theirs, ours)
    await insertComparison(tx, { rail: rail.name, mode: rail.mode, compared: Math.max(theirs.length, ours.length), differences })
    await askAbout(tx, differences)
  })
}

async function askAbout(tx: Tx, differences: readonly Difference[]): Promise<void> {
  for (const { payoutId } of differences) {
    const payout = payoutId && (await findPayout(tx, payoutId))
    if (payout) await askLater(tx, payout, 0)
  }
}

async function askForgotten(tx: Tx): Promise<void> {
  for (const p of await listUnsettled(tx, new Date(tx.now.getTime() - FORGOTTEN_MS), 1000)) if (p.state !== 'queued') await askLater(tx, p, 0)
}
