import { expect, test } from 'vitest'
import { compareSpots, spotName, spotOf, WHOLE } from './spot.ts'
import { piecesOf, withSuggestion } from './suggestion.ts'

test('a remark is words and suggestions, as on GitHub', () => {
  expect(piecesOf('Shorter:\n```suggestion\nconst a = 1\n\nconst b = 2\n```\nand clearer')).toEqual([{ kind: 'words', text: 'Shorter:' }, { kind: 'suggestion', text: 'const a = 1\n\nconst b = 2' }, { kind: 'words', text: 'and clearer' }])
  expect(piecesOf('```suggestion\n```')).toEqual([{ kind: 'suggestion', text: '' }])
})

test('a fence that is not closed, and a fence of another kind, are words', () => {
  expect(piecesOf('```suggestion\nconst a')).toEqual([{ kind: 'words', text: '```suggestion\nconst a' }])
  expect(piecesOf('```ts\na\n```')).toHaveLength(1)
})

test('a suggestion begins from the lines as they are, and is read back', () => {
  expect(piecesOf(withSuggestion('Why not', '  a\n  b'))).toEqual([{ kind: 'words', text: 'Why not' }, { kind: 'suggestion', text: '  a\n  b' }])
})

test('a place is named as people write it', () => {
  expect([WHOLE, { ...WHOLE, commit: 'a'.repeat(40) }, { ...WHOLE, path: 'a.ts' }, { ...WHOLE, path: 'a.ts', line: 3, end_line: 7 }, { ...WHOLE, path: 'a.ts', line: 3, end_line: 3, side: 'old' as const }].map(spotName)).toEqual(['the whole', 'commit aaaaaaa', 'a.ts', 'a.ts:3–7', 'a.ts:3, as the starter had it'])
})

test('a line that one commit took out is spoken of as part of its file', () => {
  expect(spotOf({ path: 'a.ts', side: 'old', line: 3, end_line: 3 }, 'b'.repeat(40))).toMatchObject({ side: 'new', line: 0, commit: 'b'.repeat(40) })
  expect(spotOf({ path: 'a.ts', side: 'old', line: 3, end_line: 3 }, null)).toMatchObject({ side: 'old', line: 3 })
})

test('remarks are walked from the whole to the last line', () => {
  const spots = [{ ...WHOLE, path: 'b.ts', line: 1, end_line: 1 }, { ...WHOLE, path: 'a.ts', line: 9, end_line: 9 }, { ...WHOLE, path: 'a.ts', line: 2, end_line: 4 }, WHOLE]
  expect(spots.toSorted(compareSpots).map(spotName)).toEqual(['the whole', 'a.ts:2–4', 'a.ts:9', 'b.ts:1'])
})
