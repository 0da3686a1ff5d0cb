import type { Bank } from './bank.ts'
import type { Payment } from './ledger.ts'
import { type Answer, type Asked, answer, numberAt, objectAt, stringAt } from './wire.ts'

const PATH = '/api/v2/orders'
const STATUS = { processing: 'OPEN', paid: 'EXECUTED', returned: 'CANCELED' } as const

/** What Handiwork uses of Tremendous: orders made, found and listed. Null for every other path. */
export function tremendousApi(bank: Bank, q: Asked): Answer | null {
  if (!q.path.startsWith(PATH)) return null
  if (!q.header('authorization')?.startsWith('Bearer TEST_')) return answer(401, { errors: { message: 'The key is not known' } })
  if (q.method === 'POST' && q.path === PATH) return create(bank, q)
  if (q.method === 'GET' && q.path === PATH) return list(bank, q)
  const one = bank.get(q.path.slice(PATH.length + 1))
  return one?.rail === 'tremendous' ? answer(200, { order: orderOf(one) }) : answer(404, { errors: { message: 'Resource was not found' } })
}

function create(bank: Bank, { body }: Asked): Answer {
  const reward = objectAt(body, 'reward')
  const value = objectAt(reward, 'value')
  const to = objectAt(reward, 'recipient')
  const [key, currency, email] = [stringAt(body, 'external_id'), stringAt(value, 'currency_code'), stringAt(to, 'email')]
  const amount = numberAt(value, 'denomination')
  if (!key || !currency || !email || !amount) return answer(400, { errors: { message: 'external_id, value and recipient are needed' } })
  const made = bank.pay({ rail: 'tremendous', key, amountMinor: Math.round(amount * 100), currency, recipient: email, description: '' })
  return answer(201, { order: orderOf(made) }, 'made a payment')
}

function list(bank: Bank, { query }: Asked): Answer {
  const key = query.get('external_id')
  const since = Date.parse(query.get('created_at[gte]') ?? '') || 0
  const all = key ? [bank.find('tremendous', key)].flatMap((p) => p ?? []) : bank.since('tremendous', since)
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 10)
  return answer(200, { orders: all.slice(offset, offset + limit).map(orderOf), total_count: all.length })
}

function orderOf(p: Payment) {
  const total = p.amountMinor / 100
  return {
    id: p.id,
    external_id: p.key,
    campaign_id: null,
    created_at: new Date(p.at).toISOString(),
    status: STATUS[p.state],
    payment: { subtotal: total, total, fees: 0, discount: 0, currency_code: p.currency },
    rewards: [{ id: `R${p.id}`, order_id: p.id, created_at: new Date(p.at).toISOString(), value: { denomination: total, currency_code: p.currency }, recipient: { email: p.recipient }, delivery: { method: 'EMAIL', status: 'SUCCEEDED' } }],
  }
}
