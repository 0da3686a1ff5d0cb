import type { EventType } from '#contract/events.ts'
import type { Context } from './context.ts'
import { loadEvent } from './events/store.ts'
import type { Feature, TaskHandler } from './feature.ts'
import { queueMail } from './mail/queue.ts'
import type { StoredEvent } from './tx.ts'

/** The task handlers that read the outbox on a feature's behalf: its mails and its effects. */
export function outboxHandlers(features: readonly Feature[]): [string, TaskHandler][] {
  return features.flatMap((f): [string, TaskHandler][] => [
    [`mail:${f.name}`, (ctx, payload) => composeMails(f, ctx, payload)],
    [`effect:${f.name}`, (ctx, payload) => runEffect(f, ctx, payload)],
  ])
}

async function eventOf(ctx: Context, payload: Record<string, unknown>): Promise<StoredEvent> {
  const event = await ctx.transaction((tx) => loadEvent(tx, String(payload['event_id'])))
  if (!event) throw new Error(`No event ${String(payload['event_id'])}`)
  return event
}

/** Composes and queues in one transaction; the key makes each recipient's mail of an event unique. */
async function composeMails(f: Feature, ctx: Context, payload: Record<string, unknown>) {
  const event = await eventOf(ctx, payload)
  const compose = (f.mails as Partial<Record<EventType, (...a: unknown[]) => Promise<Parameters<typeof queueMail>[2][]>>>)[event.type]
  if (!compose) return
  await ctx.transaction(async (tx) => {
    const drafts = await compose(tx, event, ctx)
    for (const [i, draft] of drafts.entries()) await queueMail(tx, `${event.id}:${f.name}:${i}:${draft.to.address}`, draft, event.orgId)
  })
}

async function runEffect(f: Feature, ctx: Context, payload: Record<string, unknown>) {
  const event = await eventOf(ctx, payload)
  const run = (f.effects as Partial<Record<EventType, (ctx: Context, event: StoredEvent) => Promise<void>>>)[event.type]
  await run?.(ctx, event)
}
