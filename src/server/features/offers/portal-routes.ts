import { offerOps } from '#contract/offers.ts'
import { type Route, on } from '#server/platform/feature.ts'
import { acceptOffer } from './accept-offer.ts'
import { declineOffer } from './decline-offer.ts'
import { getPortalOffer } from './portal-offers.ts'

export const portalRoutes: Route[] = [
  on(offerOps.getPortalOffer, (tx, { params }) => getPortalOffer(tx, params.id)),
  on(offerOps.acceptOffer, (tx, { params, body }, ctx) => acceptOffer(tx, ctx, params.id, body)),
  on(offerOps.declineOffer, (tx, { params, body }) => declineOffer(tx, params.id, body.reason)),
]
