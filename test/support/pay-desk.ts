/** A company that pays, without a browser: its use cases are called as they are, on a database of their own. For many quick tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import type { Role } from '#contract/accounts.ts'
import type { EventType } from '#contract/events.ts'
import type { AnswerOf, InputOf, Operation } from '#contract/operation.ts'
import { hiringProcess } from '#contract/process.ts'
import type { Rails } from '#server/adapters/payments/port.ts'
import { applications } from '#server/features/applications/feature.ts'
import { applicationFormStage, registerStageTypes, setStageGate, submitApplication } from '#server/features/applications/index.ts'
import { assignments } from '#server/features/assignments/feature.ts'
import { codeAssignmentStage } from '#server/features/assignments/index.ts'
import { offerStage } from '#server/features/offers/index.ts'
import { payoutBatches } from '#server/features/payout-batches/feature.ts'
import { payouts } from '#server/features/payouts/feature.ts'
import { whyNotInvite } from '#server/features/payouts/index.ts'
import { newId } from '#server/lib/ids.ts'
import { openContext } from '#server/open-context.ts'
import { readConfig } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { setReaders } from '#server/platform/events/record.ts'
import type { MailDraft, RequestContext } from '#server/platform/feature.ts'
import type { MemberPrincipal, Principal } from '#server/platform/principal.ts'
import { RunAgain } from '#server/platform/tasks/worker.ts'
import type { StoredEvent } from '#server/platform/tx.ts'
import { type TestDatabase, cloneDatabase } from './database.ts'
import { PAY } from './payouts.ts'

const FEATURES = [applications, assignments, payouts, payoutBatches]
/** What the worker would do of itself, of pay and of take-homes that are over. */
const TASKS = { ...payouts.tasks, 'assignment.seal': assignments.tasks?.['assignment.seal'] }
const HANDLED = [payouts, payoutBatches, applications].flatMap((f) => f.routes ?? [])

export interface Job {
  id: string
  stages: ReturnType<typeof hiringProcess.parse>['stages']
  version: string
}

export interface PayoutRow {
  [column: string]: unknown
  id: string
  application_id: string
  state: string
  reason: string
  rail: string
  sends: number
  provider_id: string | null
  approvals_needed: number
}

export interface Company {
  orgId: string
  owner: MemberPrincipal
  second: MemberPrincipal
  recruiter: MemberPrincipal
  /** Has no part in money. */
  interviewer: MemberPrincipal
  /** Pays whoever applies, at once. */
  paying: Job
  /** Screens, and then pays for a take-home. */
  trial: Job
}

export interface PayDesk extends Company {
  ctx: Context
  db: TestDatabase
  /** Calls the handler of an operation as somebody; the answer is checked by the contract. */
  call<O extends Operation>(operation: O, as: Principal, input?: Partial<InputOf<O>>, request?: Partial<RequestContext>): Promise<AnswerOf<O>>
  /** @returns the application */
  apply(email: string, job?: Job): Promise<string>
  candidate(email: string): Principal
  /** The newest payout of an application. */
  payout(application: string): Promise<PayoutRow>
  payouts(application: string): Promise<PayoutRow[]>
  steps(application: string): Promise<string>
  /** So many seconds pass by the database's clock, and what is due then of pay and of take-homes is done. */
  pass(seconds: number): Promise<void>
  /** What is waiting to be done of a kind, and how many seconds from when it was wanted. */
  waiting(kind: string): Promise<{ key: string; seconds: number }[]>
  /** The mails that everything since the last call comes to. */
  mails(): Promise<MailDraft[]>
  /** Of a name of its own, where a test wants more than one. */
  another(slug?: string): Promise<Company>
  close(): Promise<void>
}

export async function openPayDesk(o: { rails?: Rails; env?: Record<string, string> } = {}): Promise<PayDesk> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-desk-'))
  const db = await cloneDatabase()
  setReaders(FEATURES)
  setStageGate(whyNotInvite)
  registerStageTypes([applicationFormStage, codeAssignmentStage, offerStage])
  const config = readConfig({ DATA_DIR: dir, PUBLIC_URL: 'https://hire.example', LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent', CHECKS: 'off', ...o.env })
  const { ctx, close } = await openContext(config, { connection: db.connection, poolSize: 6, rails: o.rails ?? {} })
  const acme = await found(ctx, db, 'acme', 'Acme')
  const rows = (application: string) => db.query<PayoutRow>('select * from payouts where application_id = $1 order by id', [application])
  return {
    ...acme,
    ctx,
    db,
    call: (operation, as, input = {}, request = {}) => callAs(ctx, operation, as, input, request),
    apply: (email, job = acme.paying) => apply(ctx, email, job),
    candidate: (email) => ({ kind: 'candidate', email, sessionId: 'none' }),
    payout: async (application) => (await rows(application)).at(-1) ?? expect.fail(`Nothing was earned with ${application}`),
    payouts: rows,
    steps: async (application) => (await db.query<{ state: string }>('select s.state from payout_steps s join payouts p on p.id = s.payout_id where p.application_id = $1 order by p.id, s.seq', [application])).map((s) => s.state).join(' '),
    pass: (seconds) => pass(ctx, db, seconds),
    waiting: (kind) => db.query<{ key: string; seconds: number }>(`select key, round(extract(epoch from due_at - created_at))::int as seconds from tasks where kind = $1 and state = 'waiting' order by due_at, key`, [kind]),
    mails: createMailbox(ctx, db),
    another: (slug = 'other') => found(ctx, db, slug, 'Other'),
    close: async () => {
      await close()
      await db.drop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const levels = [1, 2, 3, 4, 5].map((level) => ({ level, name: `Level ${level}`, description: 'What that looks like.' }))
const FORM = { key: 'application', type: 'application_form', name: 'Application' }
const OFFER = { key: 'offer', type: 'offer', name: 'Offer', config: { how_we_work: 'We decide in writing.' } }
const rubric = { name: 'Work', criteria: [{ id: 'data', name: 'Data model', weight: 100, levels }] }
const TAKE_HOME = { key: 'take-home', type: 'code_assignment', name: 'Take-home', payout: { ...PAY, pay_within: 'P5D' }, config: { time_limit: 'PT4H', scaffold: 'none', rubric, summary: 'Build a small API.', task: 'All of it.' } }

async function found(ctx: Context, db: TestDatabase, slug: string, name: string): Promise<Company> {
  const now = await ctx.transaction((tx) => Promise.resolve(tx.now))
  const orgId = newId('org', now)
  await db.query('insert into organizations (id, slug, name, created_at) values ($1, $2, $3, $4)', [orgId, slug, name, now])
  const member = (who: string, role: Role) => join(db, now, { orgId, who, role, email: `${who.toLowerCase()}@${slug}.test` })
  const job = (title: string, stages: object[]) => openJob(db, now, { orgId, title, stages })
  return {
    orgId,
    owner: await member('Olivia', 'owner'),
    second: await member('Sam', 'owner'),
    recruiter: await member('Remy', 'recruiter'),
    interviewer: await member('Ines', 'interviewer'),
    paying: await job('Paid at once', [{ ...FORM, payout: { ...PAY, pay_within: 'P5D' }, config: { screening_enabled: false } }, OFFER]),
    trial: await job('With a trial', [{ ...FORM, config: { screening_enabled: true } }, TAKE_HOME, OFFER]),
  }
}

async function join(db: TestDatabase, now: Date, m: { orgId: string; who: string; role: Role; email: string }): Promise<MemberPrincipal> {
  const [userId, memberId] = [newId('usr', now), newId('mem', now)]
  await db.query('insert into users (id, email, name, created_at) values ($1, $2, $3, $4)', [userId, m.email, m.who, now])
  await db.query('insert into members (id, org_id, user_id, role, created_at) values ($1, $2, $3, $4, $5)', [memberId, m.orgId, userId, m.role, now])
  return { kind: 'member', userId, memberId, orgId: m.orgId, role: m.role, name: m.who, email: m.email, scopes: null, sessionId: null }
}

async function openJob(db: TestDatabase, now: Date, j: { orgId: string; title: string; stages: object[] }): Promise<Job> {
  const process = hiringProcess.parse({ name: j.title, stages: j.stages })
  const [id, version] = [newId('job', now), newId('ver', now)]
  await db.query('insert into jobs (id, org_id, slug, title, state, process, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [id, j.orgId, j.title.toLowerCase().replaceAll(' ', '-'), j.title, 'open', JSON.stringify(process), now])
  await db.query('insert into process_versions (id, org_id, job_id, version, process, sha256, published_at) values ($1, $2, $3, 1, $4, $5, $6)', [version, j.orgId, id, JSON.stringify(process), 'x', now])
  return { id, stages: process.stages, version }
}

/** Another job of a company, with stages of one's own. */
export async function openAnotherJob(desk: PayDesk, title: string, stages: object[]): Promise<Job> {
  const now = await desk.ctx.transaction((tx) => Promise.resolve(tx.now))
  return openJob(desk.db, now, { orgId: desk.orgId, title, stages })
}

async function apply(ctx: Context, email: string, job: Job): Promise<string> {
  return ctx.transaction(async (tx) => {
    const { org_id: orgId } = await tx.sql.selectFrom('jobs').select('org_id').where('id', '=', job.id).executeTakeFirstOrThrow()
    return submitApplication(tx, { orgId, jobId: job.id, processVersionId: job.version, stages: job.stages, name: email.split('@')[0] ?? '', email, answers: {}, links: [], resumeFileId: null })
  })
}

async function callAs<O extends Operation>(ctx: Context, operation: O, as: Principal, input: Partial<InputOf<O>>, request: Partial<RequestContext>): Promise<AnswerOf<O>> {
  const route = HANDLED.find((r) => r.operation === operation) ?? expect.fail(`Nobody handles ${operation.path}`)
  const parsed = { params: operation.params.parse(input.params ?? {}), query: operation.query.parse(input.query ?? {}), body: operation.body.parse(input.body ?? {}) }
  // What a request brings besides is of no account here, unless it is given.
  const mine = { ...ctx.as(as), requestId: 'req', ip: '', userAgent: '', rawBody: null, stream: null, header: () => undefined, ...request } as unknown as RequestContext
  const { run } = route
  const answer = run.mode === 'tx' ? await mine.transaction((tx) => run.handle(tx, parsed, mine)) : await run.handle(mine, parsed)
  if (!operation.file) operation.answer.parse(answer)
  return answer as AnswerOf<O>
}

interface Due {
  id: string
  kind: string
  payload: Record<string, unknown>
}

async function pass(ctx: Context, db: TestDatabase, seconds: number): Promise<void> {
  if (seconds > 0) await db.query(`insert into clock_shift (shift) values (make_interval(secs => $1)) on conflict (one) do update set shift = clock_shift.shift + excluded.shift`, [seconds])
  const kinds = Object.keys(TASKS)
  for (let round = 0; round < 10; round++) {
    const due = await db.query<Due & Record<string, unknown>>(`update tasks set state = 'done' where kind = any($1) and state = 'waiting' and due_at <= hw_now() returning id, kind, payload`, [kinds])
    if (due.length === 0) return
    for (const t of due) await taskOf(t.kind)?.(ctx, t.payload).catch((error: unknown) => again(db, t.id, error))
  }
}

const taskOf = (kind: string) => new Map(Object.entries(TASKS)).get(kind)

async function again(db: TestDatabase, id: string, error: unknown) {
  if (!(error instanceof RunAgain)) throw error
  await db.query(`update tasks set state = 'waiting', due_at = hw_now() + make_interval(secs => $2) where id = $1`, [id, error.seconds])
}

interface EventRow {
  [column: string]: unknown
  id: string
  seq: number
  org_id: string
  at: Date
  type: EventType
  application_id: string | null
  job_id: string | null
  data: StoredEvent['data']
}

function createMailbox(ctx: Context, db: TestDatabase): () => Promise<MailDraft[]> {
  const read = new Set<string>()
  return async () => {
    const drafts: MailDraft[] = []
    for (const e of await db.query<EventRow>(`select * from events where type like 'payout%' order by org_id, seq`)) {
      // Typed by event in the manifest; here each event is handed to its own.
      const compose = payouts.mails?.[e.type] as ((tx: unknown, event: unknown, ctx: Context) => Promise<MailDraft[]>) | undefined
      if (read.has(e.id) || !compose) continue
      read.add(e.id)
      drafts.push(...(await ctx.transaction((tx) => compose(tx, { ...e, orgId: e.org_id, applicationId: e.application_id, jobId: e.job_id, actor: { kind: 'system', id: null, name: '' } }, ctx))))
    }
    return drafts
  }
}
