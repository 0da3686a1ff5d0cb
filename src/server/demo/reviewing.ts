import { operations } from '#contract/index.ts'
import { type Person, until } from './http.ts'
import type { Sample } from './samples.ts'

/** How one reviewer reads: which of the remarks they make, and where they are stricter than the other. */
export interface Reading {
  remarks: 'even' | 'odd'
  stricterOn?: string
}

/** A sealed review of a sample's work: every criterion with evidence, remarks on lines, a verdict. */
export async function review(reviewer: Person, applicationId: string, work: Sample, reading: Reading): Promise<void> {
  // Asked for a moment after the work was sealed.
  const id = await until(async () => (await reviewer.call(operations.listMyReviews)).items.find((r) => r.application_id === applicationId)?.my_review_id)
  const params = { id }
  const levels = work.scores.map((s) => ({ ...s, level: Math.max(1, s.level - (s.criterion === reading.stricterOn ? 1 : 0)) }))
  for (const { criterion, level, reason } of levels) await reviewer.call(operations.saveScore, { params: { id, criterion }, body: { level, evidence: reason } })
  await remark(reviewer, params, work, reading)
  await reviewer.call(operations.saveVerdict, { params, body: { summary: `${work.title}. ${work.does_well[0] ?? ''}`, recommendation: recommendationFor(levels.map((s) => s.level)) } })
  await reviewer.call(operations.sealReview, { params })
}

async function remark(reviewer: Person, params: { id: string }, work: Sample, { remarks }: Reading) {
  const mine = work.falls_short.filter((_, i) => i % 2 === (remarks === 'even' ? 0 : 1))
  for (const { file, line, what } of mine) await reviewer.call(operations.addComment, { params, body: { path: file, line, criterion_id: null, kind: 'note_to_candidate', body: what } })
  if (remarks === 'even') await praise(reviewer, params, work)
  const [first] = mine
  if (first) await reviewer.call(operations.addComment, { params, body: { path: first.file, line: first.line, criterion_id: null, kind: 'question', body: 'What would you do here with more time, and which test would you write first?' } })
}

/** What the feedback is going to say, said to the candidate from the beginning. */
async function praise(reviewer: Person, params: { id: string }, work: Sample) {
  for (const body of work.does_well.slice(0, 2)) await reviewer.call(operations.addComment, { params, body: { path: '', line: 0, criterion_id: null, kind: 'note_to_candidate', body } })
}

function recommendationFor(levels: number[]) {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
  if (mean >= 4.5) return 'strong_yes'
  return mean >= 3 ? 'yes' : 'no'
}

/** What the candidate is told, whichever way it goes. */
export function feedbackOn(work: Sample, goesOn: boolean): string {
  const missed = work.falls_short.slice(0, 2).map((f) => `- ${f.what} (\`${f.file}\`, line ${f.line})`)
  const end = goesOn ? 'In the interview we would like to hear how you would change that, and to try it with you.' : 'We don’t go on together this time. What we looked for first is that no machine is promised twice; with that, we would gladly read work of yours again.'
  return ['Thank you for your work. What convinced us:', work.does_well.slice(0, 2).map((d) => `- ${d}`).join('\n'), 'What fell short:', missed.join('\n'), end].join('\n\n')
}
