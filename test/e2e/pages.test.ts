import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, memberId, openJob, pushWork, writeReview } from '#test/support/hire.ts'

let app: TestApp
let browser: Browser
let owner: Client
let ana: Client
let casey: Client
let id: string
let jobSlug: string
let jobId: string

beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  await reviewed()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** Somebody who did the work and was reviewed. */
async function reviewed() {
  owner = await app.signUpOwner()
  ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  const ben = await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')
  const ines = await app.inviteAndJoin(owner, 'interviewer', 'ines@acme.test')
  const job = await openJob(owner, { reviewers: [await memberId(ana), await memberId(ben)], interviewers: [await memberId(ines)], timeLimit: 'PT1H' })
  ;[jobSlug, jobId] = [job.slug, job.id]
  id = (await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey Candidate', email: 'casey@example.org', answers: ANSWERS } })).application_id
  casey = await app.portal('casey@example.org')
  const params = { id }
  await owner.call(operations.advance, { params, body: { from_stage: 'application' } })
  const assignment = await casey.call(operations.getPortalAssignment, { params })
  await casey.call(operations.startAssignment, { params: { id: assignment.id } })
  const { token, clone_url } = await casey.call(operations.createGitToken, { params: { id: assignment.id } })
  await pushWork(app.dataDir, clone_url, token)
  await app.clock.shift(4000)
  await app.settle()
  for (const reviewer of [ana, ben]) {
    const reviewId = (await reviewer.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
    await writeReview(reviewer, reviewId, { level: 2 })
    await reviewer.call(operations.sealReview, { params: { id: reviewId } })
  }
}

const PUBLIC = () => ['/', '/templates', '/templates/backend-engineer', '/careers/acme', `/careers/acme/${jobSlug}`, `/careers/acme/${jobSlug}/apply`, '/sign-in', '/app/sign-in']
const PORTAL = () => ['/portal', `/portal/applications/${id}`, `/portal/applications/${id}/assignment`]
const TEAM = () => ['/app/', `/app/jobs/${jobId}`, `/app/applications/${id}`, '/app/reviews', '/app/times', '/app/payouts', '/app/activity', '/app/members', '/app/organization', '/app/tokens', '/app/account']

for (const dark of [false, true]) {
  const scheme = dark ? 'dark' : 'light'
  test(`axe finds nothing on public and candidate pages at 360 px, ${scheme}`, async () => {
    await walk(PUBLIC(), null, { width: 360, dark })
    await walk(PORTAL(), casey, { width: 360, dark })
  }, 120_000)

  test(`axe finds nothing on the team's pages, ${scheme}`, async () => {
    await walk(TEAM(), owner, { width: 1280, dark })
    const reviewId = (await ana.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
    await walk([`/app/reviews/${reviewId}`], ana, { width: 1280, dark })
  }, 120_000)
}

async function walk(paths: string[], who: Client | null, o: { width: number; dark: boolean }) {
  const context = await windowOf(browser, app.url, who, o)
  const page = await context.newPage()
  for (const path of paths) {
    await page.goto(path)
    await page.locator('h1').first().waitFor()
    await expectAccessible(page)
  }
  await context.close()
}
