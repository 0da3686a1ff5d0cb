import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, look, openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { cloneStarter, pushFiles, SMALL_PROJECT } from '#test/support/starter.ts'
import { zipOf } from '#test/support/zip.ts'

let app: TestApp
let browser: Browser
let owner: Client
beforeAll(async () => {
  app = await startTestApp({ poll: true })
  browser = await openBrowser()
  owner = await app.signUpOwner()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const zip = () => zipOf(Object.entries(SMALL_PROJECT).map(([name, content]) => ({ name: `acme/${name}`, content })))

test('an owner begins a starter from a zip, answers for it where it can’t be tried, and chooses it in a process', async () => {
  const context = await windowOf(browser, app.url, owner)
  const page = await context.newPage()
  await page.goto('/app/starters')
  await page.getByText('You have no starter of your own').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'New starter' }).click()
  await page.getByLabel('Name').fill('Acme API')
  await page.getByLabel('A zip').check()
  const file = path.join(app.dataDir, 'acme.zip')
  writeFileSync(file, zip())
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Zip' }).click()])
  await chooser.setFiles(file)
  await page.getByRole('button', { name: 'Begin the starter' }).click()
  await page.getByRole('heading', { name: 'Acme API', level: 1 }).waitFor()
  await page.getByRole('tab', { name: 'Versions' }).click()

  await page.getByText('It was not tried here').waitFor()
  await page.getByLabel('Why it may be used all the same').fill('Its tests run on my machine')
  await page.getByRole('button', { name: 'Make version 1 ready' }).click()
  await page.getByText('Olivia Owner made it ready, untried').waitFor()
  await page.getByRole('button', { name: 'src/add.mjs' }).click()
  await page.getByText('export const add').first().waitFor()

  const job = await owner.call(operations.createJob, { body: { title: 'Engineer' } })
  await page.goto(`/app/jobs/${job.id}`)
  await page.getByRole('tab', { name: 'Process' }).click()
  await page.getByRole('button', { name: /take-home/i }).first().click()
  await page.getByRole('combobox', { name: 'Starter' }).click()
  await page.getByRole('option', { name: 'Acme API' }).click()
  await page.getByText('Version 1, the newest that is ready.').waitFor()
  await page.getByRole('button', { name: 'Save process' }).click()
  await page.getByText('The draft is saved').waitFor()
  await context.close()
  const { process } = await owner.call(operations.getJobProcess, { params: { id: job.id } })
  expect(process.stages.find((s) => s.type === 'code_assignment')?.config).toMatchObject({ scaffold: 'acme-api', starter_version: 1 })
}, 120_000)

test('a newer version is offered by name, and what changed is there to read', async () => {
  const [starter] = (await owner.call(operations.listStarters)).items
  const id = starter?.id ?? ''
  const work = await cloneStarter(app, owner, id)
  await pushFiles(work, { 'src/more.mjs': 'export const more = 1\n' }, 'Add more')
  await expect.poll(async () => (await owner.call(operations.getStarter, { params: { id } })).newest?.state, { timeout: 30_000 }).toBe('held')
  await owner.call(operations.acceptStarterVersion, { params: { id, number: '2' } as never, body: { reason: 'Tried by hand' } })
  const context = await windowOf(browser, app.url, owner)
  const page = await context.newPage()
  const [job] = (await owner.call(operations.listJobs)).items
  await page.goto(`/app/jobs/${job?.id}`)
  await page.getByRole('tab', { name: 'Process' }).click()
  await page.getByRole('button', { name: /take-home/i }).first().click()
  await page.getByText('This process uses version 1; version 2 is ready').waitFor()
  await look(page, 'process-wide')
  await page.getByRole('button', { name: 'Move to version 2' }).click()
  await page.getByText('Version 2, the newest that is ready.').waitFor()

  await page.goto(`/app/starters/${id}`)
  await page.getByRole('tab', { name: 'Changes' }).click()
  await page.getByText('1 file, 1 line added, 0 taken out').waitFor()
  await look(page, 'changes-wide')
  await context.close()
}, 120_000)

for (const dark of [false, true]) {
  test(`axe finds nothing on the pages of starters at 360 px, ${dark ? 'dark' : 'light'}`, async () => {
    const [starter] = (await owner.call(operations.listStarters)).items
    const context = await windowOf(browser, app.url, owner, { width: 360, dark })
    const page = await context.newPage()
    await page.goto('/app/starters')
    await page.getByRole('link', { name: 'Acme API' }).waitFor()
    await look(page, `list-${dark}`)
    await page.goto(`/app/starters/${starter?.id}`)
    await page.getByRole('heading', { name: 'Version 2' }).waitFor()
    await look(page, `versions-${dark}`)
    await page.getByRole('tab', { name: 'Change it' }).click()
    await page.getByRole('button', { name: 'Make a token of my own' }).click()
    await page.getByText('The token in them is shown only this once').waitFor()
    await look(page, `change-${dark}`)
    await page.getByRole('tab', { name: 'Use', exact: true }).click()
    await page.getByText('Delete starter').waitFor()
    await look(page, `use-${dark}`)
    await context.close()
  }, 120_000)
}
