import { type StageReport, type StageType, promiseOf } from '#server/features/applications/index.ts'
import { type OfferRow, stateAt } from './offer.ts'
import { insertDraft, offerOf } from './store.ts'

type Words = Pick<StageReport, 'waitingOn' | 'teamSummary' | 'candidateSummary'>

const WORDS: Record<OfferRow['state'], Words> = {
  draft: { waitingOn: 'team', teamSummary: 'Offer to write and extend', candidateSummary: 'The company is writing your offer.' },
  extended: { waitingOn: 'candidate', teamSummary: 'Offer extended, waits for an answer', candidateSummary: 'Your offer is here. Read it, ask, then accept or decline.' },
  accepted: { waitingOn: 'nobody', teamSummary: 'Offer accepted', candidateSummary: 'You accepted the offer.' },
  declined: { waitingOn: 'team', teamSummary: 'Offer declined', candidateSummary: 'You declined the offer.' },
  rescinded: { waitingOn: 'team', teamSummary: 'Offer rescinded', candidateSummary: 'The company took the offer back.' },
  expired: { waitingOn: 'team', teamSummary: 'Offer expired without an answer', candidateSummary: 'The offer has expired.' },
}

/** The last stage: complete when the offer is accepted, which hires. */
export const offerStage: StageType<'offer'> = {
  type: 'offer',
  autoAdvance: false,
  onEnter: (tx, a) => insertDraft(tx, { orgId: a.application.orgId, applicationId: a.application.id, howWeWork: a.stage.config.how_we_work }),
  status: async (tx, a) => {
    const o = await offerOf(tx, a.application.id)
    const state = o ? stateAt(o, tx.now) : 'draft'
    const due = (await promiseOf(tx, a.application.id, 'offer'))?.due_at
    const dueAt = state === 'draft' ? (due ? new Date(due) : null) : state === 'extended' ? (o?.expires_at ?? null) : null
    return { complete: false, canAdvance: false, missing: ['The offer has not been accepted.'], dueAt, ...WORDS[state] }
  },
  mayLeave: async (tx, a, how) => {
    const o = await offerOf(tx, a.application.id)
    return how === 'reject' && o && stateAt(o, tx.now) === 'extended' ? 'An offer is open. Rescind it first, with a reason the candidate reads.' : null
  },
}
