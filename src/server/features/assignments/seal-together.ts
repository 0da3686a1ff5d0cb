import { type LoadedApplication, loadApplicationsById } from '#server/features/applications/index.ts'
import { newId } from '#server/lib/ids.ts'
import type { Context } from '#server/platform/context.ts'
import { recordAll } from '#server/platform/events/record.ts'
import { cancelTasks } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { rubricOf } from './facts.ts'
import { lockSealable, type Sealable, setSealed } from './seal-store.ts'
import { sealTask } from './start-assignment.ts'
import { insertSubmissions, type Submission } from './submission-store.ts'

/** The record of an organization is one chain: one commit of many waits for the disk once, and in one line for the chain. */
const MOST_AT_ONCE = 200
const sealing = new Map<string, Promise<void>>()

/** Seals, in one transaction, frozen submissions of an organization whose content is known. One at a time in each process. */
export async function sealTogether(ctx: Context, orgId: string): Promise<void> {
  const underWay = sealing.get(orgId)
  // What is being sealed was chosen before we asked, and may lack ours: the caller looks again.
  if (underWay) return underWay.catch(() => {})
  const turn = ctx.transaction((tx) => sealReady(tx, orgId))
  sealing.set(orgId, turn)
  return turn.finally(() => sealing.delete(orgId))
}

async function sealReady(tx: Tx, orgId: string): Promise<void> {
  const ready = await lockSealable(tx, orgId, MOST_AT_ONCE)
  if (ready.length === 0) return
  const applications = new Map((await loadApplicationsById(tx, ready.map(({ a }) => a.applicationId))).map((a) => [a.id, a]))
  const sealed = ready.flatMap((s) => {
    const application = applications.get(s.a.applicationId)
    return application ? [submissionFor(tx, s, application)] : []
  })
  await insertSubmissions(tx, sealed.map(({ submission }) => submission))
  await setSealed(tx, ready.map(({ a, frozen }) => ({ id: a.id, state: frozen.pushId ? 'submitted' : 'submitted_empty' })))
  await cancelTasks(tx, ready.map(({ a }) => sealTask(a.id)))
  await recordAll(tx, 'submission.sealed', sealed.map(happened))
}

function submissionFor(tx: Tx, { a, clock, frozen, content, receivedAt }: Sealable, application: LoadedApplication) {
  const submission: Submission = {
    ...clock,
    id: newId('sub', tx.now),
    orgId: a.orgId,
    assignmentId: a.id,
    applicationId: a.applicationId,
    repoId: a.repoId,
    commit: frozen.commit,
    tree: content.treeSha,
    contentSha256: content.sha256,
    rubricSha256: rubricOf(application).sha256,
    processVersion: application.processVersion,
    receivedAt,
    sealedAt: tx.now,
    source: a.submitRequestedAt ? 'candidate' : 'deadline',
    empty: frozen.pushId === null,
  }
  return { submission, application, stageKey: a.stageKey }
}

/** Pay is earned with this event; the stage moves on after it. */
function happened({ submission: s, application, stageKey }: ReturnType<typeof submissionFor>) {
  const subject = { orgId: s.orgId, applicationId: s.applicationId, jobId: application.jobId }
  return { subject, data: { application_id: s.applicationId, assignment_id: s.assignmentId, submission_id: s.id, commit: s.commit, content_sha256: s.contentSha256, empty: s.empty, stage_key: stageKey } }
}
