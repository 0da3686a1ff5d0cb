import { expect, it } from 'vitest'
import { randomToken, sameText, sixDigits } from './tokens.ts'

it('makes secrets that say what they are and never repeat', () => {
  const made = Array.from({ length: 1000 }, () => randomToken('hw_pat'))
  for (const token of made) expect(token).toMatch(/^hw_pat_[0-9A-Za-z]{43}$/)
  expect(new Set(made).size).toBe(made.length)
})

it('makes codes of six digits, zeros in front included', () => {
  for (let i = 0; i < 1000; i++) expect(sixDigits()).toMatch(/^\d{6}$/)
})

it('compares whole texts', () => {
  expect([sameText('abc', 'abc'), sameText('abc', 'abd'), sameText('abc', 'abcd'), sameText('', ''), sameText('é', 'e')]).toEqual([true, false, false, true, false])
})
