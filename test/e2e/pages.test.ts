import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { writeReview } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'

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
  const given = await givenSubmission(app)
  ;({ owner, ana, casey, id } = given)
  ;[jobSlug, jobId] = [given.job.slug, given.job.id]
  for (const reviewer of [ana, given.ben]) {
    const reviewId = (await reviewer.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
    await writeReview(reviewer, reviewId, { level: 2 })
    await reviewer.call(operations.sealReview, { params: { id: reviewId } })
  }
}

const PUBLIC = () => ['/', '/templates', '/templates/backend-engineer', '/careers/acme', `/careers/acme/${jobSlug}`, `/careers/acme/${jobSlug}/apply`, '/sign-in', '/app/sign-in']
const PORTAL = () => ['/portal', `/portal/applications/${id}`, `/portal/applications/${id}/assignment`, `/portal/applications/${id}/feedback`]
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
