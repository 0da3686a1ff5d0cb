import type { Doorbell } from '#server/adapters/providers/port.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { MAIN } from './assignment.ts'
import { webhookForged } from './errors.ts'
import { insertDelivery } from './hosted-store.ts'

/** A webhook: proved by its signature, kept once with the moment it came, and followed by a look at what is true. */
export async function receiveGithubWebhook(ctx: RequestContext): Promise<{ ok: true }> {
  const provider = ctx.providers.github
  if (!provider) throw notFound('A webhook for GitHub')
  const doorbell = provider.readWebhook((name) => ctx.header(name), ctx.rawBody ?? new Uint8Array())
  if (doorbell.kind === 'forged') throw webhookForged()
  if (doorbell.kind === 'push' && doorbell.ref === MAIN) await ctx.transaction((tx) => ring(tx, doorbell))
  return { ok: true }
}

/** The same delivery twice, and one about a repository that is none of ours, change nothing. */
async function ring(tx: Tx, doorbell: Extract<Doorbell, { kind: 'push' }>): Promise<void> {
  const rung = await insertDelivery(tx, doorbell)
  if (!rung) return
  const payload = { assignment_id: rung.assignmentId }
  await addTask(tx, { kind: 'assignment.look', key: `assignment.look:${doorbell.deliveryId}`, orgId: rung.orgId, payload, dueAt: tx.now })
}
