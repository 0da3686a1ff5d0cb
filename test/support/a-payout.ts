import type { RailFacts } from '#server/adapters/payments/port.ts'
import type { Payout } from '#server/features/payouts/payout.ts'

const AT = new Date('2026-11-25T12:00:00Z')

/** A payout that was just earned, but for what is said of it. */
export function aPayout(change: Partial<Payout> = {}): Payout {
  return {
    id: 'pay_00000000000000000000000001',
    orgId: 'org_1',
    applicationId: 'app_1',
    stageKey: 'work',
    stageName: 'Take-home',
    amount: { amount_minor: 40_000, currency: 'USD' },
    state: 'accrued',
    stateAt: AT,
    heldUntil: null,
    reason: '',
    accruedAt: AT,
    payBy: new Date('2026-11-30T12:00:00Z'),
    paid: null,
    rail: 'manual',
    mode: 'live',
    approvalsNeeded: 0,
    sends: 0,
    firstSentAt: null,
    lastSentAt: null,
    fence: 0,
    notFound: 0,
    providerId: null,
    providerSays: '',
    expectedOn: null,
    receiptUrl: null,
    recipientId: null,
    destination: null,
    charity: null,
    replaces: null,
    ...change,
  }
}

export const FACTS: RailFacts = { keyLifeSeconds: null, findsByKey: true, canReturn: true, needsDetails: false, currencies: null, mostMinor: null }
