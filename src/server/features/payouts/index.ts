export { whyNotInvite } from './budget.ts'
export type { Payout } from './payout.ts'
