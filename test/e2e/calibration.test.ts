import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { seededRandom } from '#server/lib/statistics/random.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { look, openBrowser, WAYS, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { memberId, openJob } from '#test/support/hire.ts'
import { seedRevealedRounds } from '#test/support/revealed-rounds.ts'

const WHY = 'The unique key on machine and hour makes a double booking impossible.'

let app: TestApp
let browser: Browser
let owner: Client
let ana: Client
let jobId: string
let emptyJobId: string

beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  owner = await app.signUpOwner()
  ana = await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')
  await reviewed()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** Thirty revealed rounds of three people who take turns; Ana is strict, and nobody can tell commit histories apart. */
async function reviewed() {
  const people = [ana, await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test'), await app.inviteAndJoin(owner, 'reviewer', 'cleo@acme.test')]
  const ids = await Promise.all(people.map(memberId))
  const team = { reviewers: ids, interviewers: [ids[1] ?? ''] }
  jobId = (await openJob(owner, team)).id
  emptyJobId = (await openJob(owner, team)).id
  const { process } = await owner.call(operations.getJobProcess, { params: { id: jobId } })
  const rubric = process.stages.flatMap((s) => (s.type === 'code_assignment' ? [s.config.rubric] : []))[0]
  const { organization } = await owner.call(operations.getSession)
  const random = seededRandom(11)
  const near = (level: number, noise: number, by = 0) => Math.min(5, Math.max(1, Math.round(level + by + (random() - 0.5) * noise)))
  const rounds = Array.from({ length: 30 }, (_, n) => {
    const quality = 1 + random() * 4
    const pair = [ids[n % 3] ?? '', ids[(n + 1) % 3] ?? '']
    return { revealedAt: new Date(Date.now() - (30 - n) * 12 * 86_400_000), levels: pair.map((id) => ({ memberId: id, level: (c: string) => (c === 'test-quality' && n % 7 === 0 ? null : near(c === 'commit-history' ? 3 : quality, c === 'commit-history' ? 3.9 : 1.6, id === ids[0] ? -0.5 : 0)) })) }
  })
  if (!rubric) throw new Error('The template has a rubric')
  await seedRevealedRounds(app.db, { orgId: organization.id, jobId, rubric: rubric as never }, rounds)
}

for (const o of WAYS) {
  test(`agreement and one’s own scoring say themselves in words, shapes and tables: ${o.name}`, async () => {
    const context = await windowOf(browser, app.url, owner, o)
    const page = await context.newPage()
    await page.goto(`/app/jobs/${jobId}?tab=agreement`)
    await page.getByText('Of 30 rounds').waitFor()
    await page.getByText('As a table').first().click()
    expect(await page.getByRole('table', { name: 'Agreement beyond chance, as a table' }).getByRole('row').count()).toBe(5)
    await look(page, `agreement-${o.name}`)
    await page.goto(`/app/jobs/${emptyJobId}?tab=agreement`)
    await page.getByText('No review round of this job is revealed yet').waitFor()
    await look(page, `agreement-empty-${o.name}`)
    await page.goto('/app/calibration?tab=scoring')
    await page.getByText('You share no revealed review round').waitFor()
    await look(page, `scoring-empty-${o.name}`)
    await context.close()
    const hers = await windowOf(browser, app.url, ana, o)
    const own = await hers.newPage()
    await own.goto('/app/calibration?tab=scoring')
    await own.getByText(/levels stricter than those who scored the same work/).waitFor()
    await look(own, `scoring-${o.name}`)
    await hers.close()
  }, 120_000)
}

test('a reviewer is led to the samples, scores one, and sees the reference only then', async () => {
  const context = await windowOf(browser, app.url, ana, { width: 1280 })
  const page = await context.newPage()
  await page.goto('/app/reviews')
  await look(page, 'led-to-samples')
  await page.getByRole('link', { name: 'Go to the samples' }).click()
  await page.getByRole('button', { name: /Score Sample A/ }).waitFor()
  await look(page, 'samples')
  await page.getByRole('button', { name: /Score Sample A/ }).click()
  await page.getByRole('heading', { name: 'Sample A', level: 1 }).waitFor()
  await page.getByText(/Its own tests: \d+ passed/).waitFor()
  expect(await page.getByText('Reference:').count()).toBe(0)
  await look(page, 'sample')
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const { criteria } = await ana.call(operations.getCalibration, { params: { id } })
  for (const c of criteria.slice(2)) await ana.call(operations.saveCalibrationScore, { params: { id, criterion: c.id }, body: { level: 3, evidence: WHY } })
  await page.reload()
  await page.getByRole('radiogroup').first().getByRole('radio').nth(1).check()
  const evidence = page.getByLabel(`Evidence for ${criteria[0]?.name}`)
  await evidence.fill(WHY)
  await evidence.blur()
  const last = criteria[1]?.name ?? ''
  await page.getByRole('button', { name: `“${last}” can’t be assessed` }).click()
  await page.getByLabel(`Why “${last}” can’t be assessed`).fill('It does not start on this machine.')
  await page.getByRole('button', { name: `Keep the reason for “${last}”` }).click()
  await page.getByText('Choose a level to take this back').waitFor()
  await look(page, 'scored')
  await page.getByRole('button', { name: 'Seal and compare' }).click()
  await page.getByRole('button', { name: 'Seal for good' }).click()
  await page.getByText(/^The reference: /).waitFor()
  await page.getByText(/You are \w+ levels? (stricter|more lenient)|The same level/).first().waitFor()
  await look(page, 'compared')
  await page.goto('/app/calibration?tab=scoring')
  await page.getByRole('link', { name: /Sample A/ }).waitFor()
  await context.close()
}, 120_000)
