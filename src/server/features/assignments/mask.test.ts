import { expect, test } from 'vitest'
import { maskFor } from './mask.ts'

const mask = maskFor([{ name: 'Casey Candide', email: 'casey.c@example.org' }, { name: 'Kestrel', email: 'k@example.org' }, { name: 'root', email: 'root@box' }])

test.each([
  ['"author": "Casey Candide <casey.c@example.org>"', '"author": "Candidate <candidate@hidden.invalid>"'],
  ['Copyright CASEY CANDIDE', 'Copyright Candidate'],
  ['github.com/casey-candide/api', 'github.com/Candidate/api'],
  ['caseycandide', 'Candidate'],
  ['Candide, Casey', 'Candidate'],
  ['@casey.c wrote', '@Candidate wrote'],
  ['by Kestrel', 'by Candidate'],
  ['kestrelWing() and rooted as root', 'kestrelWing() and rooted as root'],
])('%s', (text, masked) => {
  expect(mask(text)).toBe(masked)
})

test('lines stay lines, and strange names are no patterns', () => {
  expect(maskFor([{ name: 'A (.*) B+', email: '' }])('x\nA (.*) B+\ny')).toBe('x\nCandidate\ny')
  expect(maskFor([])('text')).toBe('text')
})
