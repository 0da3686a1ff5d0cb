import { describe, expect, it } from 'vitest'
import type { Attempt } from './herd.ts'
import { pushAt } from './pusher.ts'
import { type HerdResult, type PushResult, runHerd } from './run.ts'
import { agrees } from './verdict.ts'

/** What must hold whatever happened on the way. */
function expectRight(r: HerdResult) {
  const of = (id: string) => r.sealed.filter((s) => s.assignment_id === id)
  expect(r.sealed.length).toBe(r.attempts.length)
  expect(r.attempts.filter((a) => of(a.assignmentId).length !== 1)).toEqual([])
  expect(r.sealed.filter((s) => s.commit !== s.expected)).toEqual([])
  expect(r.sealed.filter((s) => s.early)).toEqual([])
  expect(r.counts).toEqual({ payouts: r.attempts.length, events: r.attempts.length, stuck: 0 })
  const untouched = r.attempts.filter((a) => !r.pushes.some((p) => p.attempt === a))
  expect(untouched.filter((a) => of(a.assignmentId)[0]?.commit !== a.commit)).toEqual([])
  expect(r.pushes.filter((p) => !agrees(r, p)).map(describePush)).toEqual([])
}

/** After everything was sealed, while the database's clock says that there are seconds left. */
function pushAgain(r: HerdResult, attempt: Attempt) {
  const delivery = r.pushes.find((p) => p.attempt === attempt)?.delivery
  if (!delivery) throw new Error('Everybody pushed.')
  return pushAt({ port: r.ports[attempt.n % r.ports.length]!, repoId: attempt.repoId, token: attempt.token, delivery, at: Date.now() })
}

const describePush = (p: PushResult) => `${p.offset.toFixed(0)} ms: ${p.said} ${p.aborted ? '(aborted)' : ''} ${p.text.slice(0, 300)}`

describe('deadlines of everybody in the same second', () => {
  it('are right with pushes in flight and workers that are killed: none wrong, none early, none missing, each paid once', { timeout: 300_000 }, async () => {
    await runHerd({ attempts: 200, pushes: 40, spread: [-1500, 500], kills: 4 }, async (r) => {
      expectRight(r)
      expect(r.pushes.filter((p) => p.said === 'received').length).toBeGreaterThan(20)
      expect(r.kills).toBe(4)
    })
  })

  it('judge 100 pushes around them by their first byte, slow and broken ones too', { timeout: 300_000 }, async () => {
    await runHerd({ attempts: 100, pushes: 100, spread: [-3000, 1000], slowEvery: 10, abortEvery: 10 }, (r) => {
      expectRight(r)
      expect(new Set(r.pushes.map((p) => p.said))).toEqual(new Set(['received', 'too late', 'nothing']))
      expect(r.pushes.filter((p) => p.aborted)).toHaveLength(10)
    })
  })

  it('do not move with the clocks of our programs, nor with a step back of the database’s', { timeout: 300_000 }, async () => {
    const skews = ['ahead:3600', 'ahead:-86400', 'jump:-3600', 'fast:0.1']
    await runHerd({ attempts: 50, pushes: 50, spread: [-1500, 1500], skews }, async (r) => {
      expectRight(r)
      const sealed = await r.client.query('select * from submissions order by id')
      await r.client.query(`insert into clock_shift (shift) values ('-5 s')`)
      const again = await Promise.all(r.attempts.slice(0, 8).map((a) => pushAgain(r, a)))
      expect(again.map((o) => o.said)).toEqual(again.map(() => 'too late'))
      expect((await r.client.query('select * from submissions order by id')).rows).toEqual(sealed.rows)
    })
  })
})
