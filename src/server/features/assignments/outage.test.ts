import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assignmentOps } from '#contract/assignments.ts'
import { commit } from '#server/adapters/git/test-kit.ts'
import { cloneWith, push, startTakeHome, type TakeHome } from '#test/support/take-home.ts'
import { type Pulse, startPulse } from './credit-outage.ts'

let t: TakeHome
let pulses: Pulse[] = []
beforeEach(async () => {
  t = await startTakeHome({})
})
afterEach(async () => {
  for (const pulse of pulses) await pulse.stop()
  pulses = []
  await t.close()
})

const comeBack = async () => void pulses.push(await startPulse(t.ctx))
const lastSeen = (secondsAgo: number) => t.db.query(`insert into service_runs (id, began_at, seen_at) values ('run_before', clock_timestamp() - interval '1 day', clock_timestamp() - make_interval(secs => $1))`, [secondsAgo])
const portal = (who: { candidate: Parameters<TakeHome['call']>[1]; applicationId: string }) => t.call(assignmentOps.getPortalAssignment, who.candidate, { params: { id: who.applicationId } })
/** The clock as if it had begun earlier. */
const deadlineIn = (id: string, seconds: number) => t.db.query(`update assignments set started_at = hw_now() - interval '3 hours', deadline_at = hw_now() + make_interval(secs => $2) where id = $1`, [id, seconds])

async function started(email: string) {
  const who = await t.apply(email)
  const params = { id: who.assignmentId }
  await t.call(assignmentOps.startAssignment, who.candidate, { params })
  const { token } = await t.call(assignmentOps.createGitToken, who.candidate, { params })
  return { ...who, params, token }
}

describe('an outage of ours', () => {
  it('is given back to everybody whose clock ran, once, in whole minutes, with its reason', async () => {
    const who = await started('ada@example.org')
    const notStarted = await t.apply('bea@example.org')
    await deadlineIn(who.assignmentId, 3600)
    const before = Date.parse((await portal(who)).deadline_at!)
    await lastSeen(605)
    await comeBack()
    await comeBack()
    const after = await portal(who)
    expect(after.extensions).toMatchObject([{ seconds: 660, reason: expect.stringMatching(/^Our server was away from .* to .* UTC\.$/) as string }])
    expect(Date.parse(after.deadline_at!) - before).toBe(660_000)
    expect((await portal(notStarted)).extensions).toEqual([])
    await t.settle()
    expect((await t.db.query(`select subject from mails where subject like 'You have more time%'`)).length).toBe(1)
  })

  it('moves a deadline that passed meanwhile, before anything is sealed', async () => {
    const who = await started('ada@example.org')
    await deadlineIn(who.assignmentId, -300)
    await lastSeen(900)
    await t.settle()
    expect((await portal(who)).state).toBe('started')
    await comeBack()
    await t.settle()
    const back = await portal(who)
    expect(back.state).toBe('started')
    expect(Date.parse(back.deadline_at!) - Date.parse(back.server_time)).toBeGreaterThan(590_000)
    const work = await cloneWith(t, who.repoId, who.token)
    const sha = await commit(work, 'a.txt', 'a')
    expect((await push(work)).output).toContain('Received')
    await t.shift(700)
    await t.db.query('update service_runs set seen_at = clock_timestamp()')
    await t.settle()
    expect(await portal(who)).toMatchObject({ state: 'submitted', receipt: { commit: sha } })
  })

  it('gives back only what fell into the clock', async () => {
    const late = await started('ada@example.org')
    const over = await started('bea@example.org')
    await t.db.query(`update assignments set started_at = hw_now() - interval '2 minutes' where id = $1`, [late.assignmentId])
    await deadlineIn(over.assignmentId, -1000)
    await lastSeen(600)
    await comeBack()
    expect((await portal(late)).extensions[0]?.seconds).toBe(180)
    expect((await t.db.query('select from deadline_extensions where assignment_id = $1', [over.assignmentId])).length).toBe(0)
  })

  it('is not a restart, nor the start of a second program beside one that runs', async () => {
    const who = await started('ada@example.org')
    await lastSeen(20)
    await comeBack()
    await comeBack()
    expect((await portal(who)).extensions).toEqual([])
    expect(await t.db.query('select from outages')).toEqual([])
  })

  it('freezes nothing while our server is away, whatever else goes on', async () => {
    const who = await started('ada@example.org')
    await deadlineIn(who.assignmentId, -10)
    await lastSeen(30)
    await t.settle()
    expect((await portal(who)).state).toBe('started')
    await comeBack()
    await t.settle()
    expect((await portal(who)).state).toBe('submitted_empty')
  })
})
