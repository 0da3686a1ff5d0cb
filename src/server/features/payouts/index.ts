export type { Payout } from './payout.ts'
