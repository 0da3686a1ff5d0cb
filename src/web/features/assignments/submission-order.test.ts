import { expect, test } from 'vitest'
import { groupOf, inReadingOrder, isGenerated, type Listed, treeRows } from './submission-order.ts'

const listed = (...paths: string[]): Listed[] => paths.map((path) => ({ path, change: 'added', additions: 1, deletions: 0 }))
const drawn = (paths: string[], closed: string[] = []) => treeRows(listed(...paths), new Set(closed)).map((r) => `${' '.repeat(r.level - 1)}${r.name}`)

test('tests and docs are told from code by their names', () => {
  expect(['src/a.test.ts', 'test/b.ts', 'pkg/x_test.go', 'test_m.py', 'src/__tests__/c.js'].map(groupOf)).toEqual(Array(5).fill('tests'))
  expect(['README.md', 'docs/a.png', 'NOTES', 'LICENSE.txt'].map(groupOf)).toEqual(Array(4).fill('docs'))
  expect(['src/latest.ts', 'db/contest/a.sql', 'package.json', 'src/document.ts'].map(groupOf)).toEqual(Array(4).fill('code'))
  expect(isGenerated('web/package-lock.json') && isGenerated('dist/a.js') && !isGenerated('src/distance.ts')).toBe(true)
})

test('the tree groups files, lists folders before files, and joins folders with one way only', () => {
  expect(drawn(['b.ts', 'src/deep/down/a.ts', 'src/deep/down/b.ts', 'a/x.ts', 'a/y/z.ts', 'README.md'])).toEqual(['Code', ' a', '  y', '   z.ts', '  x.ts', ' src/deep/down', '  a.ts', '  b.ts', ' b.ts', 'Docs', ' README.md'])
})

test('folders that differ in the case of their letters alone are two, each listed once', () => {
  expect(drawn(['a/x.ts', 'A/y.ts', 'a/z.ts', 'A/b.ts'])).toEqual(['Code', ' A', '  b.ts', '  y.ts', ' a', '  x.ts', '  z.ts'])
})

test('what is folded keeps its name and hides what is in it', () => {
  expect(drawn(['a/x.ts', 'b.ts', 'README.md'], ['docs', 'code:a/'])).toEqual(['Code', ' a', ' b.ts', 'Docs'])
})

test('files are walked in the order of the tree', () => {
  const paths = ['README.md', 'z.ts', 'src/b.ts', 'src/lib/a.ts', 'src/a.test.ts', 'A.ts']
  const order = treeRows(listed(...paths), new Set()).flatMap((r) => (r.kind === 'file' ? [r.file.path] : []))
  expect(inReadingOrder(listed(...paths)).map((f) => f.path)).toEqual(order)
})
