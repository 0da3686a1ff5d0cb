import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import type { AnswerOf, Operation } from '#contract/operation.ts'
import { startEmbeddedPostgres } from '#server/platform/db/embedded/start.ts'
import { PASSWORD } from '#test/support/app.ts'
import { type CallInput, Client, ProblemError } from '#test/support/client.ts'
import { ANSWERS, FEEDBACK, git, openJob } from '#test/support/hire.ts'

const KILLS = 20
const SEED = 7

let dir: string
let port: number
let server: ChildProcess
let kills = 0
let ending = false

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-kill-'))
  port = await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
  server = launch()
}, 60_000)
afterAll(async () => {
  ending = true
  server.kill('SIGTERM')
  await new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(null)))
  rmSync(dir, { recursive: true, force: true })
}, 30_000)

/** The program itself, from its source. */
function launch(): ChildProcess {
  const env = { ...process.env, PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, DATA_DIR: path.join(dir, 'data'), LOG_LEVEL: 'fatal', DATABASE_URL: '', SMTP_URL: '' }
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', 'src/server/cli.ts', 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  return child
}
let printed = ''

/** Kills and restarts at moments drawn from the seed, until enough are counted. */
async function killer() {
  let state = SEED
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  while (!ending && kills < KILLS) {
    await sleep(300 + random() * 1800)
    if (ending) return
    const dead = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGKILL')
    await dead
    kills++
    server = launch()
  }
}

/** Asks until answered: the same key each time, so that being asked twice does nothing twice. */
class Patient extends Client {
  private readonly who = Math.random().toString(36)
  private n = 0
  override async call<O extends Operation>(operation: O, input: CallInput<O> = {}): Promise<AnswerOf<O>> {
    const key = { 'idempotency-key': `${this.who}-${++this.n}` }
    for (let i = 0; ; i++) {
      try {
        return await super.call(operation, input, operation.method === 'GET' ? {} : key)
      } catch (error) {
        if ((error instanceof ProblemError && error.status < 500) || i > 300) throw error
        await sleep(150)
      }
    }
  }
}

async function insist<T>(act: () => Promise<T>, done: () => Promise<T | null>): Promise<T> {
  for (let i = 0; i < 60; i++) {
    const answer = await act().catch(() => null)
    if (answer) return answer
    const already = await done().catch(() => null)
    if (already) return already
    await sleep(300)
  }
  throw new Error(`It never worked. The server printed: ${printed.slice(-2000)}`)
}

const url = () => `http://localhost:${port}`
const ask = () => new Patient(url())

async function signedIn(email: string, first: (who: Patient) => Promise<unknown>): Promise<Patient> {
  const who = ask()
  await insist(() => first(who).then(() => true as const), () => who.call(operations.signIn, { body: { email, password: PASSWORD } }).then(() => true as const))
  return who
}

async function mailTo(owner: Patient, to: string, subject: RegExp): Promise<string> {
  for (let i = 0; i < 200; i++) {
    const found = (await owner.call(operations.listMail, { query: { limit: 200 } })).items.find((m) => m.to === to && subject.test(m.subject))
    if (found) return found.text
    await sleep(200)
  }
  throw new Error(`No mail to ${to} about ${subject}`)
}

async function portal(owner: Patient, email: string): Promise<Patient> {
  const who = ask()
  for (let i = 0; i < 30; i++) {
    await who.call(operations.requestSignInLink, { body: { email } })
    const code = /\b\d{6}\b/.exec(await mailTo(owner, email, /Sign in/))?.[0] ?? ''
    await who.try(operations.redeemSignInLink, { body: { email, code } }).catch(() => null)
    if ((await who.try(operations.getPortal).catch(() => null))?.status === 200) return who
    await sleep(300)
  }
  throw new Error('The portal stays closed')
}

test(`${KILLS} kills during a hire: nothing acknowledged is lost, nothing happens twice`, async () => {
  await expect.poll(() => printed, { timeout: 40_000 }).toContain('#t=')
  const token = /#t=(\w+)/.exec(printed)?.[1] ?? ''
  const owner = await signedIn('olivia@acme.test', (who) => who.call(operations.completeSetup, { body: { token, name: 'Olivia', email: 'olivia@acme.test', password: PASSWORD, organization_name: 'Acme' } }))
  const running = killer()
  const join = async (email: string, role: 'reviewer' | 'interviewer') => {
    await owner.call(operations.inviteMember, { body: { email, name: email, role } })
    const invitation = /#t=(\w+)/.exec(await mailTo(owner, email, /invites/))?.[1] ?? ''
    const who = await signedIn(email, (w) => w.call(operations.acceptInvitation, { body: { token: invitation, name: email, password: PASSWORD } }))
    return { who, id: (await who.call(operations.getSession)).member.id }
  }
  const [ana, ben] = [await join('ana@acme.test', 'reviewer'), await join('ben@acme.test', 'reviewer')]
  const ines = await join('ines@acme.test', 'interviewer')
  const job = await openJob(owner, { reviewers: [ana.id, ben.id], interviewers: [ines.id], timeLimit: 'PT12S' })
  const { application_id: id } = await ask().call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey', email: 'casey@example.org', answers: ANSWERS } })
  const params = { id }
  const casey = await portal(owner, 'casey@example.org')
  await owner.call(operations.advance, { params, body: { from_stage: 'application' } })
  const commit = await takeHome(casey, id)
  await expect.poll(async () => (await owner.call(operations.getApplication, { params })).stage_key, { timeout: 240_000, interval: 500 }).toBe('review')
  const sealed = (await casey.call(operations.getPortalAssignment, { params })).receipt
  if (commit) expect(sealed?.commit).toBe(commit)
  for (const { who } of [ana, ben]) await review(who)
  await owner.call(operations.sendFeedback, { params, body: { text: FEEDBACK } })
  await owner.call(operations.advance, { params, body: { from_stage: 'review' } })
  await interview(ines.who, casey, id)
  await owner.call(operations.advance, { params, body: { from_stage: 'interview' } })
  await references(owner, ines.who, casey, id)
  await owner.call(operations.advance, { params, body: { from_stage: 'references' } })
  // However fast this machine is, the last kills come while somebody signs.
  while (kills < KILLS - 2) await sleep(100)
  await offer(owner, casey, id)
  while (kills < KILLS) await sleep(200)
  ending = true
  await running
  expect(await owner.call(operations.verifyActivity)).toMatchObject({ ok: true })
  expect((await owner.call(operations.getApplication, { params })).state).toBe('hired')
  await expect.poll(async () => (await owner.call(operations.listMail, { query: { limit: 200 } })).items.filter((m) => m.state === 'queued').length, { timeout: 100_000, interval: 500 }).toBe(0)
  await nothingTwice()
}, 480_000)

/** Starts, and pushes through the kills. Returns the commit when the server acknowledged it. */
async function takeHome(casey: Patient, id: string): Promise<string | null> {
  const { id: assignment } = await casey.call(operations.getPortalAssignment, { params: { id } })
  await casey.call(operations.startAssignment, { params: { id: assignment } })
  const { token, clone_url } = await casey.call(operations.createGitToken, { params: { id: assignment } })
  const work = mkdtempSync(path.join(dir, 'work-'))
  for (let i = 0; i < 12; i++) {
    try {
      rmSync(path.join(work, 'repo'), { recursive: true, force: true })
      await git(work, 'clone', '-q', clone_url.replace('://', `://candidate:${token}@`), 'repo')
      const repo = path.join(work, 'repo')
      await git(repo, 'commit', '-q', '--allow-empty', '-m', `Try ${i}`)
      const said = await git(repo, 'push', 'origin', 'main')
      return /Received/.test(said) ? (await git(repo, 'rev-parse', 'HEAD')).trim() : null
    } catch {
      await sleep(200)
    }
  }
  return null
}

async function review(who: Patient) {
  const { items } = await who.call(operations.listMyReviews)
  const reviewId = items[0]?.my_review_id ?? ''
  const params = { id: reviewId }
  const text = 'The unique key on machine and hour makes a double booking impossible.'
  for (const c of ['data-model', 'error-handling', 'test-quality', 'commit-history']) await who.call(operations.saveScore, { params: { id: reviewId, criterion: c }, body: { level: 3, evidence: text } })
  await who.call(operations.saveVerdict, { params, body: { summary: text, recommendation: 'no' } })
  await who.call(operations.sealReview, { params })
}

async function interview(ines: Patient, casey: Patient, id: string) {
  const stage = { id, stage: 'interview' }
  await ines.call(operations.publishSlots, { body: { starts: [26, 28, 30].map(inHours), minutes: 60 } })
  const open = await casey.call(operations.getPortalInterview, { params: stage })
  const params = { id: open.id }
  await casey.call(operations.bookInterview, { params, body: { slot_id: open.slots[0]?.id ?? '', time_zone: 'Europe/Berlin' } })
  await ines.call(operations.markHeld, { params })
  for (const { id: criterion } of (await ines.call(operations.getInterview, { params: stage })).criteria) await ines.call(operations.saveInterviewScore, { params: { ...params, criterion }, body: { level: 4, evidence: 'Changed the hold to a row lock live, and said what it costs.' } })
  await ines.call(operations.saveInterviewVerdict, { params, body: { summary: 'At home in their own code, weighs trade-offs aloud.', recommendation: 'yes' } })
  await ines.call(operations.sealScorecard, { params })
}

async function references(owner: Patient, ines: Patient, casey: Patient, id: string) {
  const params = { id }
  const emails = ['rae@elsewhere.test', 'sam@elsewhere.test']
  await casey.call(operations.nameReferees, { params, body: { referees: emails.map((email) => ({ name: email, email, relationship: 'shipped_with' as const })) } })
  // A link is a secret: the mailbox shows it only while nothing else delivers mail.
  for (const email of emails) {
    const token = /referee\/(\w+)/.exec(await mailTo(owner, email, /referee/))?.[1] ?? ''
    const page = await ask().call(operations.getRefereePage, { params: { token } })
    await ask().call(operations.bookReferenceCall, { params: { token }, body: { slot_id: page.slots[0]?.id ?? '', time_zone: 'UTC', phone: '' } })
  }
  for (const check of (await ines.call(operations.getReferences, { params })).items) {
    const answers = check.answers.map((a) => ({ question_id: a.question_id, answer: 'We shipped the ledger together.' }))
    await ines.call(operations.saveReferenceNotes, { params: { id: check.id }, body: { answers, recommendation: 'yes' } })
    await ines.call(operations.completeReference, { params: { id: check.id } })
  }
}

async function offer(owner: Patient, casey: Patient, id: string) {
  const params = { id }
  const { id: offerId } = await owner.call(operations.getOffer, { params })
  const terms = { salary: { amount_minor: 11_000_000, currency: 'USD' }, period: 'year' as const, equity: { kind: 'none' as const, amount: '', unit: 'units' as const, vesting: '' }, start_on: '2030-02-01', place: 'Remote', benefits: '', how_we_work: 'We decide in writing.', expires_at: inHours(168) }
  await owner.call(operations.draftOffer, { params, body: { terms } })
  await owner.call(operations.extendOffer, { params: { id: offerId } })
  const shown = await casey.call(operations.getPortalOffer, { params })
  await casey.call(operations.acceptOffer, { params: { id: offerId }, body: { typed_name: 'Casey Candidate', terms_sha256: shown.terms_sha256 ?? '', consent: true } })
}

const inHours = (h: number) => new Date(Date.now() + h * 3_600_000).toISOString()

/** Counted in the database itself, which lived through every kill. */
async function nothingTwice() {
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(dir, 'data/postgres') })
  expect(postgres.adopted).toBe(true)
  const client = new pg.Client(postgres.connection)
  await client.connect()
  const count = async (sql: string) => Number((await client.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n)
  for (const table of ['organizations', 'jobs', 'applications', 'assignments', 'submissions', 'payouts', 'feedback', 'review_rounds', 'interviews', 'interview_scorecards', 'offers']) expect(await count(table), table).toBe(1)
  for (const type of ['application.submitted', 'assignment.started', 'submission.sealed', 'payout.accrued', 'review_round.revealed', 'feedback.sent', 'interview.booked', 'interview.held', 'scorecard.sealed', 'referees.named', 'offer.extended', 'offer.accepted', 'application.hired']) expect(await count(`events where type = '${type}'`), type).toBe(1)
  for (const type of ['review.sealed', 'reference.invited', 'reference.booked', 'reference.completed']) expect(await count(`events where type = '${type}'`), type).toBe(2)
  expect(await count(`slots where booked_id is not null`)).toBe(3)
  expect(await count(`(select key from mails group by key having count(*) > 1) as twice`)).toBe(0)
  expect(await count(`mails where to_address = 'casey@example.org' and subject like 'Welcome%'`)).toBe(1)
  expect(await count(`tasks where state = 'dead'`)).toBe(0)
  await client.end()
}

test('the killed servers left one data folder that a last start can serve', () => {
  expect(readFileSync(path.join(dir, 'data/postgres/PG_VERSION'), 'utf8').trim()).toBe('18')
})
