import { z } from 'zod'
import { done, id, instant, text } from './common.ts'
import { op } from './operation.ts'
import { criterion } from './process.ts'

export const RECOMMENDATIONS = ['strong_no', 'no', 'yes', 'strong_yes'] as const
export const recommendation = z.enum(RECOMMENDATIONS)

/** A level for a criterion and what it rests on. */
export const score = z.strictObject({ criterion_id: z.string(), level: z.number().int().min(1).max(5), evidence: z.string() })
export type Score = z.infer<typeof score>

export const COMMENT_KINDS = ['evidence', 'question', 'note_to_candidate'] as const
export const commentKind = z.enum(COMMENT_KINDS)

const commentFacts = {
  /** Empty for a remark on the whole. */
  path: text(1024),
  line: z.number().int().min(0),
  kind: commentKind,
  criterion_id: z.string().max(64).nullable(),
  body: text(8000, 1),
}
export const reviewComment = z.strictObject({ id: id('cmt'), ...commentFacts, created_at: instant })
export type ReviewComment = z.infer<typeof reviewComment>

/** A review whole; only its author sees one before the reveal. */
export const review = z.strictObject({
  id: id('rev'),
  round_id: id('rnd'),
  application_id: id('app'),
  submission_id: id('sub'),
  reviewer: z.strictObject({ id: id('mem'), name: z.string() }),
  mine: z.boolean(),
  criteria: z.array(criterion),
  scores: z.array(score),
  comments: z.array(reviewComment),
  summary: z.string(),
  recommendation: recommendation.nullable(),
  sealed_at: instant.nullable(),
  sha256: z.string().nullable(),
  /** What still has to be there before it can be sealed. */
  missing: z.array(z.string()),
})
export type Review = z.infer<typeof review>

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

export const feedback = z.strictObject({
  application_id: id('app'),
  text: z.string(),
  sent_at: instant.nullable(),
  sent_by: z.string().nullable(),
  due_at: instant.nullable(),
  /** Notes to the candidate from the sealed reviews, to compose from; empty until the reveal. */
  notes: z.array(z.strictObject({ path: z.string(), line: z.number().int(), body: z.string() })),
  can_send: z.boolean(),
  why_not: z.string().nullable(),
})
export type Feedback = z.infer<typeof feedback>

const appId = z.strictObject({ id: id('app') })
const revId = z.strictObject({ id: id('rev') })

/** Answers with the text of an unsealed review are `secret`: no copy of them is kept where others’ requests are. */
export const reviewOps = {
  listMyReviews: op('GET', '/reviews', { audience: 'team', summary: 'The rounds you review in: open ones first.', answer: z.strictObject({ items: z.array(round) }) }),
  getRound: op('GET', '/applications/:id/review-round', { audience: 'team', summary: 'The review round of an application. Before the reveal it says only who is asked and who is done.', params: appId, answer: round }),
  replaceReviewer: op('PUT', '/review-rounds/:id/reviewers', {
    audience: 'team',
    summary: 'Replace a reviewer who has not sealed. The one who leaves can’t read the round until the reveal.',
    params: z.strictObject({ id: id('rnd') }),
    body: z.strictObject({ leaves: id('mem'), joins: id('mem') }),
    answer: round,
    problems: ['review_sealed', 'reviewer_not_possible'],
  }),
  getReview: op('GET', '/reviews/:id', { audience: 'team', summary: 'Your own review, or any review of a revealed round.', params: revId, answer: review }),
  saveScore: op('PUT', '/reviews/:id/scores/:criterion', {
    audience: 'team',
    summary: 'Score one criterion with its evidence.',
    params: z.strictObject({ id: id('rev'), criterion: z.string().max(64) }),
    body: z.strictObject({ level: z.number().int().min(1).max(5), evidence: text(4000) }),
    answer: review,
    problems: ['review_sealed', 'criterion_unknown'],
    secret: true,
  }),
  saveVerdict: op('PUT', '/reviews/:id/verdict', {
    audience: 'team',
    summary: 'Your summary for the team and your recommendation.',
    params: revId,
    body: z.strictObject({ summary: text(8000), recommendation: recommendation.nullable() }),
    answer: review,
    problems: ['review_sealed'],
    secret: true,
  }),
  addComment: op('POST', '/reviews/:id/comments', {
    audience: 'team',
    summary: 'Comment on a line (or on the whole).',
    params: revId,
    body: z.strictObject(commentFacts),
    answer: reviewComment,
    status: 201,
    problems: ['review_sealed'],
    secret: true,
  }),
  deleteComment: op('DELETE', '/reviews/:id/comments/:comment', {
    audience: 'team',
    summary: 'Take back a comment before sealing.',
    params: z.strictObject({ id: id('rev'), comment: id('cmt') }),
    answer: done,
    problems: ['review_sealed'],
  }),
  sealReview: op('POST', '/reviews/:id/seal', {
    audience: 'team',
    summary: 'Seal your review for good. When every reviewer has sealed, the round is revealed.',
    params: revId,
    answer: round,
    problems: ['review_incomplete', 'review_sealed'],
  }),
  getFeedback: op('GET', '/applications/:id/feedback', { audience: 'team', summary: 'The written feedback for the candidate: draft or sent.', params: appId, answer: feedback }),
  saveFeedback: op('PUT', '/applications/:id/feedback', { audience: 'team', summary: 'Save the draft of the feedback.', params: appId, body: z.strictObject({ text: text(20_000) }), answer: feedback, problems: ['feedback_sent', 'round_not_revealed'] }),
  sendFeedback: op('POST', '/applications/:id/feedback/delivery', {
    audience: 'team',
    summary: 'Send the feedback to the candidate. Sent feedback can’t be changed.',
    params: appId,
    body: z.strictObject({ text: text(20_000, 80) }),
    answer: feedback,
    problems: ['feedback_sent', 'round_not_revealed'],
  }),
  getPortalFeedback: op('GET', '/portal/applications/:id/feedback', {
    audience: 'portal',
    summary: 'The written feedback on your work, once sent.',
    params: appId,
    answer: z.strictObject({ text: z.string().nullable(), sent_at: instant.nullable(), due_at: instant.nullable() }),
  }),
}
