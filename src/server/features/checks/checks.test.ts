import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { defaultLimits } from '#server/adapters/sandbox/limits.ts'
import { NoDependencies, SandboxStopped, type Sandbox, type SandboxFile, type SandboxJob, type SandboxResult } from '#server/adapters/sandbox/port.ts'
import { newId } from '#server/lib/ids.ts'
import type { Context } from '#server/platform/context.ts'
import { startTestApp, type TestApp } from '#test/support/app.ts'
import { givenSubmission } from '#test/support/submission.ts'
import { passTurn, takeTurn } from './queue-store.ts'
import { runChecks } from './run-checks.ts'
import { setOutcome } from './store.ts'

let app: TestApp
let given: Awaited<ReturnType<typeof givenSubmission>>
let params: { id: string }
beforeAll(async () => {
  app = await startTestApp()
  given = await givenSubmission(app)
  params = { id: (await given.owner.call(operations.getAssignment, { params: { id: given.id } })).submission_id ?? '' }
})
afterAll(() => app.close())

const REPORT = JSON.stringify({ testResults: [{ name: '/job/hidden/a.test.ts', assertionResults: [{ fullName: 'holds', status: 'failed', failureMessages: ['no'] }] }] })

interface Seen {
  files: SandboxFile[]
  job: SandboxJob
}

/** Where nothing really runs: notes what it was given, and answers as told. */
function pretend(o: Partial<SandboxResult> = {}, dependencies: Sandbox['dependencies'] = () => Promise.resolve({ from: '/nowhere' })): { ctx: Context; seen: Seen[] } {
  const seen: Seen[] = []
  const output = { bytes: Buffer.from('said\0 this'), truncated: false }
  const run = async (job: SandboxJob) => {
    const files: SandboxFile[] = []
    for await (const file of job.files) files.push(file)
    seen.push({ files, job })
    const name = /\/results\/(\S+)\.json/.exec(job.command.join(' '))?.[1] ?? ''
    return { end: 'exited', exitCode: 1, stdout: output, stderr: { bytes: Buffer.from(name), truncated: false }, results: new Map([[`${name}.json`, Buffer.from(REPORT)]]), resultsTruncated: false, wallMs: 5, limits: { ...defaultLimits, ...job.limits }, ...o } satisfies SandboxResult
  }
  const sandbox: Sandbox = { standing: () => Promise.resolve({ kind: 'bubblewrap', bounds: 'cgroup', says: 'It runs.' }), run, dependencies, keep: () => Promise.resolve('/hidden'), stop: () => {} }
  return { ctx: { ...app.ctx, sandbox }, seen }
}

/** A run that waits, as if somebody had asked. */
async function waiting(): Promise<string> {
  await app.db.query(`update check_runs set state = 'not_run', ended_at = now() where state in ('waiting', 'running')`)
  const [owner] = await app.db.query<{ id: string; org_id: string }>(`select id, org_id from members where role = 'owner'`)
  const id = newId('chk', new Date((await now()).getTime()))
  await app.db.query(`insert into check_runs (id, org_id, application_id, submission_id, asked_by, asked_at) values ($1, $2, $3, $4, $5, $6)`, [id, owner?.org_id, given.id, params.id, owner?.id, await now()])
  return id
}

const now = () => app.ctx.transaction((tx) => Promise.resolve(tx.now))

describe('after sealing', () => {
  it('says plainly why nothing ran, where there is no sandbox', async () => {
    const { run, sandbox, can_run_again } = await given.owner.call(operations.getChecks, { params })
    expect(run).toMatchObject({ state: 'not_run', reason: 'Checks are switched off on this server (CHECKS=off).', asked_by: null, steps: [] })
    expect({ sandbox, can_run_again }).toEqual({ sandbox: { available: false, says: 'Checks are switched off on this server (CHECKS=off).' }, can_run_again: false })
    await expect(given.owner.call(operations.runChecksAgain, { params })).rejects.toMatchObject({ status: 409, code: 'no_sandbox' })
  })

  it('is asked for once, however often the event is told', async () => {
    await app.db.query(`update tasks set state = 'waiting', due_at = now() where kind = 'effect:checks'`)
    await app.settle()
    expect(await app.db.query('select id from check_runs where submission_id = $1', [params.id])).toHaveLength(1)
  })
})

describe('what runs', () => {
  it('is the submission at its sealed commit, the starter’s dependencies, and the hidden tests for their own step alone', async () => {
    const id = await waiting()
    const { ctx, seen } = pretend()
    await runChecks(ctx, id, id)
    expect(seen.map(({ job }) => (job.binds ?? []).map((b) => b.at))).toEqual([['/job/node_modules'], ['/job/node_modules', '/job/hidden'], ['/job/node_modules'], ['/job/node_modules']])
    expect(seen[0]?.files.map((f) => f.path)).toContain('src/bookings.ts')
    expect(seen.flatMap(({ files }) => files.map((f) => f.path)).filter((p) => p.startsWith('hidden/'))).toEqual([])
    expect(seen.map(({ job }) => job.limits?.wallMs)).toEqual([120_000, 120_000, 120_000, 120_000])
    expect(new Set(seen.flatMap(({ job }) => Object.keys(job.env ?? {})))).toEqual(new Set(['CI', 'TZ', 'NO_COLOR', 'FORCE_COLOR']))
  })

  it('is kept as evidence for the team, without the name its report had', async () => {
    const { run } = await given.ana.call(operations.getChecks, { params })
    const hidden = run?.steps.find((s) => s.kind === 'hidden_tests')
    expect(hidden).toMatchObject({ counts: { passed: 0, failed: 1, skipped: 0 }, tests: [{ name: 'holds', state: 'failed', message: 'no' }], exit_code: 1, log: 'said\u{fffd} this\n\nreport' })
    expect(run?.notes).toEqual(['It runs.'])
  })

  it('is an outcome also when a step was ended, left no report, or its dependencies are missing', async () => {
    const first = await waiting()
    await runChecks(pretend({ end: 'out_of_memory', exitCode: null, results: new Map() }).ctx, first, first)
    const ended = (await given.owner.call(operations.getChecks, { params })).run
    expect(ended?.steps[0]).toMatchObject({ end: 'out_of_memory', exit_code: null, counts: null, tests: [] })

    const second = await waiting()
    await runChecks(pretend({}, () => Promise.reject(new NoDependencies('No registry answered.'))).ctx, second, second)
    expect((await given.owner.call(operations.getChecks, { params })).run).toMatchObject({ state: 'not_run', reason: 'No registry answered.' })

    const third = await waiting()
    await runChecks(pretend({}, () => Promise.reject(new Error('/secret/place is full'))).ctx, third, third)
    const reason = (await given.owner.call(operations.getChecks, { params })).run?.reason ?? ''
    expect(reason).toMatch(/went wrong on this server/)
    expect(reason).not.toContain('secret')
  })
})

describe('who sees it', () => {
  it('is the team of the application, never the candidate, and never another company', async () => {
    for (const member of [given.owner, given.ana]) expect((await member.call(operations.getChecks, { params })).run).not.toBeNull()
    await expect(given.casey.call(operations.getChecks, { params })).rejects.toMatchObject({ status: 401 })
    await expect(app.visitor().call(operations.getChecks, { params })).rejects.toMatchObject({ status: 401 })
    const portal = JSON.stringify([await given.casey.call(operations.getPortalAssignment, { params: { id: given.id } }), await given.casey.call(operations.getPortalApplication, { params: { id: given.id } })])
    expect(portal).not.toMatch(/holds"|check_|chk_/)
  })

  it('is asked for again by an owner alone', async () => {
    await expect(given.ana.call(operations.runChecksAgain, { params })).rejects.toMatchObject({ status: 403 })
  })
})

describe('whose turn it is', () => {
  it('is one at a time where there is one place, is handed on, and is never two runs for one', async () => {
    const id = await waiting()
    const take = (turn: string, atOnce = 1) => app.ctx.transaction((tx) => takeTurn(tx, id, turn, atOnce))
    expect(await take('a', 0)).toBeNull()
    expect((await take('a'))?.turn).toBe('a')
    expect((await take('a'))?.turn).toBe('a')
    expect(await take('b')).toBeNull()
    expect(await app.ctx.transaction((tx) => setOutcome(tx, id, 'b', { state: 'not_run', reason: 'late' }))).toBe(false)
    expect(await app.ctx.transaction((tx) => setOutcome(tx, id, 'a', { state: 'not_run', reason: 'x' }))).toBe(true)

    const next = await waiting()
    const passed = await app.ctx.transaction((tx) => passTurn(tx, id))
    expect(passed?.run.id).toBe(next)
    expect(await app.ctx.transaction((tx) => takeTurn(tx, next, next, 5))).toBeNull()
    expect((await app.ctx.transaction((tx) => takeTurn(tx, next, passed?.turn ?? '', 5)))?.id).toBe(next)
    expect(await app.ctx.transaction((tx) => passTurn(tx, id))).toBeNull()
  })

  it('is still its own when the program ended in the middle', async () => {
    const id = await waiting()
    const interrupted = pretend({}, () => Promise.reject(new SandboxStopped('ending')))
    await expect(runChecks(interrupted.ctx, id, id)).rejects.toThrow(SandboxStopped)
    expect((await given.owner.call(operations.getChecks, { params })).run?.state).toBe('running')
    await runChecks(pretend().ctx, id, id)
    expect((await given.owner.call(operations.getChecks, { params })).run?.state).toBe('done')
  })

  it('runs nothing under a turn that is not its own', async () => {
    const id = await waiting()
    const { ctx, seen } = pretend()
    await ctx.transaction((tx) => takeTurn(tx, id, 'somebody', 1))
    await runChecks(ctx, id, id)
    expect(seen).toEqual([])
  })
})
