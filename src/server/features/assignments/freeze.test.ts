import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignmentOps } from '#contract/assignments.ts'
import { startTakeHome, type TakeHome } from '#test/support/take-home.ts'
import { inTime, later, MAIN, newestThatCounts, STAMP_SECONDS } from './assignment.ts'
import { createGatekeeper } from './gatekeeper.ts'
import { listOpenPushes, listUpdates } from './push-store.ts'
import { findAssignment, freezeDue, setDeadline } from './store.ts'

let t: TakeHome
beforeAll(async () => {
  t = await startTakeHome({})
})
afterAll(() => t.close())

let people = 0
async function started() {
  const who = await t.apply(`ada${++people}@example.org`)
  await t.call(assignmentOps.startAssignment, who.candidate, { params: { id: who.assignmentId } })
  return who
}

const sha = (n: number) => n.toString(16).padStart(40, 'a')

/** A log around the deadline: `at` is seconds from it. */
const logged = fc.record({
  at: fc.integer({ min: -40, max: 20 }),
  state: fc.constantFrom('received', 'accepted', 'applied', 'refused', 'void'),
  ref: fc.constantFrom('refs/heads/main', 'refs/heads/idea', 'refs/tags/main'),
})

describe('freezing', () => {
  it('chooses in SQL what the rules choose, for any push log and any early submission', async () => {
    let n = 0
    await fc.assert(
      fc.asyncProperty(fc.array(logged, { maxLength: 6 }), fc.option(fc.integer({ min: -1000, max: -1 })), async (log, submitted) => {
        const who = await started()
        await t.db.query(`update assignments set deadline_at = hw_now() - interval '30 seconds', submit_requested_at = hw_now() - interval '30 seconds' + make_interval(secs => $2) where id = $1`, [who.assignmentId, submitted])
        for (const p of log) {
          const id = `psh_${++n}`
          await t.db.query(`insert into pushes (id, assignment_id, received_at, state) select $2, id, deadline_at + make_interval(secs => $3), $4 from assignments where id = $1`, [who.assignmentId, id, p.at, p.state])
          await t.db.query(`insert into push_updates (push_id, assignment_id, seq, ref, old_sha, new_sha, commit_sha, applied) values ($1, $2, $3, $4, $5, $6, $6, $7)`, [id, who.assignmentId, n, p.ref, sha(0), sha(n), p.state === 'applied'])
        }
        await t.ctx.transaction(async (tx) => {
          const before = await findAssignment(tx, who.assignmentId)
          if (!before?.clock) throw new Error('It was started.')
          const waits = (await listOpenPushes(tx, before.id)).some((p) => inTime(before, p.receivedAt))
          const newest = newestThatCounts(before, await listUpdates(tx, before.id))
          await freezeDue(tx)
          const after = await findAssignment(tx, who.assignmentId)
          expect(after?.frozen).toEqual(waits ? null : { commit: newest?.commit ?? before.clock.starterCommit, pushId: newest?.pushId ?? null })
        })
      }),
      { numRuns: 40 },
    )
  })

  it('comes late enough for every stamp that may be dated back before the deadline', async () => {
    const who = await started()
    const keeper = createGatekeeper(t.ctx)
    const stampOf = async (age: number) => {
      const { pushId } = await keeper.firstByte({ repoId: who.repoId, ip: '', age: () => age })
      const [row] = await t.db.query<{ back: number }>('select extract(epoch from hw_now() - received_at)::float8 as back from pushes where id = $1', [pushId])
      return row?.back ?? Number.NaN
    }
    expect(await stampOf(300)).toBeGreaterThanOrEqual(0.3)
    const stalled = await stampOf(60_000)
    expect(stalled).toBeGreaterThanOrEqual(STAMP_SECONDS)
    expect(stalled).toBeLessThan(STAMP_SECONDS + 1)
  })

  it('knows both ends of a push that is written only once it is whole and decided, and dates neither back any further', async () => {
    const who = await started()
    const keeper = createGatekeeper(t.ctx)
    const update = { ref: MAIN, oldSha: sha(0), newSha: sha(9) }
    const decided = async (age: number, lastAge: number) => {
      const { pushId, verdict } = await keeper.decideAtOnce({ repoId: who.repoId, ip: '', bytes: 7, age: () => age, lastAge: () => lastAge }, [update], [])
      const [row] = await t.db.query<{ state: string; took: number; back: number; seqs: number }>('select state, extract(epoch from finished_at - received_at)::float8 as took, extract(epoch from hw_now() - received_at)::float8 as back, (select count(*)::int from push_updates where push_id = pushes.id) as seqs from pushes where id = $1', [pushId])
      return { accept: verdict.accept, ...row! }
    }
    const first = await decided(700, 100)
    expect(first).toMatchObject({ accept: true, state: 'accepted', seqs: 1 })
    expect(first.took).toBeCloseTo(0.6, 1)
    expect(first.back).toBeGreaterThanOrEqual(0.7)
    expect((await decided(60_000, 59_000)).back).toBeLessThan(STAMP_SECONDS + 1)
    await t.db.query(`update assignments set deadline_at = hw_now() - interval '1 second' where id = $1`, [who.assignmentId])
    expect(await decided(0, 0)).toMatchObject({ accept: false, state: 'refused' })
    expect(await decided(1_500, 0)).toMatchObject({ accept: true })
  })

  it('leaves alone who is over by less than a stamp can be dated back, and thaws with a new deadline', async () => {
    const who = await started()
    const freeze = () => t.ctx.transaction(async (tx) => {
      await freezeDue(tx)
      return findAssignment(tx, who.assignmentId)
    })
    await t.db.query(`update assignments set deadline_at = hw_now() - interval '1 second' where id = $1`, [who.assignmentId])
    expect((await freeze())?.frozen).toBeNull()
    await t.shift(STAMP_SECONDS)
    const frozen = await freeze()
    expect(frozen?.frozen).not.toBeNull()
    await t.ctx.transaction((tx) => setDeadline(tx, who.assignmentId, later(tx.now, 60)))
    expect((await freeze())?.frozen).toBeNull()
  })
})
