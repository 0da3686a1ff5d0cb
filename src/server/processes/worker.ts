import type { MailSender } from '#server/adapters/mail/port.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, TaskHandler } from '#server/platform/feature.ts'
import { mailSendTask } from '#server/platform/mail/send.ts'
import { outboxHandlers } from '#server/platform/outbox.ts'
import { type Worker, startWorker } from '#server/platform/tasks/worker.ts'

/** The worker: features' timers, the outbox, and the mail queue. */
export function startBackground(ctx: Context, features: readonly Feature[], sender: MailSender, o: { poll?: boolean } = {}): Worker {
  const handlers = new Map<string, TaskHandler>([
    ...features.flatMap((f) => Object.entries(f.tasks ?? {})),
    ...outboxHandlers(features),
    ['mail.send', mailSendTask(sender)],
  ])
  return startWorker(ctx, handlers, o)
}
