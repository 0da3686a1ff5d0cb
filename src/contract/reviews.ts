import { z } from 'zod'
import { done, id, instant, text } from './common.ts'
import { op } from './operation.ts'
import { criterion } from './process.ts'
import { recommendation, score } from './scorecards.ts'

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

const revId = z.strictObject({ id: id('rev') })

/** Answers with the text of an unsealed review are `secret`: no copy of them is kept where others’ requests are. */
export const reviewOps = {
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
}
