import type { StageReport, StageType } from '#server/features/applications/index.ts'
import { releaseReferees } from './release-referees.ts'
import { referencesOf } from './store.ts'

/** Named by the candidate, booked by the referees, called and noted by the team. */
export const referenceCheckStage: StageType<'reference_check'> = {
  type: 'reference_check',
  autoAdvance: false,
  onEnter: () => Promise.resolve(),
  onLeave: (tx, { application }) => releaseReferees(tx, application),
  status: async (tx, { application, stage }): Promise<StageReport> => {
    const all = await referencesOf(tx, application.id)
    const { count } = stage.config
    if (all.length === 0) return { complete: false, missing: ['The candidate has not named referees.'], waitingOn: 'candidate', dueAt: null, teamSummary: 'Waits for the names of referees', candidateSummary: `Name ${count} people we may talk to.` }
    const done = all.filter((r) => r.state === 'completed').length
    if (done >= count) return { complete: true, missing: [], waitingOn: 'team', dueAt: null, teamSummary: 'References complete; to decide', candidateSummary: 'Your references are done. The company is deciding.' }
    const waiting = all.filter((r) => r.state === 'invited').length
    return {
      complete: false,
      missing: [`${done} of ${count} reference calls are done.`],
      waitingOn: waiting > 0 ? 'referee' : 'team',
      dueAt: null,
      teamSummary: `${done} of ${count} reference calls done`,
      candidateSummary: waiting > 0 ? `${waiting === 1 ? 'A referee has' : `${waiting} referees have`} not booked a call yet.` : 'Your referees have booked. The calls come next.',
    }
  },
}
