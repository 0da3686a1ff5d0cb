import type { z } from 'zod'
import type { payout } from '#contract/payouts.ts'
import type { Payout } from './payout.ts'
import type { OwedPayout } from './store.ts'

/** For the candidate: what was earned and where it is. */
export function presentToCandidate(p: Payout) {
  return {
    id: p.id,
    stage_name: p.stageName,
    amount: p.amount,
    state: p.state,
    accrued_at: p.accruedAt.toISOString(),
    pay_by: p.payBy.toISOString(),
    paid_at: p.paid?.at.toISOString() ?? null,
    paid_on: p.paid?.on ?? null,
    reference: p.paid?.reference ?? null,
  }
}

/** For the team: also whom it is owed to. */
export function presentToTeam(p: OwedPayout): z.input<typeof payout> {
  return { ...presentToCandidate(p), application_id: p.applicationId, candidate: p.candidate, job_title: p.jobTitle }
}
