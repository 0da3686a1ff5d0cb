import { expect, it } from 'vitest'
import { randomToken, sameText, sixDigits, tokensIn } from './tokens.ts'

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

it('finds tokens that open something for long in any file, also as Windows writes it, and nothing that is only like one', () => {
  const [git, pat] = [randomToken('hw_git'), randomToken('hw_pat')]
  expect(tokensIn(Buffer.from(`https://candidate:${git}@jobs.test ${pat} ${git}\n`))).toEqual([git, pat])
  expect(tokensIn(Buffer.from(`\ufeff${pat}\r\n`, 'utf16le'))).toEqual([pat])
  expect(tokensIn(Buffer.from(`hw_git_x hw_git_${'a'.repeat(42)} hw_${'a'.repeat(43)} HW_GIT_${'a'.repeat(43)}`))).toEqual([])
})
