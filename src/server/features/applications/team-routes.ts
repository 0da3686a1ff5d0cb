import { applicationOps } from '#contract/applications.ts'
import { notFound } from '#server/platform/errors.ts'
import { type Route, on, onOuter } from '#server/platform/feature.ts'
import { loadApplicationForMember } from './access.ts'
import { addNote } from './add-note.ts'
import { advanceApplication } from './advance-application.ts'
import { getBoard, listApplications } from './board.ts'
import { presentApplication } from './present-application.ts'
import { rejectApplication } from './reject-application.ts'
import { setReferrer } from './set-referrer.ts'
import { paperwork } from './store.ts'

export const teamRoutes: Route[] = [
  on(applicationOps.getBoard, (tx, { params }) => getBoard(tx, params.id)),
  on(applicationOps.listApplications, (tx, { query }) => listApplications(tx, query)),
  on(applicationOps.getApplication, async (tx, { params }) => presentApplication(tx, (await loadApplicationForMember(tx, params.id)).id)),
  onOuter(applicationOps.getResume, async (ctx, { params }) => {
    const file = await ctx.transaction(async (tx) => {
      const a = await loadApplicationForMember(tx, params.id)
      // A résumé is nothing but whose it is.
      if (a.anonymous) throw notFound('A résumé')
      return paperwork(tx, a.id)
    })
    if (!file.sha256 || !file.filename || !file.content_type) throw notFound('A résumé')
    return { bytes: await ctx.storage.get(file.sha256), content_type: file.content_type, filename: file.filename, disposition: 'attachment' as const }
  }),
  on(applicationOps.advance, (tx, { params, body }) => advanceApplication(tx, params.id, body)),
  on(applicationOps.reject, (tx, { params, body }) => rejectApplication(tx, params.id, body)),
  on(applicationOps.setReferrer, (tx, { params, body }) => setReferrer(tx, params.id, body.member_id)),
  on(applicationOps.addNote, (tx, { params, body }) => addNote(tx, params.id, body.text)),
]
