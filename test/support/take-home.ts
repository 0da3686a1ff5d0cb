import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AnswerOf, InputOf, Operation } from '#contract/operation.ts'
import { hiringProcess } from '#contract/process.ts'
import { client, git } from '#server/adapters/git/test-kit.ts'
import { type GitServer, startGitServer } from '#server/adapters/git/server.ts'
import { applications } from '#server/features/applications/feature.ts'
import { applicationFormStage, registerStageTypes, submitApplication } from '#server/features/applications/index.ts'
import { assignments } from '#server/features/assignments/feature.ts'
import { codeAssignmentStage, createGatekeeper } from '#server/features/assignments/index.ts'
import { payouts } from '#server/features/payouts/feature.ts'
import { newId } from '#server/lib/ids.ts'
import { openContext, placesOf } from '#server/open-context.ts'
import { readConfig } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { setReaders } from '#server/platform/events/record.ts'
import type { Feature, RequestContext } from '#server/platform/feature.ts'
import type { Principal } from '#server/platform/principal.ts'
import { startBackground } from '#server/processes/worker.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'

export const FEATURES = [applications, assignments, payouts]

export interface TakeHome {
  ctx: Context
  db: TestDatabase
  server: GitServer
  owner: Principal
  dir: string
  /** Calls the handler an operation is bound to, as somebody. The answer is checked against the contract. */
  call<O extends Operation>(operation: O, as: Principal, input?: Partial<InputOf<O>>): Promise<AnswerOf<O>>
  /** Somebody applies and is offered the take-home at once. */
  apply(email: string): Promise<{ applicationId: string; assignmentId: string; repoId: string; candidate: Principal }>
  shift(seconds: number): Promise<void>
  settle(): Promise<void>
  close(): Promise<void>
}

export interface TakeHomeOptions {
  timeLimit?: string
  policy?: 'always' | 'when_pushed'
  features?: Feature[]
  /** Where repositories live; `env` says how to reach it. */
  provider?: 'built-in' | 'github'
  env?: Record<string, string>
}

const levels = [1, 2, 3, 4, 5].map((level) => ({ level, name: `Level ${level}`, description: 'What that looks like.' }))

function processOf(o: TakeHomeOptions) {
  const payout = { amount_minor: 40_000, currency: 'USD', policy: o.policy ?? 'always' }
  const rubric = { name: 'Work', criteria: [{ id: 'data', name: 'Data model', weight: 100, levels }] }
  return hiringProcess.parse({
    name: 'Take-home only',
    stages: [
      { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: false } },
      { key: 'take-home', type: 'code_assignment', name: 'Paid take-home', payout, config: { time_limit: o.timeLimit ?? 'PT4H', scaffold: 'none', provider: o.provider, rubric, summary: 'Build a small API.', task: 'All of it.' } },
    ],
  })
}

/** The take-home alone: database, real git over HTTP, timers and mail queue; people are made by hand. */
export async function startTakeHome(o: TakeHomeOptions = {}): Promise<TakeHome> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-take-home-'))
  const db = await cloneDatabase()
  const config = readConfig({ DATA_DIR: dir, LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent', ...o.env })
  const features = o.features ?? FEATURES
  setReaders(features)
  registerStageTypes([applicationFormStage, codeAssignmentStage])
  const { ctx, door, close } = await openContext(config, { connection: db.connection, poolSize: 12 })
  const places = placesOf(dir)
  const server = await startGitServer({ listen: { port: 0, host: '127.0.0.1' }, reposDir: places.repos, spoolDir: places.spool, gatekeeper: createGatekeeper(ctx), log: ctx.log, doorKey: door.key, closeMs: 500, clientIp: () => '127.0.0.1' })
  door.leadTo(() => ({ port: server.port, host: '127.0.0.1' }))
  const worker = startBackground(ctx, features, { send: () => Promise.resolve(), close: () => {} }, { poll: false })
  const { orgId, jobId, versionId, owner, process: hiring } = await makeJob(ctx, db, o)

  return {
    ctx,
    db,
    server,
    owner,
    dir,
    call: async (operation, as, input = {}) => {
      const route = features.flatMap((f) => f.routes ?? []).find((r) => r.operation === operation)
      if (!route) throw new Error(`Nobody handles ${operation.path}`)
      const parsed = { params: operation.params.parse(input.params ?? {}), query: operation.query.parse(input.query ?? {}), body: operation.body.parse(input.body ?? {}) }
      const mine = { ...ctx.as(as), requestId: 'req', ip: '', userAgent: '', rawBody: null, stream: null } as unknown as RequestContext
      const { run } = route
      const answer = run.mode === 'tx' ? await mine.transaction((tx) => run.handle(tx, parsed, mine)) : await run.handle(mine, parsed)
      if (!operation.file) operation.answer.parse(answer)
      return answer as never
    },
    apply: async (email) => {
      const applicationId = await ctx.transaction((tx) => submitApplication(tx, { orgId, jobId, processVersionId: versionId, stages: hiring.stages, name: 'Ada', email, answers: {}, links: [], resumeFileId: null }))
      const [row] = await db.query<{ id: string; repo_id: string }>('select id, repo_id from assignments where application_id = $1', [applicationId])
      return { applicationId, assignmentId: row!.id, repoId: row!.repo_id, candidate: { kind: 'candidate', email, sessionId: 'ses' } }
    },
    shift: async (seconds) => {
      await db.query('insert into clock_shift (shift) values (make_interval(secs => $1)) on conflict (one) do update set shift = clock_shift.shift + excluded.shift', [seconds])
    },
    settle: () => worker.drain(),
    close: async () => {
      await worker.stop()
      await server.close()
      await close()
      await db.drop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function makeJob(ctx: Context, db: TestDatabase, o: TakeHomeOptions) {
  const now = await ctx.transaction((tx) => Promise.resolve(tx.now))
  const [orgId, userId, memberId, jobId, versionId] = ['org', 'usr', 'mem', 'job', 'ver'].map((kind) => newId(kind, now)) as [string, string, string, string, string]
  const process = processOf(o)
  await db.query('insert into organizations (id, slug, name, created_at) values ($1, $2, $3, $4)', [orgId, 'acme', 'Acme', now])
  await db.query('insert into users (id, email, name, created_at) values ($1, $2, $3, $4)', [userId, 'olivia@acme.test', 'Olivia', now])
  await db.query('insert into members (id, org_id, user_id, role, created_at) values ($1, $2, $3, $4, $5)', [memberId, orgId, userId, 'owner', now])
  await db.query('insert into jobs (id, org_id, slug, title, state, process, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [jobId, orgId, 'backend', 'Backend Engineer', 'open', JSON.stringify(process), now])
  await db.query('insert into process_versions (id, org_id, job_id, version, process, sha256, published_at) values ($1, $2, $3, 1, $4, $5, $6)', [versionId, orgId, jobId, JSON.stringify(process), 'x', now])
  const owner: Principal = { kind: 'member', userId, memberId, orgId, role: 'owner', name: 'Olivia', email: 'olivia@acme.test', scopes: null, sessionId: null }
  return { orgId, jobId, versionId, owner, process }
}

let count = 0

/** A working copy of a candidate's repository, by way of the real client and the gateway. */
export async function cloneWith(t: TakeHome, repoId: string, token: string): Promise<string> {
  const work = path.join(t.dir, `work-${++count}`)
  await git(t.dir, 'clone', '--quiet', gitUrl(t, repoId, token), work)
  return work
}

export function gitUrl(t: TakeHome, repoId: string, token: string): string {
  return `http://me:${token}@127.0.0.1:${t.server.port}/git/${repoId}.git`
}

/** Pushes and never rejects: refusals are what many tests look at. */
export function push(work: string, ...args: string[]) {
  return client(work, ['push', ...(args.length > 0 ? args : ['origin', 'main'])])
}
