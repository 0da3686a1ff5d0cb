import { z } from 'zod'
import { done, id, instant, sha256, text } from './common.ts'
import { op } from './operation.ts'
import { review } from './reviews.ts'

export const DECLINE_REASONS = ['no_time', 'conflict_of_interest', 'not_my_field', 'other'] as const
export const declineReason = z.enum(DECLINE_REASONS)
export type DeclineReason = z.infer<typeof declineReason>

/** Opening sealed reviews early needs a reason that says something. */
export const UNBLIND_REASON_MIN = 20

const member = z.strictObject({ id: id('mem'), name: z.string() })

/** Somebody who was asked and is out of the round until the reveal. Why they declined, only those who decide are told. */
const left = member.extend({
  how: z.enum(['replaced', 'declined', 'handed_over', 'conflict']),
  at: instant,
  reason: declineReason.nullable(),
  words: z.string(),
})

const outcome = z.strictObject({ outcome: z.string(), level: z.number().int().nullable(), by: z.string(), at: instant })

/** Reviewers two levels or more apart on a criterion, and what came of talking about it. Never a change of a review. */
const discussion = z.strictObject({
  criterion_id: z.string(),
  spread: z.number().int(),
  /** The newest record; null while there is none. */
  outcome: z.string().nullable(),
  level: z.number().int().nullable(),
  by: z.string().nullable(),
  at: instant.nullable(),
  /** Records before the newest, oldest first: nothing is overwritten. */
  earlier: z.array(outcome),
})

/** Before the reveal: only that each reviewer is asked, or done. Never how far, how long, how many. */
export const round = z.strictObject({
  id: id('rnd'),
  application_id: id('app'),
  submission_id: id('sub').nullable(),
  job_title: z.string(),
  /** Of the rubric it is scored by, as it was published. */
  rubric_sha256: sha256,
  opened_at: instant,
  due_at: instant.nullable(),
  revealed_at: instant.nullable(),
  /** Reviewers are not told whose work it is, until the reveal. */
  anonymous: z.boolean(),
  /** How many reviews it takes. */
  wanted: z.number().int(),
  reviewers: z.array(member.extend({ state: z.enum(['assigned', 'submitted']) })),
  left: z.array(left),
  /** An owner opened sealed reviews before the reveal. Stays for ever. */
  unblinded: z.strictObject({ at: instant, by: z.string(), reason: z.string() }).nullable(),
  /** Your own review in this round. */
  my_review_id: id('rev').nullable(),
  /** Empty until the reveal; in an unblinded round what is sealed, for those who have no review of their own to seal. */
  reviews: z.array(review),
  /** Empty until the reveal. */
  discussions: z.array(discussion),
  /** What you may do now and, where you can’t, why. */
  actions: z.array(z.strictObject({ name: z.enum(['replace', 'extend', 'unblind', 'discuss', 'decline', 'hand_over']), allowed: z.boolean(), why_not: z.string().nullable() })),
})
export type Round = z.infer<typeof round>

/** Somebody of the pool; `why_not` is said to those who decide only. */
export const poolMember = member.extend({ open_rounds: z.number().int(), why_not: z.string().nullable() })
export type PoolMember = z.infer<typeof poolMember>

const rndId = z.strictObject({ id: id('rnd') })
const revId = z.strictObject({ id: id('rev') })

export const roundOps = {
  listMyReviews: op('GET', '/reviews', { audience: 'team', summary: 'The rounds you review in: open ones first.', answer: z.strictObject({ items: z.array(round) }) }),
  getRound: op('GET', '/applications/:id/review-round', { audience: 'team', summary: 'The review round of an application. Before the reveal it says only who is asked and who is done.', params: z.strictObject({ id: id('app') }), answer: round }),
  listReviewerPool: op('GET', '/review-rounds/:id/pool', { audience: 'team', summary: 'Who could join the round, those with the fewest open rounds first.', params: rndId, answer: z.strictObject({ items: z.array(poolMember) }) }),
  replaceReviewer: op('PUT', '/review-rounds/:id/reviewers', {
    audience: 'team',
    summary: 'Replace a reviewer who has not sealed. The one who leaves can’t read the round until the reveal.',
    params: rndId,
    body: z.strictObject({ leaves: id('mem'), joins: id('mem') }),
    answer: round,
    problems: ['review_sealed', 'reviewer_not_possible'],
  }),
  declineReview: op('POST', '/reviews/:id/declination', {
    audience: 'team',
    summary: 'Decline a review you have not sealed. Those who decide are told why, the candidate never; somebody else is asked. A conflict of interest is kept for this candidate.',
    params: revId,
    body: z.strictObject({ reason: declineReason, words: text(1000).default('') }),
    answer: done,
    problems: ['review_sealed', 'words_missing'],
  }),
  handOverReview: op('POST', '/reviews/:id/handover', {
    audience: 'team',
    summary: 'Hand your place to a colleague of the pool. They start empty; what you wrote stays closed.',
    params: revId,
    body: z.strictObject({ joins: id('mem') }),
    answer: done,
    problems: ['review_sealed', 'reviewer_not_possible'],
  }),
  extendRound: op('POST', '/review-rounds/:id/extension', {
    audience: 'team',
    summary: 'Move the due date of a round further out, with a reason. What was promised to the candidate does not move.',
    params: rndId,
    body: z.strictObject({ due_at: instant, reason: text(1000, 1) }),
    answer: round,
    problems: ['round_revealed', 'validation_failed'],
  }),
  unblindRound: op('POST', '/review-rounds/:id/unblinding', {
    audience: 'team',
    summary: 'In an emergency, open what is sealed before the reveal. Everybody is told, the candidate too, and it can’t be undone. Who has yet to seal still sees nothing.',
    params: rndId,
    body: z.strictObject({ reason: text(2000, UNBLIND_REASON_MIN) }),
    answer: round,
    problems: ['round_revealed', 'round_unblinded', 'nothing_sealed', 'session_required'],
  }),
  recordDiscussion: op('POST', '/review-rounds/:id/discussions', {
    audience: 'team',
    summary: 'Write down what came of talking about a criterion on which the reviews differ. A record of its own: no review changes.',
    params: rndId,
    body: z.strictObject({ criterion_id: z.string().max(64), outcome: text(4000, 10), level: z.number().int().min(1).max(5).nullable().default(null) }),
    answer: round,
    problems: ['round_not_revealed', 'discussion_not_needed'],
  }),
  sealReview: op('POST', '/reviews/:id/seal', {
    audience: 'team',
    summary: 'Seal your review for good. When every reviewer has sealed, the round is revealed.',
    params: revId,
    answer: round,
    problems: ['review_incomplete', 'review_sealed'],
  }),
}
