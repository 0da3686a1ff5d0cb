import { expect, test } from 'vitest'
import { maskFor, maskKeepingLength } from './mask.ts'

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

const zelda = maskFor([{ name: 'José Quillfeather', email: 'jq@example.org' }], ['moonlit-owl'])

test.each([
  ['Jose QUILLFEATHER', 'Candidate'],
  ['ask José', 'ask Candidate'],
  ['@quillfeather/api', '@Candidate/api'],
  ['class QuillfeatherClient', 'class CandidateClient'],
  ['runQuillfeather()', 'runCandidate()'],
  ['jquillfeather', 'Candidate'],
  ['github.com/moonlit-owl/x and github:moonlit-owl/x', 'github.com/Candidate/x and github:Candidate/x'],
  ['a moonlit-owl flew', 'a moonlit-owl flew'],
])('parts, joined words and accounts: %s', (text, masked) => {
  expect(zelda(text)).toBe(masked)
})

test('a name that is also a word of English stays alone, and goes with the rest of the name', () => {
  const mark = maskFor([{ name: 'Mark Quillfeather', email: '' }])
  expect(mark('Mark as done. Mark Quillfeather wrote this.')).toBe('Mark as done. Candidate wrote this.')
})

test('in bytes nothing moves', () => {
  const text = 'tEXtAuthor\0Casey Candide\0end'
  expect(maskKeepingLength([{ name: 'Casey Candide', email: '' }])(text)).toBe('tEXtAuthor\0*************\0end')
})
