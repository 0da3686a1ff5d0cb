import { describe, expect, test } from 'vitest'
import type { Criterion } from '#contract/process.ts'
import { missingForSeal, spread } from './scoring.ts'

const criterion = (id: string): Criterion => ({ id, name: id, weight: 50, description: '', levels: [] })
const long = 'The unique key on (machine, hour) makes double booking impossible.'
const complete = { criteria: [criterion('model'), criterion('tests')], scores: [{ criterion_id: 'model', level: 4, evidence: long }, { criterion_id: 'tests', level: 3, evidence: long }], summary: long, recommendation: 'yes', pinned: new Set<string>() }

describe('a scorecard before it is sealed', () => {
  test('is complete when every criterion has a level and what it rests on', () => {
    expect(missingForSeal(complete)).toEqual([])
  })
  test('names each criterion without a score', () => {
    expect(missingForSeal({ ...complete, scores: complete.scores.slice(0, 1) })).toEqual(['Score “tests”.'])
  })
  test('does not take a level without evidence', () => {
    const scores = [{ criterion_id: 'model', level: 4, evidence: 'good' }, complete.scores[1]!]
    expect(missingForSeal({ ...complete, scores })).toHaveLength(1)
    expect(missingForSeal({ ...complete, scores, pinned: new Set(['model']) })).toEqual([])
  })
  test('needs a summary and a recommendation', () => {
    expect(missingForSeal({ ...complete, summary: ' ', recommendation: null })).toHaveLength(2)
  })
})

test('the spread is the widest gap, and nothing with one score', () => {
  expect(spread([2, 5, 3])).toBe(3)
  expect(spread([4])).toBe(0)
})
