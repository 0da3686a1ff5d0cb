import type { Feature } from '#server/platform/feature.ts'
import { endJudging, letIn, letOut, showNames } from './part-store.ts'

/** Who is given a part in an application sees it, also when they leave the job's hiring team before they are done. */
export const reactions: NonNullable<Feature['reactions']> = {
  'review.assigned': (tx, e) => letIn(tx, { orgId: e.orgId, applicationId: e.data.application_id, memberId: e.data.member_id, judging: true }),
  'review.sealed': async (tx, e) => {
    if (e.actor.id !== null) await endJudging(tx, e.data.application_id, e.actor.id)
  },
  'review_round.revealed': (tx, e) => showNames(tx, e.data.application_id),
  'review.replaced': (tx, e) => letOut(tx, e.data.application_id, e.data.left),
  'review.handed_over': (tx, e) => letOut(tx, e.data.application_id, e.data.left),
  'review.declined': (tx, e) => letOut(tx, e.data.application_id, e.data.member_id),
  'review.excluded': (tx, e) => letOut(tx, e.data.application_id, e.data.member_id),
}
