import type { Context } from '#server/platform/context.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'

/** Until a provider that can't be reached is tried again. */
const TRY_AGAIN_S = 5 * 60

/**
 * What a provider answers. One that is away for a day is no failure of ours: the task runs again every five minutes for as long
 * as that takes, instead of being given up with somebody's money in the middle.
 * @throws RunAgain
 */
export async function reached<T>(ctx: Context, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    ctx.log.warn({ err: error }, 'a payment provider was not reached')
    throw new RunAgain(TRY_AGAIN_S)
  }
}
