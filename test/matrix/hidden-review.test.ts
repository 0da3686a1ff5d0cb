import { afterAll, beforeAll, expect, test } from 'vitest'
import { SCOPES } from '#contract/accounts.ts'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { Client } from '#test/support/client.ts'
import { ANSWERS, writeReview } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'

const CANARY = 'CANARY-7f3a'

let app: TestApp
let owner: Client
let ben: Client
let benReview: string
let calibrationId: string
let ids: Record<string, string>
const people = new Map<string, Client>()

beforeAll(async () => {
  app = await startTestApp({ env: { SIGN_UP: 'open' } })
  await sealOneOfTwo()
}, 120_000)
afterAll(() => app.close())

/** Ana has sealed a review full of the canary; Ben has not sealed. */
async function sealOneOfTwo() {
    const given = await givenSubmission(app)
  const { ana, ines, casey, job, id } = given
  ;({ owner, ben } = given)
  await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Drew', email: 'drew@example.org', answers: ANSWERS } })
  const anaRound = (await ana.call(operations.listMyReviews)).items[0]
  const anaReview = anaRound?.my_review_id ?? ''
  await writeReview(ana, anaReview, { canary: CANARY })
  await ana.call(operations.setViewed, { params: { id: anaReview }, body: { path: CANARY, viewed: true } })
  await ana.call(operations.saveDraft, { params: { id: anaReview, key: 'canary7f3a' }, body: { path: CANARY, line: 0, kind: 'evidence', criterion_id: null, body: '' } })
  await calibrate(ana)
  const figuresBefore = await figuresOf(owner, job.id)
  await ana.call(operations.sealReview, { params: { id: anaReview } })
  expect(await figuresOf(owner, job.id), 'agreement, before the reveal').toEqual(figuresBefore)
  benReview = (await ben.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
  await app.settle()
  ids = { application: id, job: job.id, assignment: given.assignment, submission: anaRound?.submission_id ?? '', review: anaReview, jobSlug: job.slug }
  const { token: pat } = await owner.call(operations.createToken, { body: { name: 'all', scopes: [...SCOPES] } })
  for (const [name, client] of Object.entries({ visitor: app.visitor(), owner, recruiter: await app.inviteAndJoin(owner, 'recruiter'), ben, ines, casey, drew: await app.portal('drew@example.org'), stranger: await app.signUpOwner('x@other.test', 'Other'), token: new Client(app.url, pat) })) people.set(name, client)
}

/** How Ana scored a sample is hers for ever: it is full of the canary, too. */
async function calibrate(ana: Client) {
  const set = (await ana.call(operations.listCalibrations)).items[0]
  const { id, criteria } = await ana.call(operations.beginCalibration, { body: { rubric_sha256: set?.rubric_sha256 ?? '', sample_id: set?.samples[0]?.sample_id ?? '' } })
  for (const c of criteria) await ana.call(operations.saveCalibrationScore, { params: { id, criterion: c.id }, body: { level: 3, evidence: `${CANARY} is what this score rests on.` } })
  await ana.call(operations.sealCalibration, { params: { id } })
  calibrationId = id
}

async function figuresOf(who: Client, job: string): Promise<string> {
  return (await who.try(operations.getAgreement, { params: { id: job } })).text
}

/** Real ids for every parameter, by the path that asks for it. */
function paramsFor(o: Operation): Record<string, string> {
  const kinds: [RegExp, string][] = [[/^\/jobs\//, ids['job'] ?? ''], [/applications\//, ids['application'] ?? ''], [/assignments\//, ids['assignment'] ?? ''], [/submissions\//, ids['submission'] ?? ''], [/^\/reviews\//, ids['review'] ?? ''], [/^\/calibrations\//, calibrationId]]
  const id = kinds.find(([pattern]) => pattern.test(o.path))?.[1] ?? `int_${'0'.repeat(26)}`
  return { id, stage: 'interview', seq: '1', slug: 'backend-engineer', org: 'acme', job: ids['jobSlug'] ?? '', token: 'x'.repeat(30) }
}

/** Enough of a question for those that want one. */
function queryFor(o: Operation): Record<string, string> {
  if (o.query.safeParse({}).success) return {}
  const asked: Record<string, string>[] = [{ path: 'src/app.ts' }, { q: 'e' }]
  return asked.find((query) => o.query.safeParse(query).success) ?? {}
}

const reads = Object.entries(operations as Record<string, Operation>).filter(([, o]) => o.method === 'GET')

test('nobody but its author reads a sealed review through any route before the reveal', async () => {
  for (const [name, client] of people) {
    for (const [id, o] of reads) {
      const query = queryFor(o)
      const answer = await client.try(o, { params: paramsFor(o), query })
      expect(answer.text.includes(CANARY), `${name} reads ${id}`).toBe(false)
      expect(answer.status, `${name} ${id}`).toBeLessThan(500)
    }
    for (const page of [`/portal/applications/${ids['application']}`, '/careers/acme', `/careers/acme/${ids['jobSlug']}`, '/portal']) {
      const answer = await client.request('GET', page)
      expect(answer.text.includes(CANARY), `${name} reads ${page}`).toBe(false)
      expect(answer.status, `${name} ${page}`).toBeLessThan(500)
    }
  }
})

test('another organization sees nothing of this one', async () => {
  const stranger = people.get('stranger')
  for (const [id, o] of reads.filter(([, o]) => o.audience === 'team' && o.path.includes(':id'))) {
    const answer = await stranger?.try(o, { params: paramsFor(o), query: queryFor(o) })
    expect(answer?.status, id).toBe(404)
  }
})

test('no mail, event, task or kept answer carries it either', async () => {
  expect(app.mails.all.some((m) => JSON.stringify(m).includes(CANARY))).toBe(false)
  for (const table of ['feedback', 'feedback_material', 'feedback_fingerprints', 'events', 'tasks', 'mails', 'idempotency_keys', 'promises', 'round_reviewers', 'review_rounds', 'calibrated_members']) {
    const rows = await app.db.query(`select * from ${table}`)
    expect(JSON.stringify(rows).includes(CANARY), table).toBe(false)
  }
})

test('the last seal reveals it to those who may see the application', async () => {
  await writeReview(ben, benReview)
  await ben.call(operations.sealReview, { params: { id: benReview } })
  const seen = await owner.try(operations.getRound, { params: { id: ids['application'] ?? '' } })
  expect(seen.text).toContain(CANARY)
  const stranger = await people.get('stranger')?.try(operations.getRound, { params: { id: ids['application'] ?? '' } })
  expect(stranger?.text).not.toContain(CANARY)
  expect((await people.get('casey')?.request('GET', `/portal/applications/${ids['application']}`))?.text).not.toContain(CANARY)
})

test('what somebody scored on a sample stays theirs after the reveal', async () => {
  for (const [name, client] of people) {
    const answer = await client.try(operations.getCalibration, { params: { id: calibrationId } })
    expect(answer.status, name).toBeGreaterThanOrEqual(400)
    expect(answer.text.includes(CANARY), name).toBe(false)
  }
})
