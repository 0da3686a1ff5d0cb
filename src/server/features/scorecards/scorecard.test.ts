import { describe, expect, it } from 'vitest'
import { missingForSeal, spread, standsAlone } from './scorecard.ts'

const criteria = [
  { id: 'data', name: 'Data model' },
  { id: 'tests', name: 'Tests' },
]
const long = 'The unique index makes two of them impossible.'
const yes = { summary: '', recommendation: 'yes' } as const

describe('a scorecard', () => {
  it('names every criterion without a level, every level without evidence, and the recommendation', () => {
    const missing = missingForSeal(criteria, [{ criterion_id: 'data', level: 4, evidence: 'nice' }], standsAlone, { summary: '', recommendation: null })
    expect(missing.map((m) => m.path)).toEqual(['scores.data.evidence', 'scores.tests.level', 'recommendation'])
  })

  it('misses nothing when each level stands on 30 characters or on a comment', () => {
    const scores = [{ criterion_id: 'data', level: 4, evidence: long }, { criterion_id: 'tests', level: 2, evidence: '' }]
    expect(missingForSeal(criteria, scores, (s) => standsAlone(s) || s.criterion_id === 'tests', yes)).toEqual([])
  })

  it('does not count spaces as evidence', () => {
    expect(standsAlone({ criterion_id: 'data', level: 1, evidence: ' '.repeat(40) })).toBe(false)
    expect(standsAlone({ criterion_id: 'data', level: 1, evidence: 'x'.repeat(30) })).toBe(true)
  })
})

describe('the spread', () => {
  it('asks for a discussion from two levels on', () => {
    const one = [{ criterion_id: 'data', level: 2, evidence: long }, { criterion_id: 'tests', level: 3, evidence: long }]
    const other = [{ criterion_id: 'data', level: 4, evidence: long }, { criterion_id: 'tests', level: 4, evidence: long }]
    expect(spread(criteria, [one, other])).toEqual([{ criterion_id: 'data', spread: 2, discuss: true }, { criterion_id: 'tests', spread: 1, discuss: false }])
    expect(spread(criteria, [])).toEqual([{ criterion_id: 'data', spread: 0, discuss: false }, { criterion_id: 'tests', spread: 0, discuss: false }])
  })
})
