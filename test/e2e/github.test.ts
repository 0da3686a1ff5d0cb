import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { expectAccessible, openBrowser, windowOf } from '#test/support/browser.ts'
import { type MockGithub, startMockGithub } from '#test/support/github/mock.ts'
import { ANSWERS, memberId, openJob } from '#test/support/hire.ts'

let app: TestApp
let github: MockGithub
let browser: Browser

beforeAll(async () => {
  github = await startMockGithub({ name: 'backend-engineer', files: { 'README.md': 'Build it.\n' } })
  app = await startTestApp({ env: github.env })
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await app?.close()
  await github?.close()
})

it('starts a take-home on GitHub by its form, and says on both sides what GitHub can’t promise', async () => {
  const owner = await app.signUpOwner()
  const reviewers = await Promise.all(['ana@acme.test', 'ben@acme.test'].map((email) => app.inviteAndJoin(owner, 'reviewer', email).then(memberId)))
  const job = await openJob(owner, { reviewers, interviewers: reviewers.slice(0, 1), timeLimit: 'PT1H', provider: 'github' })
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey', email: 'casey@example.org', answers: ANSWERS } })
  const casey = await app.portal('casey@example.org')
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })

  const candidate = await (await windowOf(browser, app.url, casey, { width: 360 })).newPage()
  await candidate.goto(`/portal/applications/${id}/assignment`)
  await expectAccessible(candidate)
  await candidate.getByLabel('Your account on GitHub').fill('nobody-here')
  await candidate.getByRole('button', { name: 'Start the clock' }).click()
  await candidate.getByText('GitHub knows no account “nobody-here”').waitFor()
  await candidate.getByLabel('Your account on GitHub').fill('casey')
  await candidate.getByRole('button', { name: 'Start the clock' }).click()
  await candidate.getByRole('link', { name: 'Accept the invitation' }).waitFor()
  await expectAccessible(candidate)

  const [repo] = github.repos()
  github.accept(repo!.fullName, 'casey')
  const { body } = github.push(repo!.fullName, { 'src/a.ts': 'export {}\n' }, new Date())
  expect((await github.ring(`${app.url}/api/v1/providers/github/webhook`, body)).status).toBe(200)
  await app.settle()
  await candidate.reload()
  await candidate.getByText('The time is GitHub’s own record of the push.').waitFor()

  const team = await (await windowOf(browser, app.url, owner, { dark: true })).newPage()
  await team.goto(`/app/applications/${id}`)
  await team.getByRole('tab', { name: 'Assignment' }).click()
  await team.getByRole('heading', { name: 'Repository on GitHub' }).waitFor()
  await expectAccessible(team)
  await team.goto(`/app/jobs/${job.id}`)
  await team.getByRole('tab', { name: 'Process' }).click()
  await team.getByRole('tabpanel').getByRole('button', { name: /Take-Home/ }).first().click()
  await team.getByText('What GitHub can’t promise').waitFor()
  await expectAccessible(team)
  expect(github.violations).toEqual([])
}, 60_000)
