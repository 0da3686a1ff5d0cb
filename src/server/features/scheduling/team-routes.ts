import { schedulingOps } from '#contract/interviews.ts'
import { type Route, on } from '#server/platform/feature.ts'
import { listSlots, publishSlots, withdrawSlot } from './slots.ts'

export const teamRoutes: Route[] = [
  on(schedulingOps.listSlots, (tx) => listSlots(tx)),
  on(schedulingOps.publishSlots, (tx, { body }) => publishSlots(tx, body)),
  on(schedulingOps.withdrawSlot, (tx, { params }) => withdrawSlot(tx, params.id)),
]
