import { describe, expect, it } from 'vitest'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { emptyReview, hashOf, missingIn, type Review } from './review.ts'
import type { Place } from './round.ts'

const place = (memberId: string): Place => ({ roundId: 'rnd', memberId, name: memberId, reviewId: `rev_${memberId}`, state: 'assigned', replacedAt: null, left: null })
const rubric = { name: 'R', criteria: [{ id: 'data', name: 'Data model', weight: 100, description: '', levels: [] }] }
const words = 'The unique index makes double booking impossible.'
const comment = { id: 'cmt_1', path: 'a.ts', side: 'new' as const, line: 3, end_line: 3, commit: null, kind: 'evidence' as const, criterion_id: 'data', body: 'Here', created_at: new Date(0) }
const review: Review = { ...emptyReview(place('ada')), summary: words, recommendation: 'yes', scores: [{ criterion_id: 'data', level: 4, cannot_assess: null, evidence: words }] }

describe('a review', () => {
  it('needs evidence for a level: 30 characters, or a comment of kind evidence at that criterion', () => {
    const bare = { ...review, scores: [{ criterion_id: 'data', level: 4, cannot_assess: null, evidence: 'good' }] }
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
    const moved = [{ side: 'old' as const }, { end_line: 4 }, { commit: 'a'.repeat(40) }, { line: 2, end_line: 2 }].map((spot) => ({ ...whole, comments: [{ ...comment, ...spot }, other] }))
    const scored = [{ level: 5, cannot_assess: null }, { level: null, cannot_assess: 'Nothing to be seen of it.' }].map((s) => ({ ...whole, scores: [{ criterion_id: 'data', evidence: words, ...s }] }))
    const changes: Review[] = [...moved, ...scored, { ...whole, summary: 'x' }, { ...whole, recommendation: 'no' }, { ...whole, comments: [comment] }, { ...whole, id: 'rev_other' }]
    expect(new Set([hash, hashOf(whole, 'other rubric'), ...changes.map((r) => hashOf(r, 'r'))]).size).toBe(2 + changes.length)
  })

  it('has the hash it had before there were sides, ranges, commits and reasons', () => {
    const then = { review_id: 'rev_ada', scores: [{ criterion_id: 'data', level: 4, evidence: words }], comments: [{ id: 'cmt_1', path: 'a.ts', line: 3, kind: 'evidence', criterion_id: 'data', body: 'Here' }], summary: words, recommendation: 'yes', rubric_sha256: 'r' }
    expect(hashOf({ ...review, comments: [comment] }, 'r')).toBe(sha256Hex(canonicalJson(then)))
  })

  it('is not finished while a comment is half written', () => {
    const draft = { ...comment, key: 'abcdefgh', saved_at: new Date(0), body: ' ', end_line: 9 }
    expect(missingIn({ ...review, drafts: [draft] }, rubric)).toEqual([])
    expect(missingIn({ ...review, drafts: [{ ...draft, body: 'So' }] }, rubric)).toEqual([{ path: 'drafts.abcdefgh', message: 'Add or discard the comment you began on lines 3 to 9 of a.ts.' }])
  })
})
