import type { GitProvider, Outcome } from '#server/adapters/providers/port.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { Refusal } from '#server/platform/errors.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import type { Assignment } from './assignment.ts'
import { providerNotConfigured, providerRefused, repositoryNotReady } from './errors.ts'
import { setProblem } from './hosted-store.ts'

/** A provider refused, or we do not know what became of a call. Written down for the team before it is thrown. */
export class ProviderTrouble extends Error {
  constructor(
    readonly outcome: 'refused' | 'unknown',
    reason: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super(reason)
  }
}

/** @throws Refusal when this server is not set up for it any more */
export function providerOf(ctx: Context, a: Assignment): GitProvider {
  const provider = ctx.providers[a.provider]
  if (!provider) throw providerNotConfigured()
  return provider
}

/**
 * The value of a call that went well.
 * @throws ProviderTrouble for the other two ways
 */
export async function settled<T>(ctx: Context, assignmentId: string, o: Outcome<T>): Promise<T> {
  if (o.outcome === 'ok') return o.value
  await ctx.as(SYSTEM).transaction((tx) => setProblem(tx, assignmentId, o.reason))
  throw new ProviderTrouble(o.outcome, o.reason, o.outcome === 'unknown' ? o.retryAfterSeconds : null)
}

/** In a request: the trouble in words, without the clock having started. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof ProviderTrouble)) return error
  return error.outcome === 'refused' ? providerRefused(error.message) : repositoryNotReady()
}

const ANSWERED_SECONDS = 30
const MENDED_SECONDS = 600

/** In a task: what may pass is tried again soon, what somebody has to put right is tried again later. Neither is given up. */
export async function againOnTrouble(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    // Not set up any more: somebody may do that again.
    if (error instanceof Refusal) throw new RunAgain(MENDED_SECONDS)
    if (!(error instanceof ProviderTrouble)) throw error
    throw new RunAgain(error.outcome === 'refused' ? MENDED_SECONDS : (error.retryAfterSeconds ?? ANSWERED_SECONDS))
  }
}
