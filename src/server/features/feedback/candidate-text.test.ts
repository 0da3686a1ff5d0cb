import { expect, it } from 'vitest'
import { type CandidateText, internalText, levelText, noteText } from './candidate-text.ts'
import type { CandidateNote } from './feedback.ts'

const comment = (kind: 'evidence' | 'question' | 'note_to_candidate') => ({ kind, body: 'Holds are kept in memory.' })

it('lets only words to the candidate become material; the compiler refuses all others', () => {
  const level = { level: 4, name: 'Solid', description: 'Constraints keep the rules.' }
  const mine: CandidateText[] = [noteText({ kind: 'note_to_candidate', body: 'Well named.' }), levelText(level)]
  expect(mine).toEqual(['Well named.', 'Constraints keep the rules.'])

  const note = (body: CandidateText): CandidateNote => ({ criterion: '', path: '', line: 0, body })
  // @ts-expect-error Words written for the team are no words for the candidate.
  note(internalText('Holds are kept in memory.'))
  // @ts-expect-error A string has not said for whom it was written.
  note('Holds are kept in memory.')
  // @ts-expect-error Evidence is written for the team.
  noteText({ kind: 'evidence', body: 'Holds are kept in memory.' })
  // @ts-expect-error A comment whose kind nobody has looked at may be a question.
  noteText(comment('question'))
})
