import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { addTask, cancelTask } from '#server/platform/tasks/tasks.ts'
import type { Tx } from '#server/platform/tx.ts'
import { assignmentStarted, startWindowOver } from './errors.ts'
import { draft } from './mails.ts'
import { findAssignment, lockAssignment, setPlannedStart } from './store.ts'
import { moment } from './words.ts'

/** Says when the candidate means to begin: it reminds them, and tells the team. The clock starts only when they start it. */
export async function planStart(tx: Tx, id: string, at: Date | null): Promise<void> {
  const a = await lockAssignment(tx, id)
  if (a.state !== 'offered') throw assignmentStarted()
  if (at && (at >= a.startBy || tx.now >= a.startBy)) throw startWindowOver(a.startBy)
  await setPlannedStart(tx, a.id, at)
  await cancelTask(tx, taskOf(a.id))
  if (at) await addTask(tx, { kind: 'assignment.planned', key: taskOf(a.id), orgId: a.orgId, payload: { assignment_id: a.id }, dueAt: at })
  await record(tx, 'assignment.start_planned', { orgId: a.orgId, applicationId: a.applicationId }, { application_id: a.applicationId, assignment_id: a.id })
}

const taskOf = (assignmentId: string) => `assignment.planned:${assignmentId}`

/** At that moment, if it still holds. Each planned moment is mailed once. */
export async function remindOfPlan(context: Context, assignmentId: string): Promise<void> {
  const ctx = context.as(SYSTEM)
  await ctx.transaction(async (tx) => {
    const a = await findAssignment(tx, assignmentId)
    if (a?.state !== 'offered' || !a.plannedStart || a.plannedStart > tx.now) return
    const application = await loadApplicationById(tx, a.applicationId)
    const paragraphs = ['You planned to begin your take-home now.', `Nothing has started yet: the clock begins when you press Start, and you can do so until ${moment(a.startBy)}. If now is not good after all, any other moment before then is as good.`]
    const mail = draft(application, ctx, { subject: `You planned to begin now (${application.job.title})`, paragraphs, label: 'Go to your take-home' })
    await queueMail(tx, `assignment.planned:${a.id}:${a.plannedStart.toISOString()}`, mail, a.orgId)
  })
}
