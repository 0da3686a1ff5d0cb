import type { Feature } from '#server/platform/feature.ts'
import { offerMails } from './emails.ts'
import { expireOffer } from './expire-offer.ts'
import { portalRoutes } from './portal-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const offers: Feature = {
  name: 'offers',
  routes: [...teamRoutes, ...portalRoutes],
  mails: offerMails,
  tasks: {
    'offer.expire': (ctx, payload) => ctx.transaction((tx) => expireOffer(tx, String(payload['offer_id']))),
  },
  sentences: {
    'offer.drafted': () => 'wrote the terms of the offer',
    'offer.extended': () => 'extended the offer',
    'offer.accepted': () => 'accepted and signed the offer',
    'offer.declined': () => 'declined the offer',
    'offer.rescinded': () => 'rescinded the offer',
    'offer.expired': () => 'closed the offer: it expired without an answer',
  },
}
