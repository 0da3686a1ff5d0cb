import { getOrganization } from '#server/features/accounts/index.ts'
import { type ApplicationInStage, type StageReport, type StageType, promiseOf } from '#server/features/applications/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { declineByWithdrawing } from './decline-offer.ts'
import { type OfferRow, stateAt } from './offer.ts'
import { insertDraft, offerOf } from './store.ts'

type Words = Pick<StageReport, 'waitingOn' | 'missing' | 'teamSummary' | 'candidateSummary'>

const WORDS: Record<OfferRow['state'], Words> = {
  draft: { waitingOn: 'team', missing: ['The offer has not been extended.'], teamSummary: 'Offer to write and extend', candidateSummary: 'The company is writing your offer.' },
  extended: { waitingOn: 'candidate', missing: ['The candidate has not answered the offer.'], teamSummary: 'Offer extended, waits for an answer', candidateSummary: 'Your offer is here. Read it, ask, then accept or decline.' },
  accepted: { waitingOn: 'nobody', missing: [], teamSummary: 'Offer accepted', candidateSummary: 'You accepted the offer.' },
  declined: { waitingOn: 'team', missing: ['The candidate declined the offer.'], teamSummary: 'Offer declined: write another, or close the application', candidateSummary: 'You declined the offer.' },
  rescinded: { waitingOn: 'team', missing: ['The offer was rescinded.'], teamSummary: 'Offer rescinded: write another, or close the application', candidateSummary: 'The company took the offer back.' },
  expired: { waitingOn: 'team', missing: ['The offer expired without an answer.'], teamSummary: 'Offer expired: write another, or close the application', candidateSummary: 'The offer has expired.' },
}

/** The last stage: complete when the offer is accepted, which hires. */
export const offerStage: StageType<'offer'> = {
  type: 'offer',
  autoAdvance: false,
  onEnter: async (tx, { application: a, stage }) => {
    // What the process says, or else what the organization says everywhere.
    const howWeWork = stage.config.how_we_work || (await getOrganization(tx, a.orgId)).how_we_work
    await insertDraft(tx, { orgId: a.orgId, applicationId: a.id, howWeWork })
  },
  status: async (tx, a) => {
    const o = await offerOf(tx, a.application.id)
    const state = o ? stateAt(o, tx.now) : 'draft'
    return { complete: state === 'accepted', dueAt: await dueAt(tx, a, o, state), ...WORDS[state] }
  },
  mayLeave: async (tx, a, how) => {
    const o = await offerOf(tx, a.application.id)
    const open = o !== null && stateAt(o, tx.now) === 'extended'
    return how === 'reject' && open ? 'The candidate may still accept the offer. Rescind it first, with a reason.' : null
  },
  onLeave: async (tx, { application }, how, message) => {
    if (how === 'withdrawn') await declineByWithdrawing(tx, application, message)
  },
}

/** The team answers by the promise made when the interview was held, the candidate by the offer's expiry. */
async function dueAt(tx: Tx, a: ApplicationInStage<'offer'>, o: OfferRow | null, state: OfferRow['state']): Promise<Date | null> {
  if (state === 'extended') return o?.expires_at ?? null
  const promise = state === 'draft' ? await promiseOf(tx, a.application.id, 'offer') : null
  return promise?.state === 'running' || promise?.state === 'late' ? new Date(promise.due_at) : null
}
