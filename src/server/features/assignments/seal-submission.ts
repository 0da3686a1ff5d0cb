import { loadApplicationById, refreshStage } from '#server/features/applications/index.ts'
import { newId } from '#server/lib/ids.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, type Clock, isUnderWay, newestThatCounts, type PushUpdate, sealAt, secondsBetween } from './assignment.ts'
import { rubricOf } from './facts.ts'
import { listOpenPushes, listUpdates } from './push-store.ts'
import { settleStuckPushes } from './settle-pushes.ts'
import { findAssignment, lockAssignment, setState } from './store.ts'
import { insertSubmission } from './submission-store.ts'

/** Looking again at once after another push has won a race is enough; a second race waits for the next try. */
const TRIES = 3
const LOOK_AGAIN_SECONDS = 1

interface Choice {
  commit: string
  push: PushUpdate | null
}

/** What is submitted, or how many seconds to wait until it can be said; null when there is nothing to seal. */
type Derived = { a: Assignment; choice: Choice } | { a: Assignment; wait: number; underWay: boolean } | null

/**
 * Freezes the submission: the newest push that counts, or the starter. Derived from the push log alone, so it gives the
 * same answer however late it runs. Repeating it is harmless.
 * @returns seconds after which to ask again, or null when it is sealed or there is nothing to seal
 */
export async function sealSubmission(context: Context, assignmentId: string): Promise<number | null> {
  const ctx = context.as(SYSTEM)
  for (let tries = 1; tries <= TRIES; tries++) {
    const found = await ctx.transaction(async (tx) => derive(tx, await findAssignment(tx, assignmentId)))
    if (!found) return null
    if ('wait' in found && !found.underWay) return found.wait
    await settleStuckPushes(ctx, found.a)
    if ('wait' in found) return found.wait
    if (await freeze(ctx, found.a, found.choice)) return null
  }
  return LOOK_AGAIN_SECONDS
}

async function derive(tx: Tx, a: Assignment | null): Promise<Derived> {
  if (!a?.clock || a.state !== 'started') return null
  const early = secondsBetween(tx.now, sealAt(a, a.clock))
  if (early > 0) return { a, wait: early, underWay: false }
  const open = await listOpenPushes(tx, a.id)
  if (open.some((p) => isUnderWay(a, p, tx.now))) return { a, wait: LOOK_AGAIN_SECONDS, underWay: true }
  return { a, choice: choose(a, a.clock, await listUpdates(tx, a.id)) }
}

function choose(a: Assignment, clock: Clock, updates: PushUpdate[]): Choice {
  const push = newestThatCounts(a, updates)
  return { push, commit: push?.commit ?? clock.starterCommit }
}

/** Reads the tree outside the transaction, then writes only if the choice is still the same. */
async function freeze(ctx: Context, seen: Assignment, { commit }: Choice): Promise<boolean> {
  const { treeSha, sha256 } = await ctx.git.reader(seen.repoId).contentHash(commit)
  return ctx.transaction(async (tx) => {
    const a = await lockAssignment(tx, seen.id)
    const now = await derive(tx, a)
    if (!now) return true
    if ('wait' in now || now.choice.commit !== commit) return false
    await write(tx, a, now.choice, { tree: treeSha, contentSha256: sha256 })
    return true
  })
}

async function write(tx: Tx, a: Assignment, { commit, push }: Choice, hashes: { tree: string; contentSha256: string }) {
  if (!a.clock) return
  const application = await loadApplicationById(tx, a.applicationId)
  // Who withdrew without pushing anything has handed nothing in; who pushed keeps what the work has earned.
  if (application.state === 'withdrawn' && !push) return
  const id = newId('sub', tx.now)
  await insertSubmission(tx, {
    ...hashes,
    ...a.clock,
    id,
    orgId: a.orgId,
    assignmentId: a.id,
    applicationId: a.applicationId,
    repoId: a.repoId,
    commit,
    rubricSha256: rubricOf(application).sha256,
    processVersion: application.processVersion,
    receivedAt: push?.receivedAt ?? null,
    sealedAt: tx.now,
    source: a.submitRequestedAt ? 'candidate' : 'deadline',
    empty: push === null,
  })
  await setState(tx, a.id, push ? 'submitted' : 'submitted_empty')
  const subject = { orgId: a.orgId, applicationId: a.applicationId, jobId: application.jobId }
  await record(tx, 'submission.sealed', subject, { application_id: a.applicationId, assignment_id: a.id, submission_id: id, commit, content_sha256: hashes.contentSha256, empty: push === null, stage_key: a.stageKey })
  await refreshStage(tx, a.applicationId)
}
