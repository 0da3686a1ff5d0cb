import { z } from 'zod'
import { commitId, done, id, instant, text } from './common.ts'
import { op } from './operation.ts'
import { card, scoreFacts, seal, verdict } from './scorecards.ts'

export const COMMENT_KINDS = ['evidence', 'question', 'note_to_candidate'] as const
export const commentKind = z.enum(COMMENT_KINDS)

/** `new`: a file as it was handed in. `old`: as the starter had it, for lines that were removed. */
export const COMMENT_SIDES = ['new', 'old'] as const
export const commentSide = z.enum(COMMENT_SIDES)

/** A path is taken as it is given: blanks at its ends are part of a name. */
const filePath = z
  .string()
  .max(2048)
  .refine((s) => !s.includes('\u0000') && s.isWellFormed(), 'No file has such a name')

/** Where a remark is pinned, and what it is. */
const facts = {
  /** Empty for a remark on the whole, or on a whole commit. */
  path: filePath,
  side: commentSide,
  /** The first line; 0 for a whole file. */
  line: z.number().int().min(0).max(10_000_000),
  /** The last line: `line` itself for a single one. */
  end_line: z.number().int().min(0).max(10_000_000),
  /** A commit of the history: the remark is on it, or on a file as it left it. */
  commit: commitId.nullable(),
  kind: commentKind,
  criterion_id: z.string().max(64).nullable(),
}
/** Suggestions are fenced `suggestion` blocks in the body. */
const BODY = 8000

const sent = { ...facts, side: commentSide.default('new'), end_line: facts.end_line.optional(), commit: facts.commit.default(null) }

interface Spot {
  path: string
  side: z.infer<typeof commentSide>
  line: number
  end_line?: number | undefined
  commit: string | null
}

const spotRules: readonly [(s: Spot) => boolean, keyof Spot, string][] = [
  [(s) => s.path !== '' || s.line === 0, 'path', 'Say in which file this line is'],
  [(s) => s.end_line === undefined || (s.line === 0 ? s.end_line === 0 : s.end_line >= s.line), 'end_line', 'The last line comes after the first'],
  [(s) => s.side === 'new' || (s.path !== '' && s.commit === null), 'side', 'Only a file has an old side, and it is the starter’s'],
]

function spotted<T extends z.ZodType<Spot>>(schema: T): T {
  return schema.superRefine((s, ctx) => {
    for (const [holds, field, message] of spotRules) if (!holds(s)) ctx.addIssue({ code: 'custom', path: [field], message })
  })
}

const commentFacts = z.strictObject({ ...sent, body: text(BODY, 1) })
/** A draft may be without words. They are kept as they were typed, with blanks at their end. */
const draftFacts = z.strictObject({ ...sent, body: z.string().max(BODY, `Keep this under ${BODY} characters`).refine((s) => !s.includes('\u0000') && s.isWellFormed(), 'This contains characters that can’t be stored') })

export const reviewComment = z.strictObject({ id: id('cmt'), ...facts, body: z.string(), created_at: instant })
export type ReviewComment = z.infer<typeof reviewComment>

const draftKey = z.string().regex(/^[a-z0-9]{8,32}$/, 'A draft’s key has 8 to 32 letters and digits')

/** A comment being written. */
export const commentDraft = z.strictObject({ key: draftKey, ...facts, body: z.string(), saved_at: instant })
export type CommentDraft = z.infer<typeof commentDraft>

/** A review whole; only its author sees one before the reveal. */
export const review = z.strictObject({
  id: id('rev'),
  round_id: id('rnd'),
  application_id: id('app'),
  submission_id: id('sub'),
  reviewer: z.strictObject({ id: id('mem'), name: z.string() }),
  mine: z.boolean(),
  ...card.shape,
  comments: z.array(reviewComment),
  /** Comments being written; their author’s alone, and none once it is sealed. */
  drafts: z.array(commentDraft),
})
export type Review = z.infer<typeof review>

const revId = z.strictObject({ id: id('rev') })
const viewed = z.strictObject({ paths: z.array(z.string()) })

/** Answers with the text of an unsealed review are `secret`: no copy of them is kept where others’ requests are. */
export const reviewOps = {
  getReview: op('GET', '/reviews/:id', { audience: 'team', summary: 'Your own review, or any review of a revealed round.', params: revId, answer: review }),
  verifySeal: op('GET', '/reviews/:id/seal', { audience: 'team', summary: 'What a sealed review committed to, and whether the event chain says the same.', params: revId, answer: seal, problems: ['review_not_sealed'] }),
  saveScore: op('PUT', '/reviews/:id/scores/:criterion', {
    audience: 'team',
    summary: 'Score one criterion with its evidence, or say why it can’t be assessed.',
    params: z.strictObject({ id: id('rev'), criterion: z.string().max(64) }),
    body: scoreFacts,
    answer: review,
    problems: ['review_sealed', 'criterion_unknown'],
    secret: true,
  }),
  saveVerdict: op('PUT', '/reviews/:id/verdict', {
    audience: 'team',
    summary: 'Your summary for the team and your recommendation.',
    params: revId,
    body: verdict,
    answer: review,
    problems: ['review_sealed'],
    secret: true,
  }),
  addComment: op('POST', '/reviews/:id/comments', {
    audience: 'team',
    summary: 'Comment on lines, a file, a commit or the whole. With `draft_key` it takes the place of that draft.',
    params: revId,
    body: spotted(z.strictObject({ ...commentFacts.shape, draft_key: draftKey.optional() })),
    answer: reviewComment,
    status: 201,
    problems: ['review_sealed'],
    secret: true,
  }),
  editComment: op('PUT', '/reviews/:id/comments/:comment', {
    audience: 'team',
    summary: 'Change a comment before sealing.',
    params: z.strictObject({ id: id('rev'), comment: id('cmt') }),
    body: spotted(commentFacts),
    answer: reviewComment,
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
  saveDraft: op('PUT', '/reviews/:id/drafts/:key', {
    audience: 'team',
    summary: 'Keep a comment that is being written. The key is made by whoever writes.',
    params: z.strictObject({ id: id('rev'), key: draftKey }),
    body: spotted(draftFacts),
    answer: commentDraft,
    problems: ['review_sealed', 'too_many_drafts'],
    secret: true,
  }),
  discardDraft: op('DELETE', '/reviews/:id/drafts/:key', {
    audience: 'team',
    summary: 'Discard a draft. One that is not there is discarded already.',
    params: z.strictObject({ id: id('rev'), key: draftKey }),
    answer: done,
    problems: ['review_sealed'],
  }),
  listViewed: op('GET', '/reviews/:id/viewed', { audience: 'team', summary: 'What you have marked as viewed. Nobody else ever sees it.', params: revId, answer: viewed }),
  setViewed: op('PUT', '/reviews/:id/viewed', {
    audience: 'team',
    summary: 'Mark a file as viewed, or take the mark away.',
    params: revId,
    body: z.strictObject({ path: filePath.min(1), viewed: z.boolean() }),
    answer: viewed,
    problems: ['too_many_viewed'],
    secret: true,
  }),
}
