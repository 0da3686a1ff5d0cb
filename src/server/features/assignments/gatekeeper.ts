import type { AppliedUpdate, Gatekeeper, PushedTip, PushStamp, RefUpdate, Verdict } from '#server/adapters/git/port.ts'
import { hashToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, BRANCH, judge, later, newestThatCounts, type PushRecord, type PushUpdate, shortRef } from './assignment.ts'
import { practiceKeeper, withPractice } from './practice-keeper.ts'
import { endPush, insertPush, insertWholePush, listUpdates, listUpdatesOfPush, loadPush, markApplied, stampFinished, writeDecision } from './push-store.ts'
import { findAssignmentOfPush, lockAssignment } from './store.ts'
import { findByRepoAndToken } from './token-store.ts'
import { insertUpload } from './upload-store.ts'
import { receivedLines, refusalLines } from './words.ts'

/**
 * Who may push and whether it counts, over the push log. Anybody with the assignment's token may try to push, also after
 * the deadline: only the decision knows the first byte, and only it can say in words what was too late.
 */
export function createGatekeeper(context: Context): Gatekeeper {
  return withPractice(takeHomeKeeper(context), practiceKeeper(context))
}

function takeHomeKeeper(context: Context): Gatekeeper {
  const ctx = context.as(SYSTEM)
  return {
    async authorize({ repoId, password }) {
      const a = await ctx.look((look) => findByRepoAndToken(look, repoId, hashToken(password)))
      return a && { repoId, canPush: true, attemptId: a.id, branch: BRANCH }
    },
    firstByte: (push) =>
      ctx.transaction(async (tx) => {
        const pushId = await insertPush(tx, push)
        if (push.by === 'upload') await insertUpload(tx, pushId)
        return { pushId }
      }),
    lastByte: ({ pushId }, { bytes }) => ctx.transaction((tx) => stampFinished(tx, pushId, bytes)),
    decide: (s, updates, tips) =>
      ctx.transaction(async (tx) => {
        const { assignmentId } = await loadPush(tx, s.pushId)
        const a = await lockAssignment(tx, assignmentId)
        return decideUnderLock(tx, a, await loadPush(tx, s.pushId), updates, tips)
      }),
    decideAtOnce: (whole, updates, tips) =>
      ctx.transaction(async (tx) => {
        const { assignment, push } = await insertWholePush(tx, whole)
        return { pushId: push.id, verdict: await decideUnderLock(tx, assignment, push, updates, tips) }
      }),
    applied: (s, updates) => applyPush(ctx, s, updates),
    abandoned: (s, reason) => ctx.transaction((tx) => abandonPush(tx, s, reason)),
    fetched: async () => {},
  }
}

async function decideUnderLock(tx: Tx, a: Assignment, push: PushRecord, updates: RefUpdate[], tips: PushedTip[]): Promise<Verdict> {
  const judgement = judge(a, push)
  if (judgement === 'counts') {
    await writeDecision(tx, push, updates, tips, { state: 'accepted', reason: '' })
    return { accept: true, lines: [] }
  }
  if (push.state === 'received') await writeDecision(tx, push, updates, tips, { state: 'refused', reason: judgement })
  const current = newestThatCounts(a, await listUpdates(tx, a.id))
  return { accept: false, lines: refusalLines(a, push, judgement, current) }
}

/** Several pushes in a row are read once; then each is looked through for tokens of ours. */
const HASH_AFTER_SECONDS = 10

/** Marks what took effect and says so. Repeating it changes nothing and says the same. */
async function applyPush(ctx: Context, s: PushStamp, updates: AppliedUpdate[]): Promise<string[]> {
  return ctx.transaction(async (tx) => {
    const { assignment: a, ended } = await markApplied(tx, s.pushId, updates)
    const applied = await appliedOf(tx, s)
    if (ended) {
      await addTask(tx, { kind: 'assignment.hash', key: `assignment.hash:${s.pushId}`, orgId: a.orgId, payload: { assignment_id: a.id, push_id: s.pushId }, dueAt: later(tx.now, HASH_AFTER_SECONDS) })
      await tellReceived(tx, a, applied)
    }
    return receivedLines(a, applied, tx.now)
  })
}

async function assignmentOfPush(tx: Tx, s: PushStamp): Promise<Assignment> {
  const a = await findAssignmentOfPush(tx, s.pushId)
  if (!a) throw new Error(`Push ${s.pushId} has no assignment`)
  return a
}

async function appliedOf(tx: Tx, s: PushStamp): Promise<PushUpdate[]> {
  return (await listUpdatesOfPush(tx, s.pushId)).filter((u) => u.applied)
}

async function tellReceived(tx: Tx, a: Assignment, updates: PushUpdate[]) {
  for (const u of updates) {
    await record(tx, 'assignment.push_received', subjectOf(a), { application_id: a.applicationId, assignment_id: a.id, seq: u.seq, branch: shortRef(u.ref), commit: u.commit })
  }
}

/** A push that ended without any ref changing: refused by us, by git, or cut off. */
async function abandonPush(tx: Tx, s: PushStamp, reason: string) {
  const push = await loadPush(tx, s.pushId)
  const a = await assignmentOfPush(tx, s)
  if (push.state === 'accepted') await endPush(tx, push.id, 'accepted', 'void', reason)
  if (push.state === 'received') await endPush(tx, push.id, 'received', wasRefused(push) ? 'refused' : 'void', reason)
  if (push.state === 'refused' || (push.state === 'received' && wasRefused(push))) {
    await record(tx, 'assignment.push_refused', subjectOf(a), { application_id: a.applicationId, assignment_id: a.id, reason })
  }
}

/** One that arrived whole was looked at and refused; one that did not was only cut off. */
function wasRefused(push: PushRecord): boolean {
  return push.finishedAt !== null
}

function subjectOf(a: Assignment) {
  return { orgId: a.orgId, applicationId: a.applicationId }
}
