import { ALWAYS, AT_REST, broken } from '#test/support/invariants.ts'
import { PAY } from '#test/support/payouts.ts'
import type { House } from './house.ts'
import { accountOf } from './people.ts'

interface Row {
  id: string
  org_id: string
  application_id: string
  candidate_id: string
  email: string
  rail: string
  state: string
  sends: number
  was_unknown: boolean
}

export interface Proof {
  payouts: Row[]
  /** What is wrong, a line each: nothing, if all is well. */
  wrong: string[]
}

const PAYOUTS = `
  select p.id, p.org_id, p.application_id, a.candidate_id, c.email, p.rail, p.state, p.sends, exists (select from payout_steps s where s.payout_id = p.id and s.state = 'unknown') as was_unknown
  from payouts p join applications a on a.id = p.application_id join candidates c on c.id = a.candidate_id`

/** Lays our books beside the provider's. `earned` are the applications that were acknowledged. */
export async function prove(house: House, earned: readonly string[]): Promise<Proof> {
  const payouts = await house.query<Row & Record<string, unknown>>(PAYOUTS)
  const payments = house.payments()
  const sets = await broken(house.query, ALWAYS)
  const rest = await broken(house.query, AT_REST)
  const lost = earned.filter((id) => payouts.filter((p) => p.application_id === id && p.state === 'paid').length !== 1).map((id) => `lost: ${id} has not been paid once: ${JSON.stringify(payouts.filter((p) => p.application_id === id))}`)
  const nobodys = payments.filter((m) => !payouts.some((p) => p.id === m.key)).map((m) => `nobody’s: ${JSON.stringify(m)}`)
  return { payouts, wrong: [...sets, ...rest, ...lost, ...nobodys, ...payouts.flatMap((p) => wrongWith(p, payments))] }
}

function wrongWith(p: Row, payments: ReturnType<House['payments']>): string[] {
  const own = payments.filter((m) => m.key === p.id)
  const [one] = own
  if (own.length !== 1 || !one) return [`${own.length} payments for ${JSON.stringify(p)}`]
  const to = p.rail === 'stripe' ? accountOf(p.org_id, p.candidate_id) : p.email
  const right = one.state === 'paid' && one.rail === p.rail && one.amountMinor === PAY.amount_minor && one.currency === PAY.currency && one.recipient === to
  return right ? [] : [`wrong: ${JSON.stringify(one)} for ${JSON.stringify(p)}`]
}
