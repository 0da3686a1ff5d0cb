import { offerOps } from '#contract/offers.ts'
import { type Route, on } from '#server/platform/feature.ts'
import { acceptOffer, declineOffer, getPortalOffer } from './portal-offers.ts'
import { draftOffer, extendOffer, getOffer, rescindOffer } from './team-offers.ts'

export const teamRoutes: Route[] = [
  on(offerOps.getOffer, (tx, { params }) => getOffer(tx, params.id)),
  on(offerOps.draftOffer, (tx, { params, body }) => draftOffer(tx, params.id, body.terms)),
  on(offerOps.extendOffer, (tx, { params }) => extendOffer(tx, params.id)),
  on(offerOps.rescindOffer, (tx, { params, body }) => rescindOffer(tx, params.id, body.reason)),
]

export const portalRoutes: Route[] = [
  on(offerOps.getPortalOffer, (tx, { params }) => getPortalOffer(tx, params.id)),
  on(offerOps.acceptOffer, (tx, { params, body }, ctx) => acceptOffer(tx, ctx, params.id, body)),
  on(offerOps.declineOffer, (tx, { params, body }) => declineOffer(tx, params.id, body.reason)),
]
