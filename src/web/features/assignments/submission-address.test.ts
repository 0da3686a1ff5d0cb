import { expect, test } from 'vitest'
import { readAddress, writeAddress } from './submission-address.ts'

test('an address that was kept before there were views leads to its line in the whole file', () => {
  expect(readAddress('#file=src%2Fhostile.ts&line=2')).toMatchObject({ view: 'file', file: 'src/hostile.ts', line: 2, end_line: 2, side: 'new' })
  expect(writeAddress(readAddress('#file=src%2Fhostile.ts&line=2'))).toBe('#file=src%2Fhostile.ts&line=2')
})

test('view, file, lines, side and push come back as they were written', () => {
  const address = { view: 'changes', file: 'a b/ü&c.ts', side: 'old', line: 3, end_line: 7, push: 2, commit: null } as const
  expect(readAddress(writeAddress(address))).toEqual(address)
})

test('nothing in the address is what changed; nonsense is left out', () => {
  expect(readAddress('')).toEqual({ view: 'changes', file: null, side: 'new', line: 0, end_line: 0, push: null, commit: null })
  expect(readAddress('#view=mail&line=-4-x&commit=HEAD&push=no')).toEqual(readAddress(''))
})
