import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, FEEDBACK, memberId, openJob, pushWork, writeReview } from '#test/support/hire.ts'
import { CASEY } from './drivers/candidate.ts'
import { Keyboard } from './drivers/keyboard.ts'

let app: TestApp
let browser: Browser
let owner: Client
let reviewers: Client[]
let ines: Client
let slug: string
beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  owner = await app.signUpOwner()
  reviewers = [await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')]
  ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  slug = (await openJob(owner, { reviewers: await Promise.all(reviewers.map(memberId)), interviewers: [await memberId(ines)], timeLimit: 'PT1H' })).slug
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

test('a candidate is hired on a screen of 360 px without ever touching a mouse', async () => {
  const page = await (await windowOf(browser, app.url, null, { width: 360 })).newPage()
  const keys = new Keyboard(page)
  await applies(page, keys)
  const { items } = await owner.call(operations.listApplications)
  const params = { id: items[0]?.id ?? '' }
  await signsIn(page, keys, params.id)
  await owner.call(operations.advance, { params, body: { from_stage: 'application' } })
  await doesTakeHome(page, keys, params.id)
  await theTeamReviews(params.id)
  await booksInterview(page, keys, params.id)
  await namesReferees(page, keys, params.id)
  await accepts(page, keys, params.id)
  expect((await owner.call(operations.getApplication, { params })).state).toBe('hired')
}, 180_000)

async function applies(page: Page, keys: Keyboard) {
  await page.goto(`/careers/acme/${slug}`)
  await keys.skipToContent()
  await keys.press(page.getByRole('link', { name: /apply/i }).first())
  await keys.type(page.getByLabel(/^Your name|^Name/i).first(), 'Casey Candidate')
  await keys.type(page.getByLabel(/email/i).first(), CASEY)
  for (const box of await page.locator('textarea[required]').all()) await keys.type(box, Object.values(ANSWERS)[0] ?? '')
  await keys.press(page.getByRole('button', { name: /send|apply|submit/i }).last())
  await page.getByText(CASEY).first().waitFor()
}

async function signsIn(page: Page, keys: Keyboard, id: string) {
  await page.goto(`/portal/applications/${id}`)
  await keys.type(page.locator('input[type=email]:visible').first(), CASEY)
  await keys.press(page.getByRole('button', { name: 'Send me a sign-in link' }))
  const code = page.locator('input[name=code]:visible').first()
  await code.waitFor()
  await app.settle()
  await keys.type(code, /\b\d{6}\b/.exec(app.mails.find(CASEY, /Sign in/).text)?.[0] ?? '')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/portal/)
}

async function doesTakeHome(page: Page, keys: Keyboard, id: string) {
  await page.goto(`/portal/applications/${id}/assignment`)
  await keys.press(page.getByRole('button', { name: 'Start the clock' }))
  await keys.press(page.getByRole('button', { name: 'Get a git token' }))
  await page.getByRole('heading', { name: 'Your git token' }).waitFor()
  const shown = await page.locator('main').innerText()
  const url = /http:\/\/[^\s@]*?\/git\/[a-z0-9]{26}\.git/.exec(shown.replaceAll(/\/\/[^/\s]*@/g, '//'))?.[0] ?? ''
  await pushWork(app.dataDir, url, /hw_git_\w+/.exec(shown)?.[0] ?? '')
  await page.goto(`/portal/applications/${id}/assignment`)
  await page.getByText('Add holds and bookings').or(page.getByText(/Received/)).first().waitFor()
  await app.clock.shift(3700)
  await app.settle()
  await page.reload()
  await page.getByRole('heading', { name: 'Your work is submitted and sealed' }).waitFor()
}

/** Not the candidate's part: done by the API. */
async function theTeamReviews(id: string) {
  for (const reviewer of reviewers) {
    const review = (await reviewer.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
    await writeReview(reviewer, review)
    await reviewer.call(operations.sealReview, { params: { id: review } })
  }
  await owner.call(operations.sendFeedback, { params: { id }, body: { text: FEEDBACK } })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'review' } })
  await ines.call(operations.publishSlots, { body: { starts: await hours(48, 50, 52, 54), minutes: 60 } })
}

async function hours(...ahead: number[]): Promise<string[]> {
  const { now } = await app.call(operations.getServerTime)
  return ahead.map((h) => new Date(Date.parse(now) + h * 3_600_000).toISOString())
}

async function booksInterview(page: Page, keys: Keyboard, id: string) {
  await page.goto(`/portal/applications/${id}/interviews/interview`)
  await keys.press(page.getByRole('button', { name: /Book/ }).first())
  await page.getByRole('button', { name: 'Cancel this time' }).waitFor()
  const interview = await ines.call(operations.getInterview, { params: { id, stage: 'interview' } })
  const params = { id: interview.id }
  await ines.call(operations.markHeld, { params })
  for (const { id: criterion } of interview.criteria) await ines.call(operations.saveInterviewScore, { params: { ...params, criterion }, body: { level: 4, evidence: 'Changed the hold to a row lock live, and said what it costs.' } })
  await ines.call(operations.saveInterviewVerdict, { params, body: { summary: 'At home in their own code, weighs trade-offs aloud.', recommendation: 'yes' } })
  await ines.call(operations.sealScorecard, { params })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'interview' } })
}

async function namesReferees(page: Page, keys: Keyboard, id: string) {
  await page.goto(`/portal/applications/${id}/references`)
  for (const [i, name] of ['rae', 'sam'].entries()) {
    await keys.type(page.locator(`[name="referees.${i}.name"]`), name)
    await keys.type(page.locator(`[name="referees.${i}.email"]`), `${name}@elsewhere.test`)
    await keys.tick(page.locator(`[name="referees.${i}.relationship"]`).first())
  }
  await keys.press(page.getByRole('button', { name: 'Send to my referees' }))
  await page.getByText('rae@elsewhere.test').first().waitFor()
  await app.settle()
  for (const name of ['rae', 'sam']) await answersForTheReferee(name)
  for (const check of (await ines.call(operations.getReferences, { params: { id } })).items) {
    const answers = check.answers.map((a) => ({ question_id: a.question_id, answer: 'We shipped the ledger together.' }))
    await ines.call(operations.saveReferenceNotes, { params: { id: check.id }, body: { answers, recommendation: 'yes' } })
    await ines.call(operations.completeReference, { params: { id: check.id } })
  }
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'references' } })
}

/** A referee has no account and may have no mouse either. */
async function answersForTheReferee(name: string) {
  const page = await (await windowOf(browser, app.url, null, { width: 360 })).newPage()
  const keys = new Keyboard(page)
  await page.goto(/http\S+\/referee\/\w+/.exec(app.mails.find(`${name}@elsewhere.test`, /referee/).text)?.[0] ?? '')
  await keys.press(page.getByRole('button', { name: /Book/ }).first())
  await page.getByRole('heading', { name: 'Your call is booked' }).waitFor()
  await page.context().close()
}

async function accepts(page: Page, keys: Keyboard, id: string) {
  const params = { id }
  const draft = await owner.call(operations.getOffer, { params })
  const [expires_at = ''] = await hours(168)
  const terms = { salary: { amount_minor: 11_000_000, currency: 'USD' }, period: 'year' as const, equity: { kind: 'none' as const, amount: '', unit: 'units' as const, vesting: '' }, start_on: '2030-02-01', place: 'Remote', benefits: '', how_we_work: 'We decide in writing.', expires_at }
  await owner.call(operations.draftOffer, { params, body: { terms } })
  await owner.call(operations.extendOffer, { params: { id: draft.id } })
  await page.goto(`/portal/applications/${id}/offer`)
  // To the question whether to decline, and back: nothing has been sent.
  await keys.press(page.getByRole('link', { name: 'Decline this offer' }))
  await keys.press(page.getByRole('link', { name: 'No, back to the offer' }))
  await keys.type(page.getByLabel('Your full name'), 'Casey Candidate')
  await keys.tick(page.getByRole('checkbox'))
  await keys.press(page.getByRole('button', { name: 'Accept and sign' }))
  await page.getByText('You have accepted this offer.').waitFor()
}
