import { formatMoney } from '#contract/money.ts'
import type { Feature } from '#server/platform/feature.ts'
import { reactions, reactionsTogether } from './accrue-payout.ts'
import { mails } from './mails.ts'
import { portalRoutes } from './portal-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const payouts: Feature = {
  name: 'payouts',
  routes: [...teamRoutes, ...portalRoutes],
  reactions,
  reactionsTogether,
  mails,
  sentences: {
    'payout.accrued': (e) => `owes the candidate ${formatMoney({ amount_minor: e.data.amount_minor, currency: e.data.currency })}`,
    'payout.paid': () => 'recorded the payment to the candidate',
  },
}
