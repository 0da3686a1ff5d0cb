import { Refusal, conflict, notFound } from '#server/platform/errors.ts'

export const reviewSealed = () => conflict('review_sealed', 'This review is sealed; it can’t be changed any more.')
export const reviewIncomplete = (missing: readonly string[]) => new Refusal(409, 'review_incomplete', missing.join(' '), missing.map((message) => ({ path: 'review', message })))
export const criterionUnknown = () => new Refusal(404, 'criterion_unknown', 'The rubric has no such criterion.')
export const lineUnknown = () => new Refusal(422, 'validation_failed', 'The submission has no such line.', [{ path: 'body.line', message: 'The submission has no such line' }])
export const reviewerNotPossible = (why: string) => new Refusal(409, 'reviewer_not_possible', why, [{ path: 'body.joins', message: why }])
export const feedbackSent = () => conflict('feedback_sent', 'The feedback has been sent; it can’t be changed any more.')
export const roundNotRevealed = () => conflict('round_not_revealed', 'The feedback is written when every review is sealed.')
// The same for an unknown review and for one that is not yours yet: refusal looks like absence.
export const noSuchReview = () => notFound('This review')
export const noSuchRound = () => notFound('A review round')
