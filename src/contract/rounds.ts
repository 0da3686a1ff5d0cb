import { z } from 'zod'
import { id, instant } from './common.ts'
import { op } from './operation.ts'
import { review } from './reviews.ts'

/** Before the reveal: only that each reviewer is asked, or done. Never how far, how long, how many. */
export const round = z.strictObject({
  id: id('rnd'),
  application_id: id('app'),
  submission_id: id('sub').nullable(),
  job_title: z.string(),
  opened_at: instant,
  due_at: instant.nullable(),
  revealed_at: instant.nullable(),
  reviewers: z.array(z.strictObject({ id: id('mem'), name: z.string(), state: z.enum(['assigned', 'submitted']) })),
  /** Your own review in this round. */
  my_review_id: id('rev').nullable(),
  /** Empty until the reveal. */
  reviews: z.array(review),
})
export type Round = z.infer<typeof round>

export const roundOps = {
  listMyReviews: op('GET', '/reviews', { audience: 'team', summary: 'The rounds you review in: open ones first.', answer: z.strictObject({ items: z.array(round) }) }),
  getRound: op('GET', '/applications/:id/review-round', { audience: 'team', summary: 'The review round of an application. Before the reveal it says only who is asked and who is done.', params: z.strictObject({ id: id('app') }), answer: round }),
  replaceReviewer: op('PUT', '/review-rounds/:id/reviewers', {
    audience: 'team',
    summary: 'Replace a reviewer who has not sealed. The one who leaves can’t read the round until the reveal.',
    params: z.strictObject({ id: id('rnd') }),
    body: z.strictObject({ leaves: id('mem'), joins: id('mem') }),
    answer: round,
    problems: ['review_sealed', 'reviewer_not_possible'],
  }),
  sealReview: op('POST', '/reviews/:id/seal', {
    audience: 'team',
    summary: 'Seal your review for good. When every reviewer has sealed, the round is revealed.',
    params: z.strictObject({ id: id('rev') }),
    answer: round,
    problems: ['review_incomplete', 'review_sealed'],
  }),
}
