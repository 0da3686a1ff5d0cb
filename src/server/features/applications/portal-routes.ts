import { applicationOps, portalOps } from '#contract/applications.ts'
import { type Route, on } from '#server/platform/feature.ts'
import { getPortal, getPortalApplication } from './portal-view.ts'
import { withdrawApplication } from './withdraw-application.ts'

export const portalRoutes: Route[] = [
  on(portalOps.getPortal, (tx) => getPortal(tx)),
  on(portalOps.getPortalApplication, (tx, { params }) => getPortalApplication(tx, params.id)),
  on(applicationOps.withdraw, (tx, { params, body }) => withdrawApplication(tx, params.id, body.reason)),
]
