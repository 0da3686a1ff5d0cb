export { earned, type Payout } from './payout.ts'
