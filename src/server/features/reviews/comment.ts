import type { CommentDraft, ReviewComment } from '#contract/reviews.ts'
import { invalidField } from '#server/platform/errors.ts'
import { missingOfSpot } from '#server/features/assignments/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { Round } from './round.ts'

export type Comment = Omit<ReviewComment, 'created_at'> & { created_at: Date }
export type Draft = Omit<CommentDraft, 'saved_at'> & { saved_at: Date }

/** What a comment says and where it is pinned. */
export type Remark = Omit<ReviewComment, 'id' | 'created_at'>
/** The same as it is sent: without a last line it is on one. */
export type SentRemark = Omit<Remark, 'end_line'> & { end_line?: number | undefined }

export function remarkOf({ path, side, line, end_line: end = line, commit, kind, criterion_id, body }: SentRemark): Remark {
  return { path, side, line, end_line: end, commit, kind, criterion_id, body }
}

/** Where a remark is, in words: `src/app.ts:3`, `lines 3 to 7 of src/app.ts`, `the whole`. */
export function spotName({ path, line, end_line: end, commit }: Pick<Remark, 'path' | 'line' | 'end_line' | 'commit'>): string {
  const where = commit ? ` in commit ${commit.slice(0, 7)}` : ''
  if (path === '') return commit ? `commit ${commit.slice(0, 7)}` : 'the whole'
  if (line === 0) return `${path}${where}`
  return `${line === end ? `${path}:${line}` : `lines ${line} to ${end} of ${path}`}${where}`
}

const NOT_THERE = { commit: 'The repository has no such commit.', path: 'There is no such file.', line: 'The file has no such line.' } as const

/**
 * Whether the rubric has the criterion and the submission the place. Git is asked between two transactions: the
 * submission is sealed, so its lines don't move meanwhile.
 * @throws Refusal naming the field
 */
export async function checkRemark(ctx: Context, round: Round, r: Remark): Promise<void> {
  const id = r.criterion_id
  if (id !== null && !round.rubric.criteria.some((c) => c.id === id)) throw invalidField('body.criterion_id', 'The rubric of this round has no such criterion.')
  if (r.path === '' && r.commit === null) return
  const missing = await missingOfSpot(ctx, round.submissionId, { path: r.path, side: r.side, line: r.end_line, commit: r.commit })
  if (missing) throw invalidField(missing === 'line' && r.end_line !== r.line ? 'body.end_line' : `body.${missing}`, NOT_THERE[missing])
}
