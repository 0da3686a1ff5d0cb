import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, FEEDBACK, memberId, openJob, pushWork, writeReview } from '#test/support/hire.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

test('a candidate is hired through all six stages, by API and git alone', async () => {
  const owner = await app.signUpOwner()
  const ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  const ben = await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')
  const ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  const job = await openJob(owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(ines)], timeLimit: 'PT1H' })

  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey Candidate', email: 'casey@example.org', answers: ANSWERS } })
  const params = { id }
  await app.settle()
  expect(app.mails.find('casey@example.org', /We have your application/).text).toContain(`/portal/applications/${id}`)
  const casey = await app.portal('casey@example.org')

  await owner.call(operations.advance, { params, body: { from_stage: 'application' } })
  const before = await casey.call(operations.getPortalAssignment, { params })
  expect(before).toMatchObject({ state: 'offered', pay: { amount_minor: 40_000, currency: 'USD' } })
  await casey.call(operations.startAssignment, { params: { id: before.id } })
  const { token, clone_url } = await casey.call(operations.createGitToken, { params: { id: before.id } })
  const { printed } = await pushWork(app.dataDir, clone_url, token)
  expect(printed).toMatch(/Received [0-9a-f]{7} on main/)

  await app.clock.shift(3600 + 300)
  await app.settle()
  const after = await casey.call(operations.getPortalAssignment, { params })
  expect(after.receipt).toMatchObject({ source: 'deadline', empty: false })
  expect((await casey.call(operations.listPortalPayouts, { params })).items).toMatchObject([{ amount: { amount_minor: 40_000, currency: 'USD' }, state: 'accrued' }])

  await reviewBy(ana)
  expect((await owner.call(operations.getRound, { params })).reviews).toEqual([])
  await reviewBy(ben)
  expect((await owner.call(operations.getRound, { params })).reviews).toHaveLength(2)
  expect((await owner.try(operations.advance, { params, body: { from_stage: 'review' } })).status).toBe(409)
  await owner.call(operations.sendFeedback, { params, body: { text: FEEDBACK } })
  expect((await casey.call(operations.getPortalFeedback, { params })).text).toBe(FEEDBACK)
  await owner.call(operations.advance, { params, body: { from_stage: 'review' } })

  await interview(owner, ines, casey, id)
  await owner.call(operations.advance, { params, body: { from_stage: 'interview' } })
  await references(owner, ines, casey, id)
  await owner.call(operations.advance, { params, body: { from_stage: 'references' } })
  await offer(owner, casey, id)

  const hired = await owner.call(operations.getApplication, { params })
  expect(hired.state).toBe('hired')
  expect(hired.promises.map((p) => [p.kind, p.state])).toEqual(expect.arrayContaining([['review', 'kept'], ['feedback', 'kept'], ['interview', 'kept'], ['offer', 'kept'], ['references', 'kept']]))
  expect(await owner.call(operations.verifyActivity)).toMatchObject({ ok: true })
  await app.settle()
  expect(app.mails.find('casey@example.org', /Welcome/).subject).toContain('Acme')
})

async function reviewBy(reviewer: Client) {
  const { items } = await reviewer.call(operations.listMyReviews)
  const reviewId = items[0]?.my_review_id ?? ''
  await writeReview(reviewer, reviewId)
  await reviewer.call(operations.sealReview, { params: { id: reviewId } })
}

async function interview(owner: Client, ines: Client, casey: Client, id: string) {
  const now = (await owner.call(operations.getServerTime)).now
  const starts = [26, 27, 28, 29].map((h) => new Date(new Date(now).getTime() + h * 3_600_000).toISOString())
  await ines.call(operations.publishSlots, { body: { starts, minutes: 60 } })
  const stage = { id, stage: 'interview' }
  const open = await casey.call(operations.getPortalInterview, { params: stage })
  expect(open.slots).toHaveLength(4)
  await casey.call(operations.bookInterview, { params: { id: open.id }, body: { slot_id: open.slots[0]?.id ?? '', time_zone: 'Europe/Berlin' } })
  await app.settle()
  expect(app.mails.find('casey@example.org', /Interview for/).ics).toContain('METHOD:REQUEST')
  const seen = await ines.call(operations.getInterview, { params: stage })
  expect(seen.agenda.map((i) => i.source)).toEqual(['review', 'review', 'standing', 'standing', 'standing'])
  expect(seen.agenda.every((i) => i.path === 'src/app.ts' && i.line === 1)).toBe(true)
  await ines.call(operations.markHeld, { params: { id: open.id } })
  for (const c of ['own-code', 'systems', 'working-together']) await ines.call(operations.saveInterviewScore, { params: { id: open.id, criterion: c }, body: { level: 4, evidence: 'Changed the hold to a row lock live, and said what it costs.' } })
  await ines.call(operations.saveInterviewVerdict, { params: { id: open.id }, body: { summary: 'At home in their own code, weighs trade-offs aloud.', recommendation: 'strong_yes' } })
  await ines.call(operations.sealScorecard, { params: { id: open.id } })
  const offerPromise = (await owner.call(operations.getApplication, { params: { id } })).promises.find((p) => p.kind === 'offer')
  expect(new Date(offerPromise?.due_at ?? 0).getTime() - new Date(offerPromise?.started_at ?? 0).getTime()).toBe(48 * 3_600_000)
}

async function references(owner: Client, ines: Client, casey: Client, id: string) {
  const params = { id }
  const referees = ['rae', 'sam'].map((name, i) => ({ name, email: `${name}@elsewhere.test`, relationship: i === 0 ? ('shipped_with' as const) : ('managed' as const) }))
  await casey.call(operations.nameReferees, { params, body: { referees } })
  await app.settle()
  for (const r of referees) {
    const token = /referee\/(\w+)/.exec(app.mails.find(r.email, /referee/).text)?.[1] ?? ''
    const page = await app.call(operations.getRefereePage, { params: { token } })
    await app.call(operations.bookReferenceCall, { params: { token }, body: { slot_id: page.slots[0]?.id ?? '', time_zone: 'UTC', phone: '+1 555 0100' } })
  }
  for (const check of (await owner.call(operations.getReferences, { params })).items) {
    const answers = check.answers.map((a) => ({ question_id: a.question_id, answer: 'They shipped the ledger with me; I would work with them again.' }))
    await ines.call(operations.saveReferenceNotes, { params: { id: check.id }, body: { answers, recommendation: 'strong_yes' } })
    await ines.call(operations.completeReference, { params: { id: check.id } })
  }
}

async function offer(owner: Client, casey: Client, id: string) {
  const params = { id }
  const draft = await owner.call(operations.getOffer, { params })
  const terms = { salary: { amount_minor: 11_000_000, currency: 'USD' }, period: 'year' as const, equity: { kind: 'options' as const, amount: '0.25', unit: 'percent' as const, vesting: 'Four years, one year cliff' }, start_on: '2027-02-01', place: 'Remote', benefits: 'Health, 30 days', how_we_work: 'We decide in writing.', expires_at: later(24 * 30) }
  await owner.call(operations.draftOffer, { params, body: { terms } })
  await owner.call(operations.extendOffer, { params: { id: draft.id } })
  const shown = await casey.call(operations.getPortalOffer, { params })
  expect((await casey.try(operations.acceptOffer, { params: { id: draft.id }, body: { typed_name: 'Casey', terms_sha256: 'a'.repeat(64), consent: true } })).status).toBe(412)
  await casey.call(operations.acceptOffer, { params: { id: draft.id }, body: { typed_name: 'Casey Candidate', terms_sha256: shown.terms_sha256 ?? '', consent: true } })
}
