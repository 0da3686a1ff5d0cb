import { loadApplicationById } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { isRunning, newestThatCounts } from './assignment.ts'
import { portalUrl } from './mails.ts'
import { listUpdates } from './push-store.ts'
import { notBefore, type Reminder, reminderMail } from './reminders.ts'
import { findAssignment } from './store.ts'

/**
 * Mails a reminder if the clock still runs; each is sent once.
 * @returns seconds after which to ask again, because the deadline was moved; 0 when done
 */
export async function remind(context: Context, assignmentId: string, which: Reminder): Promise<number> {
  return context.as(SYSTEM).transaction(async (tx) => {
    const a = await findAssignment(tx, assignmentId)
    if (!a?.clock || !isRunning(a, tx.now)) return 0
    const wait = notBefore(which, a.clock, tx.now)
    if (wait > 0) return wait
    const application = await loadApplicationById(tx, a.applicationId)
    const last = newestThatCounts(a, await listUpdates(tx, a.id))
    // Whoever has pushed is at work, and this would only interrupt.
    if (which === 'two_hours' && last) return 0
    const who = { name: application.candidate.name, address: application.candidate.email, fromName: application.organization.name }
    const what = { applicationId: application.id, jobTitle: application.job.title, url: portalUrl(context, application.id) }
    await queueMail(tx, `assignment.remind:${which}:${a.id}`, reminderMail({ ...who, ...what, clock: a.clock, lastPush: last?.commit.slice(0, 7) ?? null, now: tx.now }), a.orgId)
    return 0
  })
}
