export { whyNotInvite } from './budget.ts'
export { markSentByHand, settleByBank } from './by-bank.ts'
export { type OwedPayout, findPayoutOfOrganization, listPayoutsOfOrganization } from './owed-store.ts'
export type { Payout } from './payout.ts'
