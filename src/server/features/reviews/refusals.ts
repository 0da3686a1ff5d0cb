import { type Refusal, forbidden } from '#server/platform/errors.ts'
import { applicationOver, discussionNotNeeded, hasSubmitted, nothingSealed, reviewerNotPossible, reviewsNotRevealed, roundNotFound, roundRevealed, roundUnblinded } from './errors.ts'
import type { Place } from './round.ts'
import type { Decision } from './round-rules.ts'

/** A decision against, in words for whoever asked. */
export function refusalOf({ why, memberId }: Extract<Decision, { ok: false }>, places: readonly Place[]): Refusal {
  const name = places.find((p) => p.memberId === memberId)?.name ?? 'They'
  switch (why) {
    case 'revealed':
      return roundRevealed()
    case 'no_place':
      return reviewerNotPossible('They are not a reviewer of this round.')
    case 'submitted':
      return hasSubmitted(name)
    case 'left_before':
      return reviewerNotPossible(`${name} left this round and can’t come back to it.`)
    case 'in_already':
      return reviewerNotPossible(`${name} reviews in this round already.`)
    case 'not_in_pool':
      return reviewerNotPossible('Choose somebody of the pool who may judge this candidate.')
    case 'shut_out':
      return roundNotFound()
    case 'unblinded':
      return roundUnblinded()
    case 'nothing_sealed':
      return nothingSealed()
    case 'ended':
      return applicationOver()
    case 'not_revealed':
      return reviewsNotRevealed()
    case 'not_theirs':
      return forbidden('Those who reviewed write this down, or an owner or a recruiter.')
    case 'no_discussion':
      return discussionNotNeeded()
  }
}
