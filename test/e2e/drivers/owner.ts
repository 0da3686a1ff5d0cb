import type { Page } from 'playwright-core'
import { makeSetupLink } from '#server/features/accounts/index.ts'
import { PASSWORD } from '#test/support/app.ts'
import { FEEDBACK } from '#test/support/hire.ts'
import { type Scene, choose } from './stage.ts'

/** Makes the organization with the one-time link that the server printed. */
export async function signUp(scene: Scene): Promise<Page> {
  const page = await scene.open()
  await page.goto((await makeSetupLink(scene.app.ctx)) ?? '')
  await page.getByLabel('Your name').fill('Olivia Owner')
  await page.getByLabel('Email').fill('olivia@acme.test')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByLabel('Organization').fill('Acme')
  await page.getByRole('button', { name: 'Create organization' }).click()
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
  return page
}

/** Invites somebody, who joins in a window of their own by the mailed link. */
export async function invite(scene: Scene, owner: Page, who: { name: string; email: string; role: 'reviewer' | 'interviewer' }): Promise<Page> {
  await owner.goto('/app/members')
  const form = owner.getByRole('region', { name: 'Invite a member' })
  await form.getByLabel('Name').fill(who.name)
  await form.getByLabel('Email').fill(who.email)
  await form.getByLabel('Role').selectOption(who.role)
  await form.getByRole('button', { name: 'Invite' }).click()
  await form.getByText(`Invited ${who.email}`).waitFor()
  const page = await scene.open()
  await page.goto(/http\S+#t=[\w-]+/.exec(await scene.mail(who.email, /invites/))?.[0] ?? '')
  await page.getByRole('textbox', { name: 'Choose a password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('heading', { name: 'Jobs' }).waitFor()
  return page
}

/** A job from the template with a take-home of so many seconds; answers its public address. */
export async function publishJob(page: Page, o: { seconds: number; reviewers: readonly string[]; interviewers: readonly string[] }): Promise<string> {
  await page.goto('/app/')
  await page.getByRole('button', { name: 'New job' }).click()
  await page.getByLabel('Title').fill('Backend Engineer')
  await page.getByRole('button', { name: 'Create draft job' }).click()
  await shortenTakeHome(page, o.seconds)
  await writePay(page)
  await chooseTeam(page, o)
  await page.getByRole('button', { name: 'Publish' }).click()
  return (await page.getByRole('link', { name: /\/careers\// }).getAttribute('href')) ?? ''
}

async function shortenTakeHome(page: Page, seconds: number) {
  await page.getByRole('button', { name: /Paid Take-Home/ }).first().click()
  await page.getByLabel('Time limit').fill(`PT${seconds}S`)
  await page.getByRole('button', { name: 'Save process' }).click()
  await page.getByRole('button', { name: 'Save process' }).and(page.locator('[disabled]')).waitFor()
}

async function writePay(page: Page) {
  await page.getByRole('tab', { name: 'Facts' }).click()
  await page.getByLabel('Pay from').fill('90000')
  await page.getByLabel('Pay to').fill('120000')
  await page.getByRole('button', { name: 'Save facts' }).click()
  await page.getByText('Saved').waitFor()
}

async function chooseTeam(page: Page, o: { reviewers: readonly string[]; interviewers: readonly string[] }) {
  await page.getByRole('tab', { name: 'Team' }).click()
  for (const [group, names] of [['Reviewers', o.reviewers], ['Interviewers', o.interviewers]] as const) for (const name of names) await page.getByRole('group', { name: group }).getByRole('checkbox', { name: new RegExp(name) }).check()
  await page.getByRole('button', { name: 'Save team' }).click()
  await page.getByText('Saved').waitFor()
}

/** Opens the candidate's page from the board; answers the application's id. */
export async function openCandidate(page: Page): Promise<string> {
  await page.getByRole('tab', { name: 'Board' }).click()
  await page.getByRole('link', { name: 'Casey Candidate' }).click()
  await page.getByRole('heading', { name: 'Casey Candidate' }).waitFor()
  return page.url().split('/').at(-1)?.split('?')[0] ?? ''
}

/** Moves the candidate on to the next stage. */
export async function advance(page: Page) {
  await page.reload()
  await page.getByRole('button', { name: 'Advance', exact: true }).click()
  await page.getByRole('button', { name: 'Move on' }).click()
  await page.getByRole('button', { name: 'Move on' }).waitFor({ state: 'detached' })
}

export async function sendFeedback(page: Page) {
  await page.reload()
  await page.getByRole('tab', { name: 'Review' }).click()
  await page.getByRole('region', { name: 'Side by side' }).waitFor()
  await page.getByLabel('Feedback, visible to Casey Candidate').fill(FEEDBACK)
  await page.getByRole('button', { name: 'Send feedback' }).click()
  await page.getByRole('heading', { name: 'Feedback sent' }).waitFor()
}

export async function reject(page: Page) {
  await page.reload()
  await page.getByRole('button', { name: 'Reject', exact: true }).click()
  await page.getByLabel('Message, visible to Casey Candidate').fill(FEEDBACK)
  await page.getByRole('button', { name: 'Reject and send' }).click()
  await page.getByText('rejected', { exact: true }).first().waitFor()
}

export async function extendOffer(page: Page) {
  await page.reload()
  await page.getByRole('tab', { name: 'Offer' }).click()
  await page.getByLabel('Salary per year').fill('110000')
  await page.getByLabel('Amount').fill('0.25')
  await page.getByLabel('Place').fill('Remote')
  await page.getByLabel('How the team works').fill('We decide in writing.')
  await page.getByRole('button', { name: 'Extend offer' }).click()
  await page.getByText('extended', { exact: true }).first().waitFor()
}

/** Notes of both reference calls, each completed. */
export async function recordReferences(page: Page, names: readonly string[]) {
  await page.reload()
  await page.getByRole('tab', { name: 'References' }).click()
  for (const name of names) {
    const one = page.getByRole('group', { name: new RegExp(`^${name}`) })
    for (const answer of await one.getByRole('textbox').all()) if (await answer.isEditable()) await answer.fill('We shipped the ledger together, and they asked before they cut.')
    await choose(one, 'The referee recommends', 'yes')
    await one.getByRole('button', { name: 'Complete reference' }).click()
    await one.getByText('completed', { exact: true }).waitFor()
  }
}
