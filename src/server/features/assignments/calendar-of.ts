import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import type { Assignment } from './assignment.ts'
import { deadlineCalendar } from './deadline-calendar.ts'
import { listExtensions } from './store.ts'

/** The running clock of a take-home for a calendar; null while it does not run yet. */
export async function calendarOf(tx: Tx, ctx: Context, application: LoadedApplication, a: Assignment): Promise<string | null> {
  if (!a.clock) return null
  const url = `${ctx.config.publicUrl}/portal/applications/${application.id}/assignment`
  return deadlineCalendar(a, a.clock, { title: application.job.title, organization: application.organization.name, url, extensions: (await listExtensions(tx, a.id)).length, now: tx.now })
}
