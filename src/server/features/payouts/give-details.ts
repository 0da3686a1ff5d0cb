import { loadApplicationForCandidate } from '#server/features/applications/index.ts'
import { fault } from '#server/lib/fault.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { checkRecipient } from './check-recipient.ts'
import { payoutNotFound, payoutState } from './errors.ts'
import type { Payout } from './payout.ts'
import { railOf } from './rails.ts'
import { findRecipient, insertRecipient } from './recipient-store.ts'
import { findPayout } from './store.ts'

interface Place {
  applicationId: string
  payoutId: string
}

/**
 * Where the candidate goes to tell the provider where their pay is to go. The address is theirs, for one visit within minutes.
 * @param country ISO 3166-1, two letters: of the account the money goes to
 * @throws Refusal `payout_state` when nothing is asked for
 */
export async function startDetails(ctx: Context, place: Place, country: string): Promise<string> {
  const { payout, rail, candidate } = await ctx.transaction((tx) => asked(tx, ctx, place))
  if (!rail.recipients) throw payoutState('This rail needs no details: it writes you a mail when the money is there.')
  const where = { orgId: payout.orgId, candidateId: candidate.id, rail: rail.name, mode: rail.mode }
  const known = await ctx.transaction((tx) => findRecipient(tx, where))
  fault('payout.before_recipient')
  const recipientId = known?.recipientId ?? (await rail.recipients.ensure({ key: `${payout.orgId}:${candidate.id}`, name: candidate.name, email: candidate.email, country })).recipientId
  fault('payout.after_recipient')
  await ctx.transaction((tx) => insertRecipient(tx, where, recipientId))
  const back = `${ctx.config.publicUrl}/portal/applications/${place.applicationId}/payouts/${place.payoutId}`
  return rail.recipients.link(recipientId, { returnUrl: `${back}/returned`, refreshUrl: `${back}/details` })
}

/** The candidate is back from the provider's pages: is what it needs there now? Harmless to repeat. */
export async function endDetails(ctx: Context, place: Place): Promise<void> {
  const { payout, rail, candidate } = await ctx.transaction((tx) => asked(tx, ctx, place))
  const known = await ctx.transaction((tx) => findRecipient(tx, { orgId: payout.orgId, candidateId: candidate.id, rail: rail.name, mode: rail.mode }))
  if (known) await checkRecipient(ctx, rail, known.recipientId)
}

async function asked(tx: Tx, ctx: Context, { applicationId, payoutId }: Place) {
  const application = await loadApplicationForCandidate(tx, applicationId)
  const payout = await findPayout(tx, payoutId)
  if (payout?.applicationId !== application.id) throw payoutNotFound()
  const rail = railOf(ctx.rails, payout)
  if (!rail || !mayGiveDetails(payout)) throw payoutState('Nothing is asked of you for this payment now.')
  return { payout, rail, candidate: application.candidate }
}

/** Until it is sent, the place may be given and changed. */
export function mayGiveDetails(p: Pick<Payout, 'state' | 'rail'>): boolean {
  return p.rail === 'stripe' && ['needs_details', 'needs_approval', 'queued'].includes(p.state)
}
