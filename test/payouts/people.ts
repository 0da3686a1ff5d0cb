import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { operations } from '#contract/index.ts'
import type { AnswerOf, Operation } from '#contract/operation.ts'
import { until } from '#test/faults/patient.ts'
import { PASSWORD } from '#test/support/app.ts'
import { type CallInput, Client, ProblemError } from '#test/support/client.ts'
import { openPayingJob } from '#test/support/payouts.ts'
import type { House } from './house.ts'

export interface Company {
  owner: Client
  slug: string
}

/** Acme, which pays whoever applies, and lets everything go that was earned. */
export async function found(house: House): Promise<Company> {
  const owner = new Client(house.url)
  await until(() => house.program.printed().includes('#t='), 'a link is printed')
  const token = /#t=(\w+)/.exec(house.program.printed())?.[1] ?? ''
  await owner.call(operations.completeSetup, { body: { name: 'Olivia', email: 'olivia@acme.test', password: PASSWORD, organization_name: 'Acme', token } })
  return { owner, slug: (await openPayingJob(owner, 'Paid at once')).slug }
}

export const payBy = (owner: Client, rail: 'stripe' | 'tremendous') => ask(owner, operations.putPayoutSettings, { body: { rail, approvals: 0, caps: [] } })

/** Asks under one key until there is an answer, however often whoever is asked dies meanwhile. */
export async function ask<O extends Operation>(who: Client, operation: O, input: CallInput<O>): Promise<AnswerOf<O>> {
  const key = { 'idempotency-key': randomUUID() }
  for (let i = 0; ; i++) {
    try {
      return await who.call(operation, input, key)
    } catch (error) {
      if ((error instanceof ProblemError && error.status < 500) || i > 1800) throw error
      await sleep(100)
    }
  }
}

/** Applies, and has earned the pay by that. @returns the application */
export async function earn(house: House, { slug }: Company, email: string): Promise<string> {
  const body = { name: email.split('@')[0] ?? '', email, answers: {}, links: [] }
  return (await ask(new Client(house.url), operations.apply, { params: { org: 'acme', job: slug }, body })).application_id
}

/** The account at Stripe of a candidate: the simulator makes the same one for the same key. */
export const accountOf = (orgId: string, candidateId: string) => `acct_${createHash('sha256').update(`recipient:${orgId}:${candidateId}`).digest('hex').slice(0, 16)}`

interface Waiting {
  org_id: string
  candidate_id: string
}

/**
 * Candidates who are asked where their pay goes have said so to Stripe, which tells us until we have heard it. By rows, not by two
 * thousand visits to the portal: those are for the named fault points.
 */
export async function sayWhere(house: House): Promise<void> {
  const waiting = await house.query<Waiting>(`select distinct p.org_id, a.candidate_id from payouts p join applications a on a.id = p.application_id where p.state = 'needs_details'`)
  for (const { org_id, candidate_id } of waiting) {
    await house.query(`insert into payout_recipients (org_id, candidate_id, rail, mode, recipient_id) values ($1, $2, 'stripe', 'sandbox', $3) on conflict do nothing`, [org_id, candidate_id, accountOf(org_id, candidate_id)])
    await house.tellOfAccount(accountOf(org_id, candidate_id))
  }
}
