import type { GitProvider, HostedRepo } from '#server/adapters/providers/port.ts'
import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, BRANCH, isSealed, later, MAIN, sealAt, secondsBetween } from './assignment.ts'
import { type NewPush, newPushes, SETTLE_SECONDS } from './hosted.ts'
import { findHosted, listDeliveries, listLogged, logPush, setKnownUntil, setProblem } from './hosted-store.ts'
import { refusedPushMail } from './mails.ts'
import { providerOf, settled } from './provider.ts'
import { findAssignment, lockAssignment } from './store.ts'

const LOOK_AGAIN_SECONDS = 10
const HASH_AFTER_SECONDS = 10

interface Seen {
  a: Assignment
  repo: HostedRepo
  provider: GitProvider
  now: Date
}

/**
 * Asks the provider for everything that changed `main`, and brings what is new home and into the push log, with the
 * provider's own times. Repeating it is harmless; what fails half-way goes on where it ended.
 * @throws ProviderTrouble
 */
export async function syncPushes(context: Context, assignmentId: string): Promise<void> {
  const ctx = context.as(SYSTEM)
  const seen = await ctx.transaction((tx) => look(ctx, tx, assignmentId))
  if (!seen) return
  const listed = await settled(ctx, assignmentId, await seen.provider.listPushes(seen.repo, { ref: MAIN }))
  const { pushes, complete } = await ctx.transaction(async (tx) =>
    newPushes({ listed, logged: await listLogged(tx, assignmentId), deliveries: await listDeliveries(tx, assignmentId), starterCommit: seen.repo.starterCommit, asked: seen.now }),
  )
  for (const push of pushes) await takeIn(ctx, seen, push)
  await ctx.transaction(async (tx) => {
    await setProblem(tx, assignmentId, '')
    if (complete) await setKnownUntil(tx, assignmentId, later(seen.now, -SETTLE_SECONDS))
  })
}

async function look(ctx: Context, tx: Tx, id: string): Promise<Seen | null> {
  const [a, hosted] = [await findAssignment(tx, id), await findHosted(tx, id)]
  return a?.clock && hosted?.made ? { a, repo: hosted.made, provider: providerOf(ctx, a), now: tx.now } : null
}

/** A late push is told of once the submission is sealed: until then more time may still make it count. */
async function takeIn(ctx: Context, { a, repo, provider }: Seen, push: NewPush): Promise<void> {
  const late = a.clock !== null && push.at >= a.clock.deadlineAt
  if (late && !isSealed(a)) return
  const refusal = late ? 'late' : await bringHome(ctx, a, repo, provider, push)
  const [tip] = refusal === null ? await ctx.git.reader(a.repoId).log(push.newSha, { limit: 1 }) : []
  await ctx.transaction((tx) => write(ctx, tx, a.id, { ...push, refusal, subject: tip?.subject.slice(0, 500) ?? '' }))
}

/** @returns why the commit can't be taken, in words for the candidate; null when it is here */
async function bringHome(ctx: Context, a: Assignment, repo: HostedRepo, provider: GitProvider, push: NewPush): Promise<string | null> {
  const brought = await provider.importCommit(repo, { into: a.repoId, commit: push.newSha })
  if (brought.outcome === 'refused') return brought.reason
  await settled(ctx, a.id, brought)
  return null
}

async function write(ctx: Context, tx: Tx, id: string, push: NewPush & { subject: string; refusal: string | null }): Promise<void> {
  const a = await lockAssignment(tx, id)
  const logged = await logPush(tx, id, push)
  if (!logged) return
  const [subject, about] = [{ orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: id }]
  if (push.refusal !== null) {
    if (push.refusal !== 'late') await queueMail(tx, `assignment.push_refused:${logged.pushId}`, refusedPushMail(await loadApplicationById(tx, a.applicationId), ctx, push.newSha, push.refusal), a.orgId)
    await record(tx, 'assignment.push_refused', subject, { ...about, reason: push.refusal })
    return
  }
  await addTask(tx, { kind: 'assignment.hash', key: `assignment.hash:${logged.pushId}`, orgId: a.orgId, payload: { assignment_id: id, push_id: logged.pushId }, dueAt: later(tx.now, HASH_AFTER_SECONDS) })
  await record(tx, 'assignment.push_received', subject, { ...about, seq: logged.seq, branch: BRANCH, commit: push.newSha })
}

/**
 * Before a submission is frozen: makes sure that every push in time is in our log.
 * @returns seconds after which to ask again; null when everything is known, or our own server knows anyhow
 * @throws ProviderTrouble
 */
export async function knowAllPushes(context: Context, assignmentId: string): Promise<number | null> {
  const ctx = context.as(SYSTEM)
  const ask = () => ctx.transaction(async (tx) => untilKnown(await findAssignment(tx, assignmentId), tx.now))
  const wait = await ask()
  if (wait !== 0) return wait
  await syncPushes(ctx, assignmentId)
  return (await ask()) === 0 ? LOOK_AGAIN_SECONDS : null
}

/** Seconds until asking the provider says everything; null when everything is known. */
function untilKnown(a: Assignment | null, now: Date): number | null {
  if (!a?.clock || a.provider === 'built-in' || a.state !== 'started' || a.frozen) return null
  const counted = a.submitRequestedAt ?? a.clock.deadlineAt
  if (a.knownUntil && a.knownUntil >= counted) return null
  return Math.max(0, secondsBetween(now, later(sealAt(a, a.clock), SETTLE_SECONDS)))
}
