import { describe, expect, test } from 'vitest'
import type { Criterion } from '#contract/process.ts'
import { type Scored, levelWords, missingFields, spread, weightedOf } from './scoring.ts'

const levels = [1, 2, 3, 4, 5].map((level) => ({ level, name: `Name ${level}`, description: `Words ${level}` }))
const criterion = (id: string, weight = 50): Criterion => ({ id, name: id, weight, description: '', levels })
const long = 'The unique key on (machine, hour) makes double booking impossible.'
const scored = (id: string, level: number, evidence = long) => ({ criterion_id: id, level, cannot_assess: null, evidence })
const unknown = (id: string) => ({ criterion_id: id, level: null, cannot_assess: 'There are no commits of theirs.', evidence: '' })
const complete: Scored = { criteria: [criterion('model'), criterion('tests')], scores: [scored('model', 4), scored('tests', 3)], summary: long, recommendation: 'yes', pinned: new Set() }
const lacks = (card: Partial<Scored>) => missingFields({ ...complete, ...card }).map((m) => m.path)

describe('a scorecard before it is sealed', () => {
  test('is complete when every criterion has a level and what it rests on', () => {
    expect(lacks({})).toEqual([])
  })
  test('names each criterion without a score', () => {
    expect(missingFields({ ...complete, scores: complete.scores.slice(0, 1) })).toEqual([{ path: 'scores.tests.level', message: 'Score “tests”, or say why it can’t be assessed.' }])
  })
  test('does not take a level without evidence', () => {
    const scores = [scored('model', 4, 'good'), scored('tests', 3)]
    expect(lacks({ scores })).toEqual(['scores.model.evidence'])
    expect(lacks({ scores, pinned: new Set(['model']) })).toEqual([])
  })
  test('takes the reason why a criterion can’t be assessed, and no evidence', () => {
    expect(lacks({ scores: [unknown('model'), scored('tests', 3)] })).toEqual([])
  })
  test('needs a summary and a recommendation', () => {
    expect(lacks({ summary: ' ', recommendation: null })).toEqual(['summary', 'recommendation'])
  })
})

describe('the weighted total', () => {
  const criteria = [criterion('model', 40), criterion('errors', 25), criterion('tests', 35)]
  test('is there when all are scored, and not a moment before', () => {
    const scores = [scored('model', 4), scored('errors', 2), scored('tests', 5)]
    expect(weightedOf(criteria, scores)).toBe(3.85)
    expect(weightedOf(criteria, scores.slice(0, 2))).toBeNull()
    expect(weightedOf(criteria, [])).toBeNull()
  })
  test('leaves out what can’t be assessed, with its weight', () => {
    expect(weightedOf(criteria, [scored('model', 4), unknown('errors'), scored('tests', 5)])).toBe(4.47)
    expect(weightedOf(criteria, criteria.map((c) => unknown(c.id)))).toBeNull()
  })
})

test('the spread is the widest gap, and nothing with one score', () => {
  expect(spread([2, 5, 3])).toBe(3)
  expect(spread([4])).toBe(0)
  expect(spread([null, 4, null])).toBe(0)
  expect(spread([1, null, 4])).toBe(3)
})

test('a level’s words are the rubric’s, and there are none without a level', () => {
  expect(levelWords(criterion('model'), scored('model', 2))).toEqual({ name: 'Name 2', description: 'Words 2' })
  expect(levelWords(criterion('model'), unknown('model'))).toBeNull()
  expect(levelWords(criterion('model'), undefined)).toBeNull()
})
