import { describe, expect, it } from 'vitest'
import { processFixture } from '#test/support/process-fixture.ts'
import { promised } from './promises.ts'
import { owesFeedback } from './rejection.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour))
const stateOf = (row: { kept?: number; voided?: number }, now: number) =>
  promised({ kind: 'review', text: 'Your work is reviewed', started_at: at(8), due_at: at(12), kept_at: row.kept ? at(row.kept) : null, voided_at: row.voided ? at(row.voided) : null }, at(now)).state

describe('a promise', () => {
  it('runs until it is due, the last moment included, and then is late', () => {
    expect([9, 12, 13].map((now) => stateOf({}, now))).toEqual(['running', 'running', 'late'])
  })

  it('stays kept or kept late for ever', () => {
    expect(stateOf({ kept: 12 }, 20)).toBe('kept')
    expect(stateOf({ kept: 13 }, 20)).toBe('kept_late')
  })

  it('is void when the application ended first', () => {
    expect(stateOf({ voided: 10 }, 20)).toBe('void')
  })
})

describe('a rejection', () => {
  it('has to carry the feedback from the take-home on, until a team review answers for it', () => {
    const process = processFixture()
    expect(process.stages.map((_, stageIndex) => owesFeedback({ process, stageIndex }))).toEqual([false, true, false, false, false, false])
    const unreviewed = { ...process, stages: process.stages.filter((s) => s.type !== 'team_review') }
    expect(unreviewed.stages.map((_, stageIndex) => owesFeedback({ process: unreviewed, stageIndex }))).toEqual([false, true, true, true, true])
  })
})
