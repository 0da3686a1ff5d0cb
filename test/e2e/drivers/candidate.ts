import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { pushWork } from '#test/support/hire.ts'
import type { Scene } from './stage.ts'

export const CASEY = 'casey@example.org'

export async function apply(page: Page, jobUrl: string) {
  await page.goto(jobUrl)
  await page.getByRole('link', { name: /apply/i }).first().click()
  await page.getByLabel(/name/i).first().fill('Casey Candidate')
  await page.getByLabel(/email/i).first().fill(CASEY)
  for (const box of await page.locator('textarea[required]').all()) await box.fill('I built and owned the billing service, and learned from what broke.')
  await page.getByRole('button', { name: /send|apply|submit/i }).last().click()
  await page.getByText(CASEY).first().waitFor()
}

/** Into the portal by the mailed code. */
export async function signIn(scene: Scene, page: Page, id: string) {
  await page.goto(`/portal/applications/${id}`)
  await page.locator('input[type=email]:visible').first().fill(CASEY)
  await page.getByRole('button', { name: 'Send me a sign-in link' }).click()
  const code = /\b\d{6}\b/.exec(await scene.mail(CASEY, /Sign in/))?.[0] ?? ''
  await page.locator('input[name=code]:visible').first().fill(code)
  await page.locator('button:visible', { hasText: 'Sign in' }).first().click()
  await page.waitForURL(/\/portal/)
}

/** Starts the clock, takes a token, and pushes with the real git. Nobody submits: the deadline does. */
export async function doTakeHome(scene: Scene, page: Page, id: string) {
  await page.goto(`/portal/applications/${id}/assignment`)
  await page.getByRole('button', { name: 'Start the clock' }).click()
  await page.getByRole('button', { name: 'Get a git token' }).click()
  const shown = await page.locator('main').innerText()
  const token = /hw_git_\w+/.exec(shown)?.[0] ?? ''
  const url = /http:\/\/[^\s@]*?\/git\/[a-z0-9]{26}\.git/.exec(shown.replaceAll(/\/\/[^/\s]*@/g, '//'))?.[0] ?? ''
  expect((await pushWork(scene.app.dataDir, url, token)).printed).toMatch(/Received [0-9a-f]{7} on main/)
}

/** The receipt that the deadline made, and the pay that was earned in the same moment. */
export async function expectSubmittedAndPaid(page: Page, id: string) {
  const receipts = async () => {
    await page.goto(`/portal/applications/${id}/assignment`)
    return page.getByRole('heading', { name: 'Your work is submitted and sealed' }).count()
  }
  await expect.poll(receipts, { timeout: 60_000, interval: 500 }).toBe(1)
  await page.goto(`/portal/applications/${id}`)
  await page.getByRole('heading', { name: 'Your pay' }).waitFor()
  expect(await page.getByText('$400').count()).toBeGreaterThan(0)
}

export async function bookInterview(page: Page, id: string) {
  await page.goto(`/portal/applications/${id}/interviews/interview`)
  await page.getByRole('button', { name: /Book/ }).first().click()
  await page.getByRole('button', { name: 'Cancel this time' }).waitFor()
}

export async function nameReferees(page: Page, id: string, names: readonly string[]) {
  await page.goto(`/portal/applications/${id}/references`)
  for (const [i, name] of names.entries()) {
    await page.locator(`[name="referees.${i}.name"]`).fill(name)
    await page.locator(`[name="referees.${i}.email"]`).fill(`${name}@elsewhere.test`)
    await page.locator(`[name="referees.${i}.relationship"][value="shipped_with"]`).check()
  }
  await page.getByRole('button', { name: 'Send to my referees' }).click()
  await page.getByText(names[0] ?? '').first().waitFor()
}

/** A referee books by the link in their mail, in a window of their own. */
export async function bookCall(scene: Scene, name: string) {
  const page = await scene.open()
  await page.goto(/http\S+\/referee\/\w+/.exec(await scene.mail(`${name}@elsewhere.test`, /referee/))?.[0] ?? '')
  await page.getByRole('button', { name: /Book/ }).first().click()
  await page.getByRole('heading', { name: 'Your call is booked' }).waitFor()
  await page.context().close()
}

export async function acceptOffer(page: Page, id: string) {
  await page.goto(`/portal/applications/${id}/offer`)
  await page.getByLabel('Your full name').fill('Casey Candidate')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Accept and sign' }).click()
  await page.getByText('You have accepted this offer.').waitFor()
}
