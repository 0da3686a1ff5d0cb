import { describe, expect, it } from 'vitest'
import { type Assignment, inTime, isUnderWay, judge, later, limitOf, newestThatCounts, overdue, type PushRecord, type PushUpdate, sealAt, undoUntil } from './assignment.ts'
import { receivedLines, refusalLines, span } from './words.ts'

const START = new Date('2026-11-23T14:00:00Z')
const at = (seconds: number) => later(START, seconds)
const clock = { startedAt: START, deadlineAt: at(3600), starterCommit: 'a'.repeat(40) }

function running(change: Partial<Assignment> = {}): Assignment {
  return { id: 'asg_1', orgId: 'org_1', applicationId: 'app_1', stageKey: 'work', repoId: 'r'.repeat(26), state: 'started', timeLimit: 3600, multiplier: 1, offeredAt: at(-60), startBy: at(600), plannedStart: null, clock, submitRequestedAt: null, knownUntil: null, provider: 'built-in', frozen: null, ...change }
}

function push(receivedAt: number, finishedAt: number | null = receivedAt + 1): PushRecord {
  return { id: 'psh_1', assignmentId: 'asg_1', receivedAt: at(receivedAt), finishedAt: finishedAt === null ? null : at(finishedAt), state: 'received' }
}

function update(change: Partial<PushUpdate>): PushUpdate {
  const sha = String(change.seq ?? 1).padStart(40, '0')
  return { pushId: 'psh_1', seq: 1, ref: 'refs/heads/main', oldSha: clock.starterCommit, newSha: sha, commit: sha, subject: '', forced: false, applied: true, upload: null, receivedAt: at(1), finishedAt: at(2), state: 'applied', ...change }
}

describe('the clock', () => {
  it('counts a first byte one millisecond before the deadline, and not one at it', () => {
    expect(inTime(running(), new Date(clock.deadlineAt.getTime() - 1))).toBe(true)
    expect(inTime(running(), clock.deadlineAt)).toBe(false)
  })

  it('counts a push that began in time and took 120 seconds, and not one that took longer', () => {
    expect(judge(running(), push(3599, 3719))).toBe('counts')
    expect(judge(running(), push(3599, 3719.1))).toBe('too_slow')
  })

  it('refuses what came after an early submission, and says so', () => {
    const early = running({ submitRequestedAt: at(100) })
    expect(judge(early, push(100))).toBe('counts')
    expect(judge(early, push(101))).toBe('submitted_early')
    expect(refusalLines(early, push(101), 'submitted_early', null)[0]).toContain('undo it on your page')
  })

  it('counts nothing for a sealed assignment, however early its stamp', () => {
    expect(judge(running({ state: 'submitted' }), push(10))).toBe('late')
  })

  it('lets an accommodation stretch the limit to whole seconds', () => {
    expect(limitOf({ timeLimit: 100, multiplier: 1.333 })).toBe(133)
  })

  it('seals an early submission ten minutes later, or at the deadline if that is first', () => {
    expect(sealAt(running({ submitRequestedAt: at(100) }), clock)).toEqual(at(700))
    expect(sealAt(running({ submitRequestedAt: at(3500) }), clock)).toEqual(at(3600))
    expect(undoUntil(running({ submitRequestedAt: at(100) }), at(699))).toEqual(at(700))
    expect(undoUntil(running({ submitRequestedAt: at(100) }), at(700))).toBeNull()
  })

  it('waits with sealing for a push under way, for no longer than it may take', () => {
    expect(isUnderWay(running(), push(3599, null), at(3719))).toBe(true)
    expect(isUnderWay(running(), push(3599, null), at(3720))).toBe(false)
    expect(isUnderWay(running(), push(3601, null), at(3602))).toBe(false)
  })

  it('knows what a timer has not done yet', () => {
    expect(overdue(running({ state: 'offered', clock: null }), at(600))).toBe('expire')
    expect(overdue(running(), at(3602))).toBe('seal')
    expect(overdue(running(), at(3601))).toBeNull()
  })
})

describe('the submission', () => {
  it('is the newest applied push to main by first byte', () => {
    const updates = [update({ seq: 1, receivedAt: at(10) }), update({ seq: 3, receivedAt: at(20) }), update({ seq: 2, receivedAt: at(30) }), update({ seq: 4, receivedAt: at(40), ref: 'refs/heads/other' }), update({ seq: 5, receivedAt: at(50), applied: false }), update({ seq: 6, receivedAt: at(3600) })]
    expect(newestThatCounts(running(), updates)?.seq).toBe(2)
  })

  it('is nobody’s push when only a tag is called main', () => {
    expect(newestThatCounts(running(), [update({ ref: 'refs/tags/main' })])).toBeNull()
  })
})

describe('the words', () => {
  it('say what was received and how long is left', () => {
    const lines = receivedLines(running(), [update({ commit: '3f2a91c'.padEnd(40, '0'), receivedAt: at(1739) })], at(1740))
    expect(lines).toEqual(['Received 3f2a91c on main at 14:28:59 UTC. 31 minutes left.'])
  })

  it('say that time is up, when, and what the submission is', () => {
    const lines = refusalLines(running(), push(3605), 'late', update({ commit: '3f2a91c'.padEnd(40, '0'), receivedAt: at(60) }))
    expect(lines.join('\n')).toBe(
      [
        'TIME IS UP. This assignment closed at Mon, 23 Nov 2026, 15:00:00 UTC.',
        "Your push's first byte reached us at Mon, 23 Nov 2026, 15:00:05 UTC. Nothing was changed.",
        'Your submission is 3f2a91c (received Mon, 23 Nov 2026, 14:01:00 UTC).',
        'If something went wrong on our side, write to the team from your portal.',
      ].join('\n'),
    )
  })

  it('write spans as people say them', () => {
    expect([span(1), span(119), span(120), span(3700), span(7200), span(300_000)]).toEqual(['1 second', '119 seconds', '2 minutes', '1 hour 1 minute', '2 hours', '3 days'])
  })
})
