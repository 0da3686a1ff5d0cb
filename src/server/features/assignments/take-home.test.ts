import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { accommodationOps } from '#contract/accommodations.ts'
import { assignmentOps } from '#contract/assignments.ts'
import { submissionOps } from '#contract/submissions.ts'
import { payoutOps } from '#contract/payouts.ts'
import { client, commit, git } from '#server/adapters/git/test-kit.ts'
import { cloneWith, FEATURES, gitUrl, push, startTakeHome, type TakeHome, type TakeHomeOptions } from '#test/support/take-home.ts'
import { STAMP_SECONDS } from './assignment.ts'
import { createGatekeeper } from './gatekeeper.ts'
import { reconcilePushes } from './settle-pushes.ts'

let t: TakeHome
afterEach(() => t?.close())

/** Somebody who has started and has a working copy. */
async function started(o: TakeHomeOptions = {}, email = 'ada@example.org') {
  t = await startTakeHome(o)
  return startedHere(email)
}

async function startedHere(email: string) {
  const who = await t.apply(email)
  const params = { id: who.assignmentId }
  await t.call(assignmentOps.startAssignment, who.candidate, { params })
  const { token } = await t.call(assignmentOps.createGitToken, who.candidate, { params })
  return { ...who, params, token, work: await cloneWith(t, who.repoId, token) }
}

const portal = (who: { applicationId: string; candidate: Parameters<TakeHome['call']>[1] }) => t.call(assignmentOps.getPortalAssignment, who.candidate, { params: { id: who.applicationId } })
const main = (work: string, repoId: string, token: string) => git(work, 'ls-remote', gitUrl(t, repoId, token), 'refs/heads/main').then((line) => line.slice(0, 40))

describe('starting', () => {
  it('makes one attempt of 500 requests at once, with the rubric in the repository', async () => {
    t = await startTakeHome()
    const who = await t.apply('ada@example.org')
    const params = { id: who.assignmentId }
    const all = await Promise.all(Array.from({ length: 500 }, () => t.call(assignmentOps.startAssignment, who.candidate, { params })))
    expect(new Set(all.map((a) => a.deadline_at)).size).toBe(1)
    expect(await t.db.query(`select 1 from events where type = 'assignment.started'`)).toHaveLength(1)
    const { token, command } = await t.call(assignmentOps.createGitToken, who.candidate, { params })
    expect(command).toContain(token)
    const work = await cloneWith(t, who.repoId, token)
    expect(await git(work, 'show', 'HEAD:RUBRIC.md')).toContain('## Data model (100 %)')
  }, 60_000)

  it('is refused after the window, and the stage waits for the team', async () => {
    t = await startTakeHome()
    const who = await t.apply('ada@example.org')
    await t.shift(7 * 86_400)
    await expect(t.call(assignmentOps.startAssignment, who.candidate, { params: { id: who.assignmentId } })).rejects.toMatchObject({ code: 'start_window_over' })
    expect((await portal(who)).state).toBe('expired')
  })

  it('is somebody else’s business for nobody: a foreign candidate finds nothing', async () => {
    t = await startTakeHome()
    const who = await t.apply('ada@example.org')
    const eve = { kind: 'candidate', email: 'eve@example.org', sessionId: 'x' } as const
    for (const operation of [assignmentOps.startAssignment, assignmentOps.createGitToken, assignmentOps.submitNow, assignmentOps.undoSubmission]) {
      await expect(t.call(operation, eve, { params: { id: who.assignmentId } })).rejects.toMatchObject({ status: 404 })
    }
  })

  it('stretches the limit by an accommodation, whose number no event holds', async () => {
    t = await startTakeHome()
    const who = await t.apply('ada@example.org')
    const params = { id: who.assignmentId }
    await t.call(accommodationOps.setAccommodation, t.owner, { params, body: { multiplier: 1.5 } })
    const a = await t.call(assignmentOps.startAssignment, who.candidate, { params })
    expect(new Date(a.deadline_at!).getTime() - new Date(a.started_at!).getTime()).toBe(6 * 3600_000)
    expect(JSON.stringify(await t.db.query('select data from events'))).not.toContain('1.5')
    await expect(t.call(accommodationOps.setAccommodation, t.owner, { params, body: { multiplier: 2 } })).rejects.toMatchObject({ code: 'assignment_started' })
  })
})

describe('pushing', () => {
  it('answers with what was received and how long is left', async () => {
    const who = await started()
    const sha = await commit(who.work, 'a.txt', 'a')
    const { output, code } = await push(who.work)
    expect(code).toBe(0)
    expect(output).toMatch(new RegExp(`Received ${sha.slice(0, 7)} on main at \\d\\d:\\d\\d:\\d\\d UTC. 3 hours 59 minutes left.`))
    expect(await portal(who)).toMatchObject({ would_submit: sha, last_push: { commit: sha, counts: true, state: 'applied', forced: false, seq: 1 } })
  })

  it('says that another branch is not submitted', async () => {
    const who = await started()
    const before = (await portal(who)).would_submit
    await commit(who.work, 'a.txt', 'a')
    const { output } = await push(who.work, 'origin', 'main:idea')
    expect(output).toContain('this went to idea; only main is submitted')
    expect(await portal(who)).toMatchObject({ would_submit: before, last_push: null, pushes: [{ branch: 'idea', counts: false }] })
  })

  it('keeps what a force-push replaced, and says that it was one', async () => {
    const who = await started()
    const first = await commit(who.work, 'a.txt', 'a')
    await push(who.work)
    await git(who.work, 'reset', '--hard', 'HEAD~1')
    const second = await commit(who.work, 'b.txt', 'b')
    await push(who.work, '--force', 'origin', 'main')
    const a = await portal(who)
    expect(a.would_submit).toBe(second)
    expect(a.pushes.map((p) => [p.commit, p.forced])).toEqual([[second, true], [first, false]])
    expect(await t.ctx.git.reader(who.repoId).resolve(first)).toBe(first)
  })

  it('does not let a branch be deleted', async () => {
    const who = await started()
    await commit(who.work, 'a.txt', 'a')
    await push(who.work, 'origin', 'main:idea')
    const { output, code } = await push(who.work, 'origin', ':idea')
    expect(code).not.toBe(0)
    expect(output).toMatch(/can't be deleted|deletion prohibited/)
  })

  it('opens nothing to a wrong token, a token replaced by a new one, and the token of somebody else', async () => {
    const ada = await started()
    const eve = await startedHere('eve@example.org')
    await t.call(assignmentOps.createGitToken, ada.candidate, { params: ada.params })
    for (const token of ['hw_git_wrong', ada.token, eve.token]) {
      const { code, output } = await client(t.dir, ['ls-remote', gitUrl(t, ada.repoId, token)])
      expect(code).not.toBe(0)
      expect(output).toMatch(/Authentication failed|could not read/)
    }
  })

  it('looks at the token again with every request: one replaced after the list of refs moves no object in either direction', async () => {
    const who = await started()
    const url = gitUrl(t, who.repoId, 'x').replace(/\/\/[^@]*@/, '//')
    const as = (token: string) => ({ Authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}` })
    const refs = await fetch(`${url}/info/refs?service=git-receive-pack`, { headers: as(who.token) })
    expect([refs.status, (await refs.text()).includes('refs/heads/main')]).toEqual([200, true])
    await t.call(assignmentOps.createGitToken, who.candidate, { params: who.params })
    for (const service of ['git-upload-pack', 'git-receive-pack']) {
      const answer = await fetch(`${url}/${service}`, { method: 'POST', headers: { ...as(who.token), 'Content-Type': `application/x-${service}-request` }, body: '0000' })
      expect([service, answer.status]).toEqual([service, 401])
    }
    expect((await portal(who)).pushes).toEqual([])
  })

  it('tells a repository of somebody else from one that does not exist by nothing: status, headers and length are the same', async () => {
    const [ada, eve] = [await started(), await startedHere('eve@example.org')]
    const ask = async (repoId: string, path: string) => {
      const answer = await fetch(`${gitUrl(t, repoId, 'x').replace(/\/\/[^@]*@/, '//')}/${path}`, { headers: { Authorization: `Basic ${Buffer.from(`me:${eve.token}`).toString('base64')}` } })
      return { status: answer.status, headers: [...answer.headers].filter(([name]) => name !== 'date'), text: await answer.text() }
    }
    for (const path of ['info/refs?service=git-upload-pack', 'info/refs?service=git-receive-pack', 'HEAD', 'objects/info/packs']) {
      expect(await ask(ada.repoId, path), path).toEqual(await ask('a'.repeat(26), path))
    }
  })

  it('takes no push of 200 MB, in words', async () => {
    const who = await started()
    await git(who.work, 'config', 'core.compression', '0')
    for (let n = 0; n < 4; n++) await commit(who.work, `${n}.bin`, randomBytes(50 * 1024 * 1024))
    const { output, code } = await push(who.work)
    expect(code).not.toBe(0)
    expect(output).toContain('Nothing was changed')
    expect((await portal(who)).last_push).toBeNull()
  }, 120_000)
})

/** Seconds from a start until the submission can be settled. */
const OVER = 4 * 3600 + STAMP_SECONDS

describe('the deadline', () => {
  it('of three seconds really passes: a late push is refused in words and nothing changes', async () => {
    const who = await started({ timeLimit: 'PT3S' })
    const sha = await commit(who.work, 'a.txt', 'a')
    expect((await push(who.work)).code).toBe(0)
    await commit(who.work, 'b.txt', 'b')
    await pause(3000)
    const late = await push(who.work)
    expect(late.code).not.toBe(0)
    expect(late.output).toMatch(/TIME IS UP\. This assignment closed at .* UTC\./)
    expect(late.output).toMatch(/Your push's first byte reached us at .* UTC\. Nothing was changed\./)
    expect(late.output).toContain(`Your submission is ${sha.slice(0, 7)} (received`)
    expect(late.output).toContain('write to the team from your portal')
    expect(await main(who.work, who.repoId, who.token)).toBe(sha)
    await t.shift(STAMP_SECONDS)
    await t.settle()
    const a = await portal(who)
    expect(a).toMatchObject({ state: 'submitted', receipt: { commit: sha, empty: false, source: 'deadline', pay: { amount_minor: 40_000 } } })
    expect(a.pushes[0]).toMatchObject({ state: 'refused', counts: false })
    // Pulling stays possible.
    await git(who.work, 'fetch', 'origin')
  })

  it('counts a push whose first byte came before it, and waits for that with sealing', async () => {
    const who = await started()
    const sha = await commit(who.work, 'a.txt', 'a')
    await push(who.work, 'origin', 'main:carrier')
    const keeper = createGatekeeper(t.ctx)
    await t.shift(4 * 3600 - 30)
    const stamp = await keeper.firstByte({ repoId: who.repoId, ip: '', age: () => 0 })
    await t.shift(60)
    expect((await portal(who)).state).toBe('started')
    await keeper.lastByte(stamp, { bytes: 1 })
    const starter = (await t.db.query<{ c: string }>('select starter_commit as c from assignments'))[0]!.c
    const update = { ref: 'refs/heads/main', oldSha: starter, newSha: sha }
    const tip = { ref: update.ref, sha, commit: sha, subject: 'a', author: 'Ada', committedAt: new Date(0).toISOString(), parents: [starter] }
    expect(await keeper.decide(stamp, [update], [tip])).toEqual({ accept: true, lines: [] })
    await keeper.applied(stamp, [{ ...update, forced: false }])
    expect(await portal(who)).toMatchObject({ state: 'submitted', receipt: { commit: sha } })
  })

  it('does not wait for ever: a push that never ends is void', async () => {
    const who = await started()
    const keeper = createGatekeeper(t.ctx)
    await t.shift(4 * 3600 - 30)
    const stamp = await keeper.firstByte({ repoId: who.repoId, ip: '', age: () => 0 })
    await t.shift(121)
    expect((await portal(who)).state).toBe('submitted_empty')
    await keeper.lastByte(stamp, { bytes: 1 })
    expect(await keeper.decide(stamp, [], [])).toMatchObject({ accept: false })
  })

  it('judges 40 first bytes around it by their stamps alone, whatever is sealed meanwhile', async () => {
    const who = await started({ timeLimit: 'PT2S' })
    const keeper = createGatekeeper(t.ctx)
    const sha = await commit(who.work, 'a.txt', 'a')
    await push(who.work, 'origin', 'main:carrier')
    const { deadline_at } = await portal(who)
    const stamps = []
    for (let n = 0; n < 40; n++) {
      stamps.push(keeper.firstByte({ repoId: who.repoId, ip: '', age: () => 0 }), portal(who))
      await pause(60)
    }
    const pushes = (await Promise.all(stamps)).filter((s) => 'pushId' in s)
    const verdicts = new Map<string, boolean>()
    for (const s of pushes) {
      await keeper.lastByte(s, { bytes: 1 })
      const ref = `refs/heads/try-${verdicts.size}`
      const verdict = await keeper.decide(s, [{ ref, oldSha: '0'.repeat(40), newSha: sha }], [])
      verdicts.set(s.pushId, verdict.accept)
      await keeper.abandoned(s, 'only a try')
    }
    const rows = await t.db.query<{ id: string; in_time: boolean }>('select id, received_at < $1 as in_time from pushes', [deadline_at])
    expect(rows.filter((r) => verdicts.has(r.id) && verdicts.get(r.id) !== r.in_time)).toEqual([])
    expect([...verdicts.values()]).toContain(true)
    expect([...verdicts.values()]).toContain(false)
    await t.shift(STAMP_SECONDS)
    expect((await portal(who)).state).toBe('submitted_empty')
  })

  it('moves with an extension, which nobody can take back', async () => {
    const who = await started()
    await t.call(assignmentOps.grantExtension, t.owner, { params: who.params, body: { seconds: 3600, reason: 'Power cut' } })
    await t.shift(4 * 3600 + 60)
    await t.settle()
    const sha = await commit(who.work, 'a.txt', 'a')
    expect((await push(who.work)).output).toContain('58 minutes left')
    await expect(t.db.query('delete from deadline_extensions')).rejects.toThrow('never changed')
    await t.shift(3600)
    await t.settle()
    expect(await portal(who)).toMatchObject({ state: 'submitted', receipt: { commit: sha }, extensions: [{ seconds: 3600, reason: 'Power cut' }] })
    await expect(t.call(assignmentOps.grantExtension, t.owner, { params: who.params, body: { seconds: 60, reason: 'More' } })).rejects.toMatchObject({ code: 'assignment_not_running' })
    await expect(t.db.query('update submissions set empty = true')).rejects.toThrow('never changed')
  })
})

describe('submitting early', () => {
  it('refuses pushes until it is undone, and then goes on', async () => {
    const who = await started()
    const first = await commit(who.work, 'a.txt', 'a')
    await push(who.work)
    const early = await t.call(assignmentOps.submitNow, who.candidate, { params: who.params })
    expect(early).toMatchObject({ state: 'started', can_submit: false, would_submit: first })
    const second = await commit(who.work, 'b.txt', 'b')
    expect((await push(who.work)).output).toContain('You submitted early; undo it on your page to go on.')
    await t.call(assignmentOps.undoSubmission, who.candidate, { params: who.params })
    expect((await push(who.work)).code).toBe(0)
    await t.call(assignmentOps.submitNow, who.candidate, { params: who.params })
    await t.shift(599)
    await t.settle()
    expect((await portal(who)).can_undo_until).not.toBeNull()
    await t.shift(2 + STAMP_SECONDS)
    await t.settle()
    expect(await portal(who)).toMatchObject({ state: 'submitted', can_undo_until: null, receipt: { commit: second, source: 'candidate' } })
    await expect(t.call(assignmentOps.undoSubmission, who.candidate, { params: who.params })).rejects.toMatchObject({ code: 'submission_sealed' })
  })
})

describe('sealing', () => {
  it('happens on reading, without any timer, and gives a receipt that is a file', async () => {
    const who = await started()
    await t.shift(OVER)
    const seen = await t.call(assignmentOps.getAssignment, t.owner, { params: { id: who.applicationId } })
    expect(seen).toMatchObject({ state: 'submitted_empty', receipt: { empty: true, received_at: null } })
    const file = await t.call(assignmentOps.getReceipt, who.candidate, { params: who.params })
    expect(JSON.parse(Buffer.from(file.bytes).toString())).toEqual(seen.receipt)
  })

  it('owes the pay exactly once, in the same transaction', async () => {
    const who = await started()
    await t.shift(OVER)
    await Promise.all([portal(who), portal(who), t.settle(), t.settle()])
    expect(await t.db.query(`select 1 from submissions`)).toHaveLength(1)
    const { items } = await t.call(payoutOps.listPortalPayouts, who.candidate, { params: { id: who.applicationId } })
    expect(items).toMatchObject([{ state: 'accrued', amount: { amount_minor: 40_000, currency: 'USD' } }])
    expect(await t.db.query(`select 1 from events where type = 'payout.accrued'`)).toHaveLength(1)
    const body = { reference: 'SEPA 1', paid_on: new Date().toISOString().slice(0, 10) }
    const id = items[0]!.id
    expect(await t.call(payoutOps.recordPayment, t.owner, { params: { id }, body })).toMatchObject({ state: 'paid', reference: 'SEPA 1' })
    await expect(t.call(payoutOps.recordPayment, t.owner, { params: { id }, body })).rejects.toMatchObject({ code: 'payout_paid' })
    expect((await t.db.query<{ kept: boolean }>(`select kept_at is not null as kept from promises where kind = 'payment'`))[0]?.kept).toBe(true)
    await t.settle()
    const subjects = (await t.db.query<{ subject: string }>('select subject from mails order by created_at')).map((m) => m.subject).join('\n')
    for (const words of ['Your take-home is ready', 'Your clock is running', 'Your submission is sealed', 'You have earned $400 USD', 'Your $400 USD was sent']) expect(subjects).toContain(words)
  })

  it('owes nothing for an empty one where only pushed work is paid', async () => {
    const who = await started({ policy: 'when_pushed' })
    await t.shift(OVER)
    expect((await portal(who)).receipt).toMatchObject({ empty: true, pay: null })
    expect(await t.db.query('select 1 from payouts')).toEqual([])
  })

  it('is taken back whole when a reaction to it fails', async () => {
    const failing = { name: 'failing', reactions: { 'submission.sealed': () => Promise.reject(new Error('the ledger is closed')) } }
    const who = await started({ features: [...FEATURES, failing] })
    await t.shift(OVER)
    await expect(portal(who)).rejects.toThrow('the ledger is closed')
    expect(await t.db.query('select 1 from submissions')).toEqual([])
    expect(await t.db.query('select 1 from payouts')).toEqual([])
    expect((await t.db.query<{ state: string }>('select state from assignments'))[0]?.state).toBe('started')
  })

  it('settles what a dead gateway left by what the refs say', async () => {
    const who = await started()
    const sha = await commit(who.work, 'a.txt', 'a')
    await push(who.work)
    await t.db.query(`update pushes set state = 'accepted'`)
    await t.db.query(`update push_updates set applied = false`)
    const keeper = createGatekeeper(t.ctx)
    await keeper.firstByte({ repoId: who.repoId, ip: '', age: () => 0 })
    await reconcilePushes(t.ctx)
    expect(await t.db.query('select state from pushes order by received_at')).toEqual([{ state: 'applied' }, { state: 'void' }])
    expect((await portal(who)).would_submit).toBe(sha)
  })
})

describe('reading the code', () => {
  it('shows files with their change, text, links as text, the diff, and commits beside the times we received them', async () => {
    const who = await started()
    const sha = await commit(who.work, 'src.txt', 'one\ntwo\n')
    await push(who.work)
    await t.shift(OVER)
    const { submission_id } = await t.call(assignmentOps.getAssignment, t.owner, { params: { id: who.applicationId } })
    const params = { id: submission_id! }
    const { items } = await t.call(submissionOps.listSubmissionFiles, t.owner, { params })
    expect(items).toEqual([expect.objectContaining({ path: 'RUBRIC.md', change: 'unchanged' }), expect.objectContaining({ path: 'src.txt', change: 'added', size: 8 })])
    expect(await t.call(submissionOps.getSubmissionFile, t.owner, { params, query: { path: 'src.txt' } })).toMatchObject({ text: 'one\ntwo\n', binary: false })
    await expect(t.call(submissionOps.getSubmissionFile, t.owner, { params, query: { path: '../x' } })).rejects.toBeDefined()
    expect((await t.call(submissionOps.getSubmissionDiff, t.owner, { params })).patch).toContain('+two')
    const commits = await t.call(submissionOps.listSubmissionCommits, t.owner, { params })
    expect(commits.items).toMatchObject([{ sha, author: 'Ada' }])
    expect(commits.items[0]?.received_at).not.toBeNull()
  })

  it('is not for members of another organization', async () => {
    const who = await started()
    await t.shift(OVER)
    const { submission_id } = await t.call(assignmentOps.getAssignment, t.owner, { params: { id: who.applicationId } })
    const stranger = { ...t.owner, orgId: 'org_other', memberId: 'mem_other' } as typeof t.owner
    await expect(t.call(submissionOps.listSubmissionFiles, stranger, { params: { id: submission_id! } })).rejects.toMatchObject({ status: 404 })
    await expect(t.call(assignmentOps.getAssignment, stranger, { params: { id: who.applicationId } })).rejects.toMatchObject({ status: 404 })
  })
})
