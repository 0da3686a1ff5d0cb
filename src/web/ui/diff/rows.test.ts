import { expect, test } from 'vitest'
import { changedPart, filled, parsePatch, wholeFile } from './patch.ts'
import { indexOf, numberOn, rangeOf, type Row, rowsOf, type Section } from './rows.ts'

const PATCH = ['diff --git a/a.ts b/a.ts', '--- a/a.ts', '+++ b/a.ts', '@@ -2,4 +2,4 @@ function a', ' two', '-three', '-four', '+drei', '+--- vier', ' five', '@@ -9,1 +9,2 @@', ' nine', '+ten', '\\ No newline at end of file', ''].join('\n')
const blocks = parsePatch(PATCH)
const section = (change: Partial<Section> = {}): Section => ({ path: 'a.ts', blocks, expected: 6, folded: false, ...change })
const shown = (rows: readonly Row[]) => rows.map((r) => (r.kind === 'line' ? `${r.left?.text ?? ''}|${r.right?.text ?? ''}` : r.kind))

test('a patch is read with the numbers of both sides, and lines that look like headers are lines', () => {
  expect(blocks.map((b) => b.lines.map((l) => [l.kind, l.old, l.new]))).toEqual([[['same', 2, 2], ['gone', 3, 0], ['gone', 4, 0], ['add', 0, 3], ['add', 0, 4], ['same', 5, 5]], [['same', 9, 9], ['add', 0, 10]]])
  expect(blocks[0]?.lines[4]?.text).toBe('--- vier')
  expect(blocks[1]?.lines[1]?.endless).toBe(true)
})

test('side by side, what went stands left of what came in its place', () => {
  expect(shown(rowsOf([section()], 'split', []))).toEqual(['head', 'title', 'two|two', 'three|drei', 'four|--- vier', 'five|five', 'title', 'nine|nine', '|ten'])
})

test('what lies between the hunks can be filled in, with both numbers right', () => {
  const text = ['one', 'two', 'drei', '--- vier', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].join('\n')
  const lines = filled(blocks, text)[0]?.lines ?? []
  expect(lines.map((l) => l.text)).toEqual(['one', 'two', 'three', 'four', 'drei', '--- vier', 'five', 'six', 'seven', 'eight', 'nine', 'ten'])
  expect(lines.find((l) => l.text === 'eight')).toMatchObject({ old: 8, new: 8 })
})

test('a remark stands below its last line, on the side it is about, and at the head when its line is not shown', () => {
  const at = (id: string, side: 'old' | 'new', end: number) => ({ id, path: 'a.ts', side, line: end, end_line: end })
  const rows = rowsOf([section()], 'unified', [at('x', 'old', 4), at('y', 'new', 4), at('z', 'new', 77)])
  expect(shown(rows)).toEqual(['head', 'extra', 'title', '|two', '|three', '|four', 'extra', '|drei', '|--- vier', 'extra', '|five', 'title', '|nine', '|ten'])
  expect(rows.filter((r) => r.kind === 'extra').map((r) => r.id)).toEqual(['z', 'x', 'y'])
})

test('chosen rows are a range of the new side, or of the old where all of them went; never of two files', () => {
  const rows = rowsOf([section(), section({ path: 'b.ts' })], 'unified', [])
  expect(rangeOf(rows, 3, 4)).toEqual({ path: 'a.ts', side: 'old', line: 3, end_line: 4 })
  expect(rangeOf(rows, 6, 3)).toEqual({ path: 'a.ts', side: 'new', line: 3, end_line: 4 })
  expect(rangeOf(rows, 4, rows.length - 1)).toBeNull()
})

test('a line is found where it is shown, its file where it is not, and nothing while the file is on its way', () => {
  const rows = rowsOf([section()], 'split', [])
  const found = rows[indexOf(rows, { path: 'a.ts', line: 10 })]
  expect(found?.kind === 'line' && numberOn(found, 'new')).toBe(10)
  expect(indexOf(rows, { path: 'a.ts', line: 500 })).toBe(0)
  expect(indexOf(rowsOf([section({ blocks: null })], 'split', []), { path: 'a.ts', line: 2 })).toBe(-1)
})

test('a folded file is its head, and a file whole is its lines', () => {
  expect(shown(rowsOf([section({ folded: true })], 'unified', []))).toEqual(['head'])
  expect(shown(rowsOf([section({ blocks: wholeFile('a\nb\n') })], 'whole', []))).toEqual(['|a', '|b'])
})

test('the part of a line that changed is marked, unless hardly anything stayed', () => {
  expect(changedPart('const a = 1', 'const b = 1')).toEqual([6, 7])
  expect(changedPart('const total = 1', 'return price')).toBeNull()
})
