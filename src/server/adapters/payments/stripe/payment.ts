import type Stripe from 'stripe'
import type { PaymentState, ProviderPayment } from '../port.ts'

type OutboundPayment = Stripe.V2.MoneyManagement.OutboundPayment

const STATES: Record<OutboundPayment['status'], PaymentState> = { processing: 'submitted', posted: 'paid', failed: 'failed', returned: 'returned', canceled: 'cancelled' }

/** A payment as Stripe has it, in our words. */
export function readPayment(p: OutboundPayment): ProviderPayment {
  return {
    providerId: p.id,
    key: p.metadata?.['payout_id'] ?? null,
    state: STATES[p.status],
    says: [p.status, reasonOf(p)].filter(Boolean).join(': '),
    amount: { amount_minor: p.amount.value, currency: p.amount.currency.toUpperCase() },
    expectedOn: p.expected_arrival_date?.slice(0, 10) ?? null,
    receiptUrl: null,
    trace: p.tracking_details?.bank_account?.trace_id ?? p.tracking_details?.card?.retrieval_reference ?? null,
  }
}

function reasonOf({ status_details: d }: OutboundPayment): string {
  return (d?.failed?.reason ?? d?.returned?.reason ?? d?.processing?.reason ?? '').replaceAll('_', ' ')
}
