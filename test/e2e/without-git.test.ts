import { mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import { ANSWERS, git, memberId, openJob } from '#test/support/hire.ts'
import { zipOf } from '#test/support/zip.ts'

let app: TestApp
let browser: Browser
let context: BrowserContext
let page: Page
let here: string
beforeAll(async () => {
  app = await startTestApp()
  browser = await openBrowser()
  const owner = await app.signUpOwner()
  const ana = await memberId(await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test'))
  const ben = await memberId(await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test'))
  const { slug } = await openJob(owner, { reviewers: [ana, ben], interviewers: [ana], timeLimit: 'PT4H' })
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Casey', email: 'casey@example.org', answers: ANSWERS } })
  const casey = await app.portal('casey@example.org')
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  here = `/portal/applications/${id}/assignment`
  context = await windowOf(browser, app.url, casey, { width: 360 })
  page = await context.newPage()
}, 60_000)
afterAll(async () => {
  await context?.close()
  await browser?.close()
  await app?.close()
})

test('a candidate practises with git, starts, uploads a zip, and sees it as what would be submitted', async () => {
  await page.goto(here)
  await page.getByRole('link', { name: 'Practise' }).click()
  await page.getByRole('button', { name: 'Get a practice repository' }).click()
  await page.getByText('No push has arrived yet.').waitFor()
  await expectAccessible(page)
  const commands = await page.locator('[data-copy]').allInnerTexts()
  const dir = mkdtempSync(path.join(app.dataDir, 'practice-'))
  for (const command of commands.slice(0, 3)) expect(await git(dir, ...wordsOf(command))).not.toMatch(/fatal/)
  await page.evaluate(() => Object.assign(globalThis, { neverLeft: true }))
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.getByText('Cloned ✓').waitFor()
  await page.getByText('Pushed ✓').waitFor()
  expect(await page.evaluate(() => 'neverLeft' in globalThis)).toBe(true)

  await page.getByRole('link', { name: 'Back to the take-home' }).click()
  await page.getByRole('button', { name: 'Start the clock' }).click()
  await page.getByText('We have received no push to main yet').waitFor()
  await expectAccessible(page)
  const broken = path.join(dir, 'broken.zip')
  writeFileSync(broken, 'PK\x03\x04 and nothing else')
  await page.getByLabel('The project as a zip, or a patch').setInputFiles(broken)
  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByText('Your zip was not accepted. Nothing was changed.').waitFor()

  const zip = path.join(dir, 'project.zip')
  writeFileSync(zip, zipOf([{ name: 'x/README.md', content: '# Mine\n' }, { name: 'x/src/app.ts', content: 'export {}\n' }, { name: 'x/.git/HEAD', content: 'x' }]))
  await page.getByLabel('The project as a zip, or a patch').setInputFiles(zip)
  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByText('It is what would be submitted now.').waitFor()
  await page.getByText('Left out, because it is not part of the work: .git.').waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Back to the clock' }).click()
  await page.getByRole('region', { name: 'Pushes we received' }).getByText('by upload').waitFor()
  await page.getByText('Uploaded on').first().waitFor()
}, 60_000)

/** A command as a shell would read it, without the name of the program. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '').slice(1)
}
