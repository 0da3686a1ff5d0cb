import type { ListOrders200ResponseOrdersInner } from 'tremendous'
import { minorDigits } from '#contract/money.ts'
import type { PaymentState, ProviderPayment } from '../port.ts'

type Order = Pick<ListOrders200ResponseOrdersInner, 'id' | 'external_id' | 'status' | 'payment'> & { rewards?: { value?: { denomination?: number; currency_code?: string } }[] }

const STATES: Record<Order['status'], PaymentState> = {
  OPEN: 'submitted',
  'PENDING APPROVAL': 'held',
  'PENDING INTERNAL PAYMENT APPROVAL': 'held',
  'PENDING SETTLEMENT': 'submitted',
  // Delivered: from here it is between the payee and Tremendous.
  EXECUTED: 'paid',
  FAILED: 'failed',
  CANCELED: 'cancelled',
}

/** An order as Tremendous has it, in our words. What the payee gets is its reward; the order's total has fees in it. */
export function readOrder(o: Order): ProviderPayment {
  const value = o.rewards?.[0]?.value
  const currency = value?.currency_code ?? o.payment?.currency_code ?? ''
  const amount = value?.denomination ?? o.payment?.subtotal ?? 0
  return {
    providerId: o.id,
    key: o.external_id ?? null,
    state: STATES[o.status],
    says: o.status.toLowerCase(),
    amount: { amount_minor: currency ? Math.round(amount * 10 ** minorDigits(currency)) : 0, currency },
    expectedOn: null,
    receiptUrl: null,
    trace: null,
  }
}
