import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintsOf, GUARANTEE, NOISE, normalized } from './fingerprint.ts'

const letters = (min: number, max: number) => fc.array(fc.constantFrom(...'abcdefgh(){};=. \n'), { minLength: min, maxLength: max }).map((cs) => cs.join(''))
const shared = (a: string, b: string) => [...fingerprintsOf(a)].filter((print) => fingerprintsOf(b).has(print)).length

describe('winnowing', () => {
  it('always finds what two texts share once it is as long as promised, wherever it stands', () => {
    const stretch = letters(GUARANTEE, 3 * GUARANTEE).filter((s) => normalized(s).length >= GUARANTEE)
    fc.assert(
      fc.property(letters(0, 200), letters(0, 200), letters(0, 200), letters(0, 200), stretch, (a, b, c, d, common) => {
        expect(shared(`${a}${common}${b}`, `${c}${common}${d}`)).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('does not see layout, nor upper case', () => {
    fc.assert(
      fc.property(letters(100, 400), (text) => {
        expect(fingerprintsOf(text.toUpperCase().replaceAll(/\s+/g, '\n\t '))).toEqual(fingerprintsOf(text))
      }),
    )
  })

  it('takes nothing from what is shorter than noise, and no more than one in a few characters from the rest', () => {
    expect(fingerprintsOf('x'.repeat(NOISE - 1)).size).toBe(0)
    fc.assert(
      fc.property(letters(300, 2000), (text) => {
        expect(fingerprintsOf(text).size).toBeLessThanOrEqual(Math.max(1, normalized(text).length / 4))
      }),
    )
  })

  it('keeps numbers that a database keeps exactly', () => {
    for (const print of fingerprintsOf('const answer = 42; '.repeat(50) + '\uFFFF'.repeat(100))) expect(Number.isSafeInteger(print) && print >= 0).toBe(true)
  })
})
