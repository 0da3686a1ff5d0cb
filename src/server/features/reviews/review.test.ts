import { describe, expect, it } from 'vitest'
import { emptyReview, hashOf, missingIn, type Review } from './review.ts'
import { candidateCode, chooseReviewers, isReadyToReveal, type Place } from './round.ts'

const place = (memberId: string, state: Place['state'] = 'assigned', replacedAt: Date | null = null): Place => ({ roundId: 'rnd', memberId, name: memberId, reviewId: `rev_${memberId}`, state, replacedAt })
const rubric = { name: 'R', criteria: [{ id: 'data', name: 'Data model', weight: 100, description: '', levels: [] }] }
const words = 'The unique index makes double booking impossible.'
const comment = { id: 'cmt_1', path: 'a.ts', line: 3, kind: 'evidence' as const, criterion_id: 'data', body: 'Here', created_at: new Date(0) }
const review: Review = { ...emptyReview(place('ada')), summary: words, recommendation: 'yes', scores: [{ criterion_id: 'data', level: 4, evidence: words }] }

describe('choosing reviewers', () => {
  it('takes those with the fewest open rounds, ties by id', () => {
    expect(chooseReviewers(['c', 'a', 'b', 'd'], new Map([['a', 2], ['d', 1]]), 3)).toEqual(['b', 'c', 'd'])
  })

  it('never invents one', () => {
    expect(chooseReviewers(['a'], new Map(), 2)).toEqual(['a'])
  })
})

describe('a round', () => {
  it('is ready when everybody wanted is there and has submitted', () => {
    const done = [place('a', 'submitted'), place('b', 'submitted')]
    expect(isReadyToReveal({ wanted: 2 }, done)).toBe(true)
    expect(isReadyToReveal({ wanted: 2 }, [place('a', 'submitted'), place('b')])).toBe(false)
    expect(isReadyToReveal({ wanted: 3 }, done)).toBe(false)
    expect(isReadyToReveal({ wanted: 2 }, [...done, place('left', 'assigned', new Date(0))])).toBe(true)
  })
})

describe('a review', () => {
  it('needs evidence for a level: 30 characters, or a comment of kind evidence at that criterion', () => {
    const bare = { ...review, scores: [{ criterion_id: 'data', level: 4, evidence: 'good' }] }
    expect(missingIn(review, rubric)).toEqual([])
    expect(missingIn(bare, rubric).map((m) => m.path)).toEqual(['scores.data.evidence'])
    expect(missingIn({ ...bare, comments: [comment] }, rubric)).toEqual([])
    expect(missingIn({ ...bare, comments: [{ ...comment, kind: 'question' }] }, rubric)).toHaveLength(1)
    expect(missingIn({ ...bare, comments: [{ ...comment, criterion_id: null }] }, rubric)).toHaveLength(1)
  })

  it('names everything an empty one lacks', () => {
    expect(missingIn(emptyReview(place('ada')), rubric).map((m) => m.path)).toEqual(['scores.data.level', 'summary', 'recommendation'])
  })

  it('has a hash that every word and level counts in, and the order of rows does not', () => {
    const other = { ...comment, id: 'cmt_2' }
    const whole = { ...review, comments: [comment, other] }
    const hash = hashOf(whole, 'r')
    expect(hashOf({ ...whole, comments: [other, comment] }, 'r')).toBe(hash)
    const changes: Review[] = [{ ...whole, summary: 'x' }, { ...whole, recommendation: 'no' }, { ...whole, comments: [comment] }, { ...whole, scores: [{ criterion_id: 'data', level: 5, evidence: words }] }, { ...whole, id: 'rev_other' }]
    expect(new Set([hash, hashOf(whole, 'other rubric'), ...changes.map((r) => hashOf(r, 'r'))]).size).toBe(7)
  })
})

it('gives a candidate the same code everywhere', () => {
  expect(candidateCode('app_01k9zzzzzzzzzzzzzzzzabc9xy')).toBe('#ABC9XY')
})
