import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { makeSetupLink } from '#server/features/accounts/index.ts'
import { PASSWORD, type TestApp, startTestApp } from '#test/support/app.ts'
import { openBrowser } from '#test/support/browser.ts'
import { Client } from '#test/support/client.ts'
import { FEEDBACK, memberId, pushWork, writeReview } from '#test/support/hire.ts'

let app: TestApp
let browser: Browser
beforeAll(async () => {
  app = await startTestApp({ poll: true })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

async function open(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return page
}

/** The newest mail to an address whose subject matches, when it has come. */
function mail(to: string, subject: RegExp): Promise<string> {
  return expect.poll(() => app.mails.to(to).findLast((m) => subject.test(m.subject))?.text ?? '', { timeout: 15_000 }).not.toBe('').then(() => app.mails.find(to, subject).text)
}

test('from sign-up to hired in the browser, with git and a deadline that really passes', async () => {
  const page = await open()
  await page.goto((await makeSetupLink(app.ctx)) ?? '')
  await page.getByLabel('Your name').fill('Olivia Owner')
  await page.getByLabel('Email').fill('olivia@acme.test')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByLabel('Organization').fill('Acme')
  await page.getByRole('button', { name: 'Create organization' }).click()
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
  const owner = await clientOf(page)
  const [ana, ben, ines] = [await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test'), await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')]

  const jobUrl = await publishJob(page, owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(ines)] })
  const candidate = await open()
  await apply(candidate, jobUrl)
  await page.getByRole('tab', { name: 'Board' }).click()
  await page.getByRole('link', { name: 'Casey Candidate' }).click()
  const id = page.url().split('/').at(-1) ?? ''
  await advance(page)

  await signIn(candidate, id)
  await takeHome(candidate, id)
  await expect.poll(async () => (await owner.call(operations.getApplication, { params: { id } })).stage_key, { timeout: 60_000 }).toBe('review')
  await candidate.goto(`/portal/applications/${id}`)
  await expect.poll(() => candidate.getByText('$400').count()).toBeGreaterThan(0)

  for (const reviewer of [ana, ben]) {
    const reviewId = (await reviewer.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
    await writeReview(reviewer, reviewId)
    await reviewer.call(operations.sealReview, { params: { id: reviewId } })
  }
  await page.reload()
  await page.getByRole('tab', { name: 'Review' }).click()
  await page.getByLabel('Feedback, visible to Casey Candidate').fill(FEEDBACK)
  await page.getByRole('button', { name: 'Send feedback' }).click()
  await page.getByRole('heading', { name: 'Feedback sent' }).waitFor()
  await advance(page)
  await candidate.goto(`/portal/applications/${id}`)
  await candidate.getByText(FEEDBACK).first().waitFor()

  await offerTimes(ines)
  await candidate.goto(`/portal/applications/${id}/interviews/interview`)
  await candidate.getByRole('button', { name: /Book/ }).first().click()
  await candidate.getByRole('button', { name: 'Cancel this time' }).waitFor()
  await holdInterview(ines, id)
  await page.reload()
  await advance(page)

  await references(candidate, owner, ines, id)
  await page.reload()
  await advance(page)
  await extendOffer(page)
  await candidate.goto(`/portal/applications/${id}/offer`)
  await candidate.getByLabel(/name/i).first().fill('Casey Candidate')
  await candidate.getByRole('checkbox').check()
  await candidate.getByRole('button', { name: 'Accept and sign' }).click()
  await expect.poll(async () => (await owner.call(operations.getApplication, { params: { id } })).state, { timeout: 15_000 }).toBe('hired')
  await page.reload()
  await page.getByText('hired', { exact: true }).first().waitFor()
}, 240_000)

async function clientOf(page: Page): Promise<Client> {
  const client = new Client(app.url)
  for (const c of await page.context().cookies()) client.adopt(c.name, c.value)
  return client
}

async function publishJob(page: Page, owner: Client, team: { reviewers: string[]; interviewers: string[] }): Promise<string> {
  await page.getByRole('button', { name: 'New job' }).click()
  await page.getByLabel('Title').fill('Backend Engineer')
  await page.getByRole('button', { name: 'Create draft job' }).click()
  await page.getByRole('button', { name: /Paid Take-Home/ }).first().click()
  await page.getByLabel('Time limit').fill('PT15S')
  await page.getByRole('button', { name: 'Save process' }).click()
  await page.getByRole('button', { name: 'Save process' }).and(page.locator('[disabled]')).waitFor()
  await page.getByRole('tab', { name: 'Facts' }).click()
  await page.getByLabel('Pay from').fill('90000')
  await page.getByLabel('Pay to').fill('120000')
  await page.getByRole('button', { name: 'Save facts' }).click()
  await page.getByText('Saved').waitFor()
  const job = (await owner.call(operations.listJobs)).items[0]
  await owner.call(operations.setHiringTeam, { params: { id: job?.id ?? '' }, body: { hiring_manager: null, ...team } })
  await page.getByRole('button', { name: 'Publish' }).click()
  return (await page.getByRole('link', { name: /\/careers\// }).getAttribute('href')) ?? ''
}

async function apply(candidate: Page, jobUrl: string) {
  await candidate.goto(jobUrl)
  await candidate.getByRole('link', { name: /apply/i }).first().click()
  await candidate.getByLabel(/name/i).first().fill('Casey Candidate')
  await candidate.getByLabel(/email/i).first().fill('casey@example.org')
  for (const box of await candidate.locator('textarea[required]').all()) await box.fill('I built and owned the billing service, and learned from what broke.')
  await candidate.getByRole('button', { name: /send|apply|submit/i }).last().click()
  await candidate.getByText('casey@example.org').first().waitFor()
}

async function advance(page: Page) {
  await page.getByRole('button', { name: 'Advance', exact: true }).click()
  await page.getByRole('button', { name: 'Move on' }).click()
  await page.getByRole('button', { name: 'Move on' }).waitFor({ state: 'detached' })
}

async function signIn(candidate: Page, id: string) {
  await candidate.goto(`/portal/applications/${id}`)
  await candidate.locator('input[type=email]:visible').first().fill('casey@example.org')
  await candidate.getByRole('button', { name: 'Send me a sign-in link' }).click()
  const code = /\b\d{6}\b/.exec(await mail('casey@example.org', /Sign in/))?.[0] ?? ''
  await candidate.locator('input[name=code]:visible').first().fill(code)
  await candidate.locator('button:visible', { hasText: 'Sign in' }).first().click()
  await candidate.waitForURL(/\/portal/)
}

async function takeHome(candidate: Page, id: string) {
  await candidate.goto(`/portal/applications/${id}/assignment`)
  await candidate.getByRole('button', { name: 'Start the clock' }).click()
  await candidate.getByRole('button', { name: 'Get a git token' }).click()
  const shown = await candidate.locator('main').innerText()
  const token = /hw_git_\w+/.exec(shown)?.[0] ?? ''
  const url = /http:\/\/[^\s@]*?\/git\/[a-z0-9]{26}\.git/.exec(shown.replaceAll(/\/\/[^/\s]*@/g, '//'))?.[0] ?? ''
  expect((await pushWork(app.dataDir, url, token)).printed).toMatch(/Received [0-9a-f]{7} on main/)
}

async function offerTimes(ines: Client) {
  const starts = [48, 49.5, 51, 52.5].map((h) => new Date(Date.now() + h * 3_600_000).toISOString())
  await ines.call(operations.publishSlots, { body: { starts, minutes: 60 } })
}

async function holdInterview(ines: Client, id: string) {
  const interview = await ines.call(operations.getInterview, { params: { id, stage: 'interview' } })
  const params = { id: interview.id }
  await ines.call(operations.markHeld, { params })
  for (const criterion of ['own-code', 'systems', 'working-together']) await ines.call(operations.saveInterviewScore, { params: { id: interview.id, criterion }, body: { level: 4, evidence: 'Changed the hold to a row lock live, and said what it costs.' } })
  await ines.call(operations.saveInterviewVerdict, { params, body: { summary: 'At home in their own code, weighs trade-offs aloud.', recommendation: 'yes' } })
  await ines.call(operations.sealScorecard, { params })
}

async function references(candidate: Page, owner: Client, ines: Client, id: string) {
  await candidate.goto(`/portal/applications/${id}/references`)
  for (const [i, name] of ['rae', 'sam'].entries()) {
    await candidate.locator(`[name="referees.${i}.name"]`).fill(name)
    await candidate.locator(`[name="referees.${i}.email"]`).fill(`${name}@elsewhere.test`)
    const relationship = candidate.locator(`select[name="referees.${i}.relationship"]`)
    if ((await relationship.count()) > 0) await relationship.selectOption('shipped_with')
    else await candidate.locator(`[name="referees.${i}.relationship"][value="shipped_with"]`).check()
  }
  await candidate.getByRole('button', { name: 'Send to my referees' }).click()
  for (const name of ['rae', 'sam']) {
    const link = /http\S+\/referee\/\w+/.exec(await mail(`${name}@elsewhere.test`, /referee/))?.[0] ?? ''
    const referee = await open()
    await referee.goto(link)
    await referee.getByRole('button', { name: /Book/ }).first().click()
    await referee.getByRole('button', { name: /Book/ }).first().waitFor({ state: 'visible' })
    await expect.poll(async () => (await owner.call(operations.getReferences, { params: { id } })).items.find((r) => r.referee.name === name)?.state).toBe('booked')
    await referee.context().close()
  }
  for (const check of (await owner.call(operations.getReferences, { params: { id } })).items) {
    await ines.call(operations.saveReferenceNotes, { params: { id: check.id }, body: { answers: check.answers.map((a) => ({ question_id: a.question_id, answer: 'We shipped the ledger together.' })), recommendation: 'yes' } })
    await ines.call(operations.completeReference, { params: { id: check.id } })
  }
}

async function extendOffer(page: Page) {
  await page.getByRole('tab', { name: 'Offer' }).click()
  await page.getByLabel('Salary per year').fill('110000')
  await page.getByLabel('Amount').fill('0.25')
  await page.getByLabel('Place').fill('Remote')
  await page.getByLabel('How the team works').fill('We decide in writing.')
  await page.getByRole('button', { name: 'Extend offer' }).click()
  await page.getByText('extended').first().waitFor()
}
