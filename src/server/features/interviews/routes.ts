import { interviewOps } from '#contract/interviews.ts'
import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { type Route, on } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { bookInterview, cancelInterview } from './book-interview.ts'
import { interviewNotBooked } from './errors.ts'
import { forCandidate, forMember, lockForCandidate } from './load.ts'
import { invitations } from './mails.ts'
import { presentForCandidate, presentInterview } from './present.ts'
import { addAgendaItem, markHeld, markNoShow, pointAgendaItem, removeAgendaItem, saveInterviewScore, saveInterviewVerdict, sealScorecard } from './run-interview.ts'
import { interviewsOfMember } from './store.ts'

export const teamRoutes: Route[] = [
  on(interviewOps.getInterview, async (tx, { params }) => presentInterview(tx, await forMember(tx, params.id, params.stage))),
  on(interviewOps.listMyInterviews, (tx) => listMyInterviews(tx)),
  on(interviewOps.addAgendaItem, (tx, { params, body }) => addAgendaItem(tx, params.id, body)),
  on(interviewOps.pointAgendaItem, (tx, { params, body }) => pointAgendaItem(tx, params.id, params.item, body)),
  on(interviewOps.removeAgendaItem, (tx, { params }) => removeAgendaItem(tx, params.id, params.item)),
  on(interviewOps.markHeld, (tx, { params }) => markHeld(tx, params.id)),
  on(interviewOps.markNoShow, (tx, { params }) => markNoShow(tx, params.id)),
  on(interviewOps.saveInterviewScore, (tx, { params, body }) => saveInterviewScore(tx, params.id, params.criterion, body)),
  on(interviewOps.saveInterviewVerdict, (tx, { params, body }) => saveInterviewVerdict(tx, params.id, body)),
  on(interviewOps.sealScorecard, (tx, { params }) => sealScorecard(tx, params.id)),
]

export const portalRoutes: Route[] = [
  on(interviewOps.getPortalInterview, async (tx, { params }) => presentForCandidate(tx, await forCandidate(tx, params.id, params.stage))),
  on(interviewOps.bookInterview, (tx, { params, body }) => bookInterview(tx, params.id, body)),
  on(interviewOps.cancelInterview, (tx, { params }) => cancelInterview(tx, params.id)),
  on(interviewOps.getInterviewInvite, async (tx, { params }, ctx) => {
    const l = await lockForCandidate(tx, params.id)
    const [mine] = l.i.state === 'booked' ? await invitations(tx, ctx, l.i.id, { method: 'REQUEST', sequence: l.i.sequence }) : []
    if (!mine?.calendar) throw interviewNotBooked()
    return { bytes: new TextEncoder().encode(mine.calendar.ics), content_type: 'text/calendar; charset=utf-8', filename: 'interview.ics', disposition: 'attachment' as const }
  }),
]

async function listMyInterviews(tx: Tx) {
  const items = []
  for (const i of await interviewsOfMember(tx, requireMember(tx).memberId)) {
    const a = await loadApplicationForMember(tx, i.application_id).catch(() => null)
    if (a) items.push({ id: i.id, application_id: a.id, stage_key: i.stage_key, state: i.state, starts_at: i.starts_at?.toISOString() ?? null, ends_at: i.ends_at?.toISOString() ?? null, candidate_name: a.candidate.name, job_title: a.job.title })
  }
  return { items }
}
