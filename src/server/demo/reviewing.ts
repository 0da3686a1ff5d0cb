import { operations } from '#contract/index.ts'
import type { Person } from './http.ts'

const EVIDENCE: Record<string, string> = {
  'data-model': 'Overlap is refused by an exclusion constraint on machine and time range, so two requests at once can’t both win.',
  'error-handling': 'Problems have one shape; an expired hold is 410 and an unknown one 404. A repeated key gives the same answer.',
  'test-quality': 'Expiry is tested by the injected clock, and ten holds at once leave exactly one.',
  'commit-history': 'Each commit is one rule with its test; one takes back an earlier choice and says why.',
}

/** A sealed review: every criterion with evidence, remarks on lines, a verdict. */
export async function review(reviewer: Person, applicationId: string, level: number): Promise<void> {
  const round = (await reviewer.call(operations.listMyReviews)).items.find((r) => r.application_id === applicationId)
  const id = round?.my_review_id
  if (!id) throw new Error(`No review to write for ${applicationId}`)
  const params = { id }
  const { criteria } = await reviewer.call(operations.getReview, { params })
  for (const c of criteria) await reviewer.call(operations.saveScore, { params: { id, criterion: c.id }, body: { level, evidence: EVIDENCE[c.id] ?? 'The submission shows this throughout, most clearly in the tests.' } })
  const at = { path: 'src/app.ts', line: 18, criterion_id: null }
  await reviewer.call(operations.addComment, { params, body: { ...at, kind: 'question', body: 'What happens here when two holds for the same hour arrive at once?' } })
  await reviewer.call(operations.addComment, { params, body: { ...at, kind: 'note_to_candidate', body: 'Validation before anything else, and unknown fields are refused: good.' } })
  await reviewer.call(operations.saveVerdict, { params, body: { summary: 'Sound model and honest tests. I would like to talk about load and about what the notes leave out.', recommendation: 'yes' } })
  await reviewer.call(operations.sealReview, { params })
}
