import { applicationOps, portalOps } from '#contract/applications.ts'
import { type Route, on } from '#server/platform/feature.ts'
import { getPortal, getPortalApplication } from './portal-view.ts'
import { setTimeZone } from './set-time-zone.ts'
import { withdrawApplication } from './withdraw-application.ts'

export const portalRoutes: Route[] = [
  on(portalOps.getPortal, (tx) => getPortal(tx)),
  on(portalOps.getPortalApplication, (tx, { params }) => getPortalApplication(tx, params.id)),
  on(portalOps.setPortalTimeZone, (tx, { params, body }) => setTimeZone(tx, params.id, body.time_zone)),
  on(applicationOps.withdraw, (tx, { params, body }) => withdrawApplication(tx, params.id, body.reason)),
]
