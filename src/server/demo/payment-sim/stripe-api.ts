import { createHash } from 'node:crypto'
import type { Bank } from './bank.ts'
import type { Payment } from './ledger.ts'
import { type Answer, type Asked, answer, numberAt, objectAt, stringAt } from './wire.ts'

const PAYMENTS = '/v2/money_management/outbound_payments'
const ACCOUNTS = '/v2/core/accounts'
const STATUS = { processing: 'processing', paid: 'posted', returned: 'returned' } as const

/** What Handiwork uses of Stripe's API v2. Null for every other path. */
export function stripeApi(bank: Bank, q: Asked): Answer | null {
  if (!q.path.startsWith('/v2/')) return null
  if (!/^Bearer (sk|rk)_test_/.test(q.header('authorization') ?? '')) return refused(401, 'invalid_api_key', 'The key is not known')
  if (q.path.startsWith(PAYMENTS)) return payments(bank, q)
  if (q.path === '/v2/core/account_links' && q.method === 'POST') return answer(200, { object: 'v2.core.account_link', account: stringAt(q.body, 'account'), created: now(), expires_at: now(), livemode: false, url: `https://connect.stripe.test/setup/${stringAt(q.body, 'account') ?? ''}`, use_case: { type: 'account_onboarding' } })
  if (q.path === ACCOUNTS && q.method === 'POST') return answer(200, accountOf(`acct_${createHash('sha256').update(q.header('idempotency-key') ?? '').digest('hex').slice(0, 16)}`))
  if (q.path.startsWith(`${ACCOUNTS}/`)) return answer(200, accountOf(q.path.slice(ACCOUNTS.length + 1)))
  return refused(404, 'not_found', 'There is no such path')
}

function payments(bank: Bank, q: Asked): Answer {
  if (q.method === 'POST' && q.path === PAYMENTS) return create(bank, q)
  if (q.path === PAYMENTS) {
    const since = Number(q.query.get('created[gte]') ?? 0) * 1000
    return answer(200, { data: bank.since('stripe', since).map(paymentOf), next_page_url: null, previous_page_url: null })
  }
  const one = bank.get(q.path.slice(PAYMENTS.length + 1))
  return one?.rail === 'stripe' ? answer(200, paymentOf(one)) : refused(404, 'not_found', 'No such payment')
}

function create(bank: Bank, { body, header }: Asked): Answer {
  const amount = objectAt(body, 'amount')
  const [minor, currency, recipient] = [numberAt(amount, 'value'), stringAt(amount, 'currency'), stringAt(objectAt(body, 'to'), 'recipient')]
  const key = header('idempotency-key')
  const ours = stringAt(objectAt(body, 'metadata'), 'payout_id')
  if (!minor || !currency || !recipient || !key || key !== ours) return refused(400, 'invalid_request', 'amount, to, metadata and the same Idempotency-Key are needed')
  const made = bank.pay({ rail: 'stripe', key, amountMinor: minor, currency: currency.toUpperCase(), recipient, description: stringAt(body, 'description') ?? '' })
  return answer(200, paymentOf(made), 'made a payment')
}

function refused(status: number, code: string, message: string): Answer {
  return answer(status, { error: { code, message, type: 'invalid_request_error' } })
}

const now = () => new Date().toISOString()

function accountOf(id: string) {
  return {
    id,
    object: 'v2.core.account',
    applied_configurations: ['recipient'],
    created: now(),
    livemode: false,
    configuration: { recipient: { applied: true, capabilities: { bank_accounts: { local: { status: 'active', status_details: [] } } } } },
    defaults: { payout_methods: { usd: `usba_test_${id.slice(-8)}` } },
  }
}

function paymentOf(p: Payment) {
  const amount = { value: p.amountMinor, currency: p.currency.toLowerCase() }
  return {
    id: p.id,
    object: 'v2.money_management.outbound_payment',
    amount,
    cancelable: p.state === 'processing',
    created: new Date(p.at).toISOString(),
    description: p.description,
    expected_arrival_date: new Date(p.at + 86_400_000).toISOString(),
    from: { debited: amount, financial_account: 'fa_test' },
    livemode: false,
    metadata: { payout_id: p.key },
    recipient_notification: { setting: 'configured' },
    statement_descriptor: 'HANDIWORK',
    status: STATUS[p.state],
    ...(p.state === 'returned' && { status_details: { returned: { reason: 'payout_method_closed' } } }),
    to: { credited: amount, recipient: p.recipient },
    tracking_details: { type: 'bank_account', status: 'supported', bank_account: { trace_id: `TRACE${p.id.slice(-6)}` } },
  }
}
