import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { submissionById } from '#server/features/assignments/index.ts'
import { newId } from '#server/lib/ids.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import { addTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { checksRunning, noSandbox } from './errors.ts'
import { insertRun } from './store.ts'

/** After sealing, once. A submission without a push is the starter, whose results everybody knows. */
export async function askAfterSealing(ctx: Context, submissionId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const submission = await submissionById(tx, submissionId)
    if (submission && !submission.empty) await queue(tx, submission, null)
  })
}

/** Once more, because a member asks for it. @throws when nothing could run, or something runs */
export async function runChecksAgain(ctx: Context, submissionId: string): Promise<void> {
  const standing = await ctx.sandbox.standing()
  await ctx.transaction(async (tx) => {
    const submission = (await submissionById(tx, submissionId)) ?? missing()
    await loadApplicationForMember(tx, submission.applicationId)
    if (standing.kind === 'none') throw noSandbox(standing.says)
    const id = await queue(tx, submission, requireMember(tx).memberId)
    if (!id) throw checksRunning()
    const { orgId, applicationId } = submission
    await record(tx, 'checks.asked', { orgId, applicationId }, { application_id: applicationId, submission_id: submissionId, check_id: id })
  })
}

/** @returns null when it is there already */
async function queue(tx: Tx, submission: { id: string; orgId: string; applicationId: string }, askedBy: string | null): Promise<string | null> {
  const id = newId('chk', tx.now)
  const { orgId, applicationId } = submission
  if (!(await insertRun(tx, { id, orgId, applicationId, submissionId: submission.id, askedBy }))) return null
  await addTask(tx, { kind: 'checks.run', key: `checks.run:${id}`, orgId, payload: { check_id: id, turn: id }, dueAt: tx.now })
  return id
}

function missing(): never {
  throw notFound('The submission')
}
