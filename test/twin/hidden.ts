import { operations } from '#contract/index.ts'
import type { Client, RawAnswer } from '#test/support/client.ts'
import type { Ids } from './golden.ts'
import type { Random } from './random.ts'

type Hidden = (A: Client, ids: Ids, r: Random) => Promise<RawAnswer>

const CRITERIA = ['data', 'tests'] as const
const KINDS = ['evidence', 'question', 'note_to_candidate'] as const
const RECOMMENDATIONS = ['strong_no', 'no', 'yes', 'strong_yes', null] as const
// The whole more often than not: git is not asked for it.
const WHOLE = { path: '', line: 0 } as const
const SPOTS = [WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, { path: 'README.md', line: 1 }, { path: 'README.md', line: 1, end_line: 3 }, { path: 'src/app.ts', line: 2, side: 'old' }, { path: 'package.json', line: 0 }] as const

const review = (ids: Ids) => ({ id: ids.reviewA })
const remark = (r: Random, body: string) => ({ ...r.pick(SPOTS), kind: r.pick(KINDS), criterion_id: r.pick([null, ...CRITERIA]), body })
const scored = (r: Random, least: number) => (r.chance(0.2) ? { cannot_assess: r.words(12, 200) } : { level: 1 + r.int(5), evidence: r.words(least, 600) })
const keyed = (r: Random): Record<string, string> => (r.chance(0.3) ? { 'idempotency-key': `hidden-${r.int(1e9)}` } : {})

const score: Hidden = (A, ids, r) => A.try(operations.saveScore, { params: { ...review(ids), criterion: r.pick(CRITERIA) }, body: scored(r, 0) }, keyed(r))
const verdict: Hidden = (A, ids, r) => A.try(operations.saveVerdict, { params: review(ids), body: { summary: r.words(0, 900), recommendation: r.pick(RECOMMENDATIONS) } }, keyed(r))
const comment: Hidden = (A, ids, r) => A.try(operations.addComment, { params: review(ids), body: remark(r, r.words(1, 900)) }, keyed(r))
const draft: Hidden = (A, ids, r) => A.try(operations.saveDraft, { params: { ...review(ids), key: `draft00${r.int(4)}` }, body: remark(r, r.words(0, 500)) })
const discard: Hidden = (A, ids, r) => A.try(operations.discardDraft, { params: { ...review(ids), key: `draft00${r.int(4)}` } })
const viewed: Hidden = (A, ids, r) => A.try(operations.setViewed, { params: review(ids), body: { path: r.pick(['README.md', 'src/app.ts', 'a', 'b', 'c']), viewed: r.chance(0.7) } })
const look: Hidden = (A, ids) => A.try(operations.getReview, { params: review(ids) })

/** Another comment of A's own, or none when there is none to change. */
const change: Hidden = async (A, ids, r) => {
  const before = await look(A, ids, r)
  const comments = (before.json as { comments?: { id: string }[] }).comments ?? []
  const one = comments[r.int(Math.max(1, comments.length))]
  if (!one) return before
  const params = { ...review(ids), comment: one.id }
  return r.chance(0.5) ? A.try(operations.editComment, { params, body: remark(r, r.words(1, 900)) }) : A.try(operations.deleteComment, { params })
}

const ACTS: readonly Hidden[] = [score, score, verdict, comment, comment, draft, discard, viewed, look, change]

/** Something A does that nobody else may ever notice. */
export function writeSomething(A: Client, ids: Ids, r: Random): Promise<RawAnswer> {
  return r.pick(ACTS)(A, ids, r)
}

/** Whatever is still missing for the seal, differently each time. */
export async function finish(A: Client, ids: Ids, r: Random): Promise<void> {
  for (const criterion of CRITERIA) await A.try(operations.saveScore, { params: { ...review(ids), criterion }, body: scored(r, 40) })
  await A.try(operations.saveVerdict, { params: review(ids), body: { summary: r.words(40, 900), recommendation: r.pick(['no', 'yes', 'strong_yes'] as const) } })
  for (let i = 0; i < 4; i++) await A.try(operations.discardDraft, { params: { ...review(ids), key: `draft00${i}` } })
}
