import type { Context } from '../context.ts'
import type { TaskHandler } from '../feature.ts'
import { type ClaimedTask, buryTask, claimDue, endLeases, finishTask, renewLease, retryTask, runTaskAgain, untilNextDue } from './store.ts'
import { onWake } from './wake.ts'

/** How many tasks run at once in one worker. */
const SLOTS = 20
/** How long the work of a dead worker waits for another one. The living renew theirs long before. */
const LEASE_SECONDS = 10
const RENEW_MS = 3000
/** Other processes add tasks without waking us: the longest they wait. */
const POLL_MS = 1000
const MAX_ATTEMPTS = 12

export interface Worker {
  /** Runs what is due until nothing is; for tests. */
  drain(): Promise<void>
  /** Stops claiming and waits for what runs. */
  stop(): Promise<void>
}

/** A handler may ask to be run again later without counting as a failure. */
export class RunAgain extends Error {
  constructor(readonly seconds: number) {
    super(`run again in ${seconds} s`)
  }
}

/**
 * Takes over at once what a dead program was running, instead of after its lease. Only for a program that owns its
 * database alone: then whoever holds a lease is gone. Where several share one, a lease is the only safe sign of death:
 * a session lock would be quicker, but is lost whenever a connection breaks or a pooler stands between, and work of the
 * living would be done a second time.
 */
export async function takeOverFromTheDead(ctx: Context): Promise<void> {
  await ctx.transaction(endLeases)
}

/**
 * Runs due tasks by the database's clock, at least once each, until stopped. Claims more as soon as half of its slots are
 * free, so that one slow task keeps nobody waiting.
 */
export function startWorker(ctx: Context, handlers: ReadonlyMap<string, TaskHandler>, o: { poll?: boolean } = {}): Worker {
  const running = new Set<Promise<void>>()
  const bell = createBell()
  let stopped = false

  const claim = async (): Promise<number> => {
    const free = SLOTS - running.size
    if (stopped || free < SLOTS / 2) return 0
    const claimed = await ctx.transaction((tx) => claimDue(tx, free, LEASE_SECONDS))
    for (const t of claimed) {
      const run = runTask(ctx, handlers, t).finally(() => running.delete(run))
      running.add(run)
    }
    return claimed.length
  }
  const rest = async () => (running.size > SLOTS / 2 ? Promise.race(running) : bell.wait(await pause(ctx)))
  const loop = async () => {
    while (!stopped) {
      const claimed = await claim().catch((error: unknown) => ctx.log.error({ err: error }, 'worker'))
      if (!claimed) await rest()
    }
  }
  const unlisten = o.poll === false ? () => {} : onWake(bell.ring)
  const looping = o.poll === false ? Promise.resolve() : loop()

  return {
    drain: async () => {
      for (;;) {
        // One that ends while we claim may have added another behind our back.
        const idle = running.size === 0
        if ((await claim()) === 0 && idle) return
        if (running.size > 0) await Promise.race(running)
      }
    },
    stop: async () => {
      stopped = true
      unlisten()
      bell.ring()
      await looping
      await Promise.all(running)
    },
  }
}

/** Waits for a ring or a time. One that rings while nobody waits is heard by the next who does. */
function createBell() {
  let rung = false
  let hear: (() => void) | undefined
  return {
    ring: () => {
      rung = true
      hear?.()
    },
    wait: async (ms: number) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          hear = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
    },
  }
}

async function pause(ctx: Context): Promise<number> {
  const next = await ctx.transaction(untilNextDue).catch(() => null)
  return Math.min(POLL_MS, Math.max(5, next ?? POLL_MS))
}

async function runTask(ctx: Context, handlers: ReadonlyMap<string, TaskHandler>, t: ClaimedTask) {
  const renewing = setInterval(() => void renew(ctx, t), RENEW_MS)
  try {
    const handler = handlers.get(t.kind)
    if (!handler) throw new Error(`Nobody handles tasks of kind ${t.kind}`)
    await handler(ctx, t.payload)
    await ctx.transaction((tx) => finishTask(tx, t))
  } catch (error) {
    // What can't even be written down is done again when its lease runs out.
    await settleFailure(ctx, t, error).catch((failure: unknown) => ctx.log.error({ err: failure, task: t.kind }, 'a failure was not noted'))
  } finally {
    clearInterval(renewing)
  }
}

/** A renewal that fails is made up for by the next; when all fail, somebody else takes the task, and the fence keeps us out. */
async function renew(ctx: Context, t: ClaimedTask) {
  await ctx.transaction((tx) => renewLease(tx, t, LEASE_SECONDS)).catch((error: unknown) => ctx.log.warn({ err: error, task: t.kind }, 'lease not renewed'))
}

async function settleFailure(ctx: Context, t: ClaimedTask, error: unknown) {
  if (error instanceof RunAgain) {
    await ctx.transaction((tx) => runTaskAgain(tx, t, error.message, error.seconds))
    return
  }
  ctx.log.error({ err: error, task: t.kind, key: t.key, attempts: t.attempts }, 'task failed')
  const text = error instanceof Error ? error.message : String(error)
  await ctx.transaction((tx) => (t.attempts >= MAX_ATTEMPTS ? buryTask(tx, t, text) : retryTask(tx, t, text, backoff(t.attempts))))
}

/** 2 s, 4 s, … at most an hour. */
function backoff(attempts: number): number {
  return Math.min(3600, 2 ** attempts)
}
