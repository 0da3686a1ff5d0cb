import { formatMoney } from '#contract/money.ts'
import type { Feature } from '#server/platform/feature.ts'
import { reactions, reactionsTogether } from './accrue-payout.ts'
import { beyondCapMails } from './beyond-cap-mails.ts'
import { donationMails } from './donation-mails.ts'
import { mails } from './mails.ts'
import { portalRoutes } from './portal-routes.ts'
import { publicRoutes } from './public-routes.ts'
import { reminderMails } from './reminder-mails.ts'
import { tasks } from './tasks.ts'
import { teamRoutes } from './team-routes.ts'
import { movedSentence } from './words.ts'

export const payouts: Feature = {
  name: 'payouts',
  routes: [...teamRoutes, ...portalRoutes, ...publicRoutes],
  reactions,
  reactionsTogether,
  tasks,
  mails: { ...mails, ...beyondCapMails, ...donationMails, ...reminderMails },
  sentences: {
    'payout.accrued': (e) => `owes the candidate ${formatMoney({ amount_minor: e.data.amount_minor, currency: e.data.currency })}`,
    'payout.approved': (e) => `approved the payment to the candidate${e.data.alone ? ', as the only one who had let them in and had a part in judging them' : ''}`,
    'payout.moved': (e) => movedSentence(e.data.to),
    'payout.paid': () => 'recorded the payment to the candidate',
    'payout.reissued': () => 'issued the payment anew, because it did not arrive',
    'payout.donated': (e) => `asked that the payment goes to ${e.data.charity}`,
    'payout_charities.changed': () => 'changed the charities that candidates may choose',
    'payouts.reminded': (e) => `told the owners of payments: ${e.data.late.length} late, ${e.data.soon.length} due soon`,
    'payout.release_asked': () => 'wants the payment to go on before its day is over',
    'payout.kept_held': () => 'keeps the payment held',
    'payout.cap_exceeded': () => 'opened a paid stage for the candidate beyond the budget',
  },
}
