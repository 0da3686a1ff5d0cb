import type { Missing } from '#server/features/scorecards/index.ts'
import { Refusal, conflict, notFound } from '#server/platform/errors.ts'

/** The same for a review that does not exist and for one that is not yours to see. */
export const reviewNotFound = () => notFound('This review')
export const roundNotFound = () => notFound('The review round')
export const reviewSealed = () => conflict('review_sealed', 'This review is sealed, so it can’t be changed any more.')
export const reviewNotSealed = () => conflict('review_not_sealed', 'This review is not sealed yet, so there is nothing to verify.')
export const hasSubmitted = (name: string) => conflict('review_sealed', `${name} has submitted their review already, so they stay.`)
export const reviewerNotPossible = (why: string) => new Refusal(409, 'reviewer_not_possible', why, [{ path: 'body.joins', message: why }])
export const roundRevealed = () => conflict('round_revealed', 'This round is revealed, so its reviewers and dates are fixed.')
export const roundUnblinded = () => conflict('round_unblinded', 'This round has been unblinded already.')
export const nothingSealed = () => conflict('nothing_sealed', 'No review of this round is sealed yet, so there is nothing to open.')
export const applicationOver = () => conflict('application_ended', 'This application has ended, so nobody new is asked to review it.')
export const sessionRequired = () => new Refusal(403, 'session_required', 'This is done by a person in their browser, never by an API token. Sign in and do it there.')
export const wordsMissing = () => new Refusal(422, 'words_missing', 'Say in a few words why you decline.', [{ path: 'body.words', message: 'Write a few words' }])
export const reasonMissing = () => new Refusal(422, 'words_missing', 'Say in a few words why they should not judge this candidate.', [{ path: 'body.words', message: 'Write a few words' }])
export const conflictNotFound = () => notFound('This conflict')
export const conflictTakenBack = () => conflict('conflict_taken_back', 'This conflict was taken back already.')
export const discussionNotNeeded = () => conflict('discussion_not_needed', 'The reviews do not differ by two levels or more on this criterion, so there is nothing to settle.')
export const reviewsNotRevealed = () => conflict('round_not_revealed', 'The reviews are talked about once every one is sealed.')
export const criterionUnknown = () => new Refusal(404, 'criterion_unknown', 'The rubric of this round has no such criterion.')
export const tooManyDrafts = () => conflict('too_many_drafts', 'There are 100 drafts in this review. Add or discard some first.')
export const tooManyViewed = () => conflict('too_many_viewed', 'There are too many marks in this review. Take some away first.')

export function reviewIncomplete(missing: readonly Missing[]): Refusal {
  return new Refusal(409, 'review_incomplete', `Your review is not finished: ${missing.map((m) => m.message).join(' ')}`, [...missing])
}
