import { operations } from '#contract/index.ts'
import type { PayoutState } from '#contract/payout-states.ts'
import type { Company, Pay } from './cast.ts'
import { type Person, until } from './http.ts'

interface Candidate {
  company: Company
  id: string
  portal: Person
}

const RAIL: Record<Pay, 'manual' | 'stripe' | 'tremendous'> = { owed: 'manual', 'by hand': 'manual', 'to a charity': 'manual', paid: 'tremendous', 'to approve': 'tremendous', 'details needed': 'stripe', 'came back': 'stripe' }

/** How the company pays what is earned from now on. */
export async function payBy({ owner }: Company, pay: Pay): Promise<void> {
  await owner.call(operations.putPayoutSettings, { body: { rail: RAIL[pay], approvals: pay === 'to approve' ? 1 : 0, caps: [{ job_id: null, currency: 'USD', cap_minor: 500_000 }] } })
}

/** Takes what a candidate has earned as far as asked. */
export async function settlePay(c: Candidate, pay: Pay): Promise<void> {
  const payout = await until(async () => (await c.company.owner.call(operations.listPayouts)).items.find((p) => p.application_id === c.id)?.id)
  await WAYS[pay](c, payout)
}

const WAYS: Record<Pay, (c: Candidate, payout: string) => Promise<unknown>> = {
  owed: () => Promise.resolve(),
  'by hand': recordByHand,
  'to a charity': async (c, payout) => c.portal.call(operations.donatePayout, { params: { id: c.id, payout }, body: { charity: 'Room to Read' } }),
  paid: (c, payout) => reach(c, payout, 'paid'),
  'to approve': (c, payout) => reach(c, payout, 'needs_approval'),
  'details needed': (c, payout) => reach(c, payout, 'needs_details'),
  'came back': comeBack,
}

async function recordByHand(c: Candidate, payout: string) {
  const { now } = await c.company.owner.call(operations.getServerTime)
  await c.company.owner.call(operations.recordPayment, { params: { id: payout }, body: { reference: 'SEPA 2041', paid_on: now.slice(0, 10) } })
}

/** The candidate says where it goes, it is paid, and the bank sends it back. */
async function comeBack(c: Candidate, payout: string) {
  const params = { id: c.id, payout }
  await reach(c, payout, 'needs_details')
  await c.portal.call(operations.givePayoutDetails, { params, body: { country: 'PT' } })
  await c.portal.call(operations.checkPayoutDetails, { params })
  await reach(c, payout, 'paid')
  c.company.bank.bringBack(payout)
  await reach(c, payout, 'returned')
}

/** Waits until it is there; the provider's answers take a moment. */
function reach({ company }: Candidate, payout: string, state: PayoutState): Promise<true> {
  return until(async () => (await company.owner.call(operations.listPayouts)).items.some((p) => p.id === payout && p.state === state) || null)
}
