import { expect, test } from 'vitest'
import { fuzzy } from './fuzzy.ts'

const FILES = ['src/app.ts', 'src/bookings.ts', 'src/map/parse.ts', 'test/app.test.ts', 'docs/application.md']

test('letters in their order find a path, the nearest name first', () => {
  expect(fuzzy(FILES, 'app').map((f) => f.text)).toEqual(['src/app.ts', 'test/app.test.ts', 'docs/application.md', 'src/map/parse.ts'])
  expect(fuzzy(FILES, 'sbk')[0]?.text).toBe('src/bookings.ts')
  expect(fuzzy(FILES, 'zzz')).toEqual([])
})

test('it says which letters were meant', () => {
  expect(fuzzy(['src/app.ts'], 'app')[0]?.at).toEqual([4, 5, 6])
})

test('without a question it lists what there is, as far as asked', () => {
  expect(fuzzy(FILES, '', 2).map((f) => f.text)).toEqual(FILES.slice(0, 2))
})
