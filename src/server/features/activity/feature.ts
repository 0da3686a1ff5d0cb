import { applicationOps } from '#contract/applications.ts'
import { activityOps } from '#contract/records.ts'
import { loadApplicationForMember } from '#server/features/applications/index.ts'
import { type Feature, on } from '#server/platform/feature.ts'
import { feed, verifyChain } from './feed.ts'

export const activity: Feature = {
  name: 'activity',
  routes: [
    on(applicationOps.listEvents, async (tx, { params, query }) => feed(tx, query, await loadApplicationForMember(tx, params.id))),
    on(activityOps.listActivity, (tx, { query }) => feed(tx, query)),
    on(activityOps.verifyActivity, (tx) => verifyChain(tx)),
  ],
}
