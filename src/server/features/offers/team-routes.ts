import { offerOps } from '#contract/offers.ts'
import { type Route, on } from '#server/platform/feature.ts'
import { draftOffer } from './draft-offer.ts'
import { extendOffer } from './extend-offer.ts'
import { getOffer } from './find-offer.ts'
import { rescindOffer } from './rescind-offer.ts'

export const teamRoutes: Route[] = [
  on(offerOps.getOffer, (tx, { params }) => getOffer(tx, params.id)),
  on(offerOps.draftOffer, (tx, { params, body }) => draftOffer(tx, params.id, body.terms)),
  on(offerOps.extendOffer, (tx, { params }) => extendOffer(tx, params.id)),
  on(offerOps.rescindOffer, (tx, { params, body }) => rescindOffer(tx, params.id, body.reason)),
]
