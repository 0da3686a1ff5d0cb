import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { look, openBrowser, pageAt, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'
import { earn, fakeRail, openPayingJob, turn } from '#test/support/payouts.ts'

const rail = fakeRail({ needsDetails: true }, { recipientId: 'acct_1', ready: false, destination: null }, 'stripe')
let app: TestApp
let browser: Browser
let owner: Client
let slug = ''
beforeAll(async () => {
  app = await startTestApp({ rails: { stripe: rail } })
  browser = await openBrowser()
  owner = await app.signUpOwner()
  ;({ slug } = await openPayingJob(owner, 'Backend Engineer', 'EUR'))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const SIZES: [name: string, width: number, dark: boolean][] = [['wide', 1280, false], ['narrow-dark', 360, true]]

test('a candidate says where pay goes, sees each step, and may give it up', async () => {
  await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 0, caps: [] } })
  const id = await earn(app, slug, 'casey@example.test')
  await app.settle()
  const context = await windowOf(browser, app.url, await app.portal('casey@example.test'), { width: 360 })
  const page = await context.newPage()
  await page.goto(`/portal/applications/${id}`)
  await look(page, 'pay-asked')
  await page.getByRole('link', { name: 'Say where it goes' }).click()
  rail.recipient = { recipientId: 'acct_casey', ready: false, destination: null }
  await page.getByLabel('Country of your account').selectOption({ label: 'Germany' })
  await page.getByRole('button', { name: 'Continue' }).click()
  expect(await page.getByRole('link', { name: 'Go to the provider' }).getAttribute('href')).toContain('acct_casey')
  await look(page, 'pay-onward')
  rail.recipient = { recipientId: 'acct_casey', ready: true, destination: 'bank-casey' }
  const payout = (await owner.call(operations.listPayouts)).items[0]?.id ?? ''
  await page.goto(`/portal/applications/${id}/payouts/${payout}/returned`)
  await app.settle()
  turn(rail, payout, { state: 'paid', trace: 'TRACE-1' })
  await app.clock.shift(1200)
  await app.settle()
  await page.reload()
  await page.getByText('TRACE-1', { exact: true }).waitFor()
  await page.getByText('How it came here').click()
  await look(page, 'pay-paid')
  await context.close()
}, 60_000)

test('a candidate asks that pay goes to a charity, and sees when it was given', async () => {
  const writing = await (await windowOf(browser, app.url, owner, { width: 360, dark: true })).newPage()
  await owner.call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 1, caps: [] } })
  await writing.goto('/app/payouts')
  await writing.getByRole('button', { name: 'Add a charity' }).click()
  await writing.getByRole('textbox', { name: 'Charity 1' }).fill('Room to Read')
  await writing.getByRole('textbox', { name: 'Link 1' }).fill('https://read.example')
  await writing.getByRole('button', { name: 'Save charities' }).click()
  await writing.getByText('Saved').first().waitFor()
  await look(writing, 'charities')
  const id = await earn(app, slug, 'giver@example.test')
  const page = await (await windowOf(browser, app.url, await app.portal('giver@example.test'), { width: 360 })).newPage()
  await page.goto(`/portal/applications/${id}`)
  await page.getByRole('link', { name: 'Give it to a charity' }).click()
  await page.getByLabel('Room to Read').check()
  await look(page, 'donate')
  await page.getByRole('button', { name: 'Give it' }).click()
  await page.getByText(/As you asked, Acme gives it to/).waitFor()
  await look(page, 'donated')
  const payout = (await owner.call(operations.listPayouts)).items.find((p) => p.application_id === id)?.id ?? ''
  await owner.call(operations.recordPayment, { params: { id: payout }, body: { reference: 'GIFT 7', paid_on: '2026-01-02' } })
  await page.reload()
  await page.getByText(/Given to Room to Read/).waitFor()
  await writing.reload()
  await writing.getByText('to Room to Read, at their wish').waitFor()
  await look(writing, 'given')
}, 60_000)

test.each(SIZES)('an owner sees what is owed and why, approves, records, and puts a bank file together, %s', async (name, width, dark) => {
  await owner.call(operations.putPayoutSettings, { body: { rail: 'manual', approvals: 1, caps: [{ job_id: null, currency: 'EUR', cap_minor: 1_000_000 }] } })
  for (const who of ['ada', 'grace']) await earn(app, slug, `${who}-${name}@example.test`)
  await app.settle()
  const context = await windowOf(browser, app.url, owner, { width, dark })
  const page = await context.newPage()
  await page.goto('/app/payouts')
  await page.getByRole('heading', { name: 'Bank files' }).waitFor()
  await look(page, `pay-${name}`)
  await page.getByRole('checkbox', { name: new RegExp(`ada-${name}`) }).check()
  await page.getByRole('button', { name: 'Put together' }).click()
  await page.getByRole('button', { name: 'SEPA file' }).first().click()
  await look(page, `pay-${name}-file`)
  await page.getByRole('button', { name: new RegExp(`payout to grace-${name}`) }).click()
  await page.getByRole('dialog').getByText('How it came here').or(page.getByRole('dialog').getByText('Earned')).first().waitFor()
  await look(page, `pay-${name}-detail`)
  await page.getByRole('dialog').getByRole('button', { name: 'Record payment' }).click()
  await page.getByLabel('Reference').fill('SEPA 12')
  await page.getByRole('button', { name: 'Record payment' }).last().click()
  await page.getByText('SEPA 12').first().waitFor()
  const years = page.getByRole('region', { name: 'Paid by year' })
  await years.getByRole('rowheader', { name: new RegExp(`grace-${name}`) }).waitFor()
  expect(await years.getByRole('link', { name: /Export .* \(CSV\)/ }).getAttribute('href')).toMatch(/export\.csv\?year=20/)
  await look(page, `${name}-years`)
  await context.close()
}, 60_000)

/** Earns, and says that it goes to these places, one after the other. */
async function goesTo(email: string, destinations: readonly string[]) {
  const [id, portal] = [await earn(app, slug, email), await app.portal(email)]
  await app.settle()
  const params = { id, payout: (await portal.call(operations.listPortalPayouts, { params: { id } })).items[0]?.id ?? '' }
  for (const destination of destinations) {
    rail.recipient = { recipientId: `acct_${email}`, ready: true, destination }
    if (destination === destinations[0]) await portal.call(operations.givePayoutDetails, { params, body: { country: 'DE' } })
    await portal.call(operations.checkPayoutDetails, { params })
    await app.settle()
  }
  return { id, portal }
}

test.each(SIZES)('an owner sees whose place was changed and who shares one, and the candidate how long it is held, %s', async (name, width, dark) => {
  await owner.call(operations.putPayoutSettings, { body: { rail: 'stripe', approvals: 2, caps: [] } })
  await goesTo(`neighbour-${name}@example.test`, [`bank-${name}`])
  const { id, portal } = await goesTo(`mover-${name}@example.test`, ['bank-first', `bank-${name}`])
  const theirs = await pageAt(browser, app.url, portal, `/portal/applications/${id}`, { width, dark })
  await theirs.getByText('How it came here').click()
  await look(theirs, `held-${name}-portal`)
  const page = await pageAt(browser, app.url, owner, '/app/payouts', { width, dark })
  await page.getByRole('region', { name: 'The same place' }).waitFor()
  await look(page, `held-${name}`)
  await page.getByRole('button', { name: new RegExp(`payout to mover-${name}`) }).click()
  await page.getByRole('dialog').getByText(/^Goes on by itself/).waitFor()
  await look(page, `held-${name}-detail`)
  await Promise.all([theirs, page].map((p) => p.context().close()))
}, 60_000)
