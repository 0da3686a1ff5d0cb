import type { Feature } from '#server/platform/feature.ts'
import { letIn, letOut } from './store.ts'

/** Who is given a part in an application sees it, also when they leave the job's hiring team before they are done. */
export const reactions: NonNullable<Feature['reactions']> = {
  'review.assigned': (tx, e) => letIn(tx, { orgId: e.orgId, applicationId: e.data.application_id, memberId: e.data.member_id }),
  'review.replaced': async (tx, e) => {
    await letOut(tx, e.data.application_id, e.data.left)
    await letIn(tx, { orgId: e.orgId, applicationId: e.data.application_id, memberId: e.data.joined })
  },
  'review.handed_over': (tx, e) => letOut(tx, e.data.application_id, e.data.left),
  'review.declined': (tx, e) => letOut(tx, e.data.application_id, e.data.member_id),
  'review.excluded': (tx, e) => letOut(tx, e.data.application_id, e.data.member_id),
}
