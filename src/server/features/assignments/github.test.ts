import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { type MockGithub, startMockGithub } from '#test/support/github/mock.ts'
import { ANSWERS, memberId, openJob } from '#test/support/hire.ts'

const HOUR = 3600

let app: TestApp
let github: MockGithub
let owner: Client
let slug: string
let reviewer: Client
let people = 0

beforeAll(async () => {
  github = await startMockGithub({ name: 'backend-engineer', files: { 'README.md': 'Build it.\n', 'src/start.ts': 'export {}\n' } })
  app = await startTestApp({ env: github.env })
  owner = await app.signUpOwner()
  slug = await openOn(app, owner)
})
afterAll(async () => {
  await app.close()
  await github.close()
})
afterEach(() => expect(github.violations).toEqual([]))

/** An open job whose take-homes live on GitHub. */
async function openOn(server: TestApp, boss: Client): Promise<string> {
  const reviewers = [await server.inviteAndJoin(boss, 'reviewer', 'ana@acme.test'), await server.inviteAndJoin(boss, 'reviewer', 'ben@acme.test')]
  const ids = await Promise.all(reviewers.map(memberId))
  reviewer ??= reviewers[0]!
  return (await openJob(boss, { reviewers: ids, interviewers: ids.slice(0, 1), timeLimit: 'PT1H', provider: 'github' })).slug
}

/** Somebody whose take-home can be started. */
async function offered() {
  const email = `casey${++people}@example.org`
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Casey', email, answers: ANSWERS } })
  const casey = await app.portal(email)
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const page = () => casey.call(operations.getPortalAssignment, { params: { id } })
  const team = () => owner.call(operations.getAssignment, { params: { id } })
  const assignment = (await page()).id
  const start = (login?: string) => casey.call(operations.startAssignment, { params: { id: assignment }, body: login === undefined ? {} : { provider_login: login } })
  return { id, email, casey, page, team, start, assignment, login: `casey-${people}` }
}

/** The same, with the clock running and the invitation accepted. */
async function started() {
  const who = await offered()
  const begun = await who.start(who.login)
  const repo = github.repos().find((r) => r.invitations.some((i) => i.login === who.login))!.fullName
  github.accept(repo, who.login)
  return { ...who, repo, begun, at: fromDeadline(begun.deadline_at!) }
}

/** GitHub's clock has whole seconds. */
const fromDeadline = (deadline: string) => (seconds: number) => new Date(Math.floor(Date.parse(deadline) / 1000 + seconds) * 1000)

const ring = (body: string, o: Parameters<MockGithub['ring']>[2] = {}) => github.ring(`${app.url}/api/v1/providers/github/webhook`, body, o)

async function over() {
  await app.clock.shift(HOUR + 5)
  await app.settle()
  await app.clock.shift(60)
  await app.settle()
}

describe('a take-home on GitHub', () => {
  it('goes from the start to a receipt, with GitHub’s times', async () => {
    const who = await offered()
    await expect(who.start()).rejects.toMatchObject({ problem: { code: 'provider_login_needed' } })
    expect((await who.page()).started_at).toBeNull()
    const [begun, again] = await Promise.all([who.start(who.login), who.start(who.login)])
    expect(again.deadline_at).toBe(begun.deadline_at)
    expect(begun.hosting).toMatchObject({ provider: 'github', state: 'open', login: who.login, invitation_url: expect.stringContaining('invitations') })
    expect(begun.hosting.limits.join(' ')).toContain('can’t refuse a late push')
    const [repo] = github.repos().filter((r) => r.invitations.some((i) => i.login === who.login))
    expect(github.calls.filter((c) => c.endsWith('/generate'))).toHaveLength(1)
    github.accept(repo!.fullName, who.login)
    await expect(who.casey.call(operations.createGitToken, { params: { id: who.assignment } })).rejects.toMatchObject({ problem: { code: 'hosted_elsewhere' } })

    const at = fromDeadline(begun.deadline_at!)
    const first = github.push(repo!.fullName, { 'src/work.ts': 'export const one = 1\n' }, at(-600))
    expect((await ring(first.body)).status).toBe(200)
    await app.settle()
    expect(await who.page()).toMatchObject({ would_submit: first.commit, last_push: { received_at: at(-600).toISOString(), subject: 'Change src/work.ts', counts: true } })

    const last = github.push(repo!.fullName, { 'src/work.ts': 'export const two = 2\n' }, at(-1))
    const late = github.push(repo!.fullName, { 'src/work.ts': 'export const three = 3\n' }, at(1))
    await over()
    const { receipt, submission_id } = await who.team()
    expect(receipt).toMatchObject({ commit: last.commit, received_at: at(-1).toISOString(), source: 'deadline', empty: false })
    const { items } = await owner.call(operations.listSubmissionFiles, { params: { id: submission_id! } })
    expect(items.map((f) => [f.path, f.change])).toEqual([['README.md', 'unchanged'], ['src/start.ts', 'unchanged'], ['src/work.ts', 'added']])
    const file = await owner.call(operations.getSubmissionFile, { params: { id: submission_id! }, query: { path: 'src/work.ts' } })
    expect(file.text).toBe('export const two = 2\n')
    expect(github.repo(repo!.fullName)?.permissions.get(who.login)).toBe('pull')

    await ring(late.body)
    await app.settle()
    expect((await who.team()).pushes.map((p) => [p.commit, p.state, p.counts])).toEqual([[late.commit, 'refused', false], [last.commit, 'applied', true], [first.commit, 'applied', true]])
    expect((await who.team()).receipt).toEqual(receipt)
  })

  it('tells an anonymous reviewer nothing of whose account it is', async () => {
    const who = await started()
    const { hosting } = await reviewer.call(operations.getAssignment, { params: { id: who.id } })
    expect(JSON.stringify(hosting)).not.toContain(who.login)
    expect(hosting).toMatchObject({ provider: 'github', state: 'open', login: null, url: null, invitation_url: null })
    expect((await who.team()).hosting.login).toBe(who.login)
  })

  it('is sealed as the starter when nothing was pushed', async () => {
    const who = await started()
    await over()
    expect((await who.team()).receipt).toMatchObject({ empty: true, received_at: null })
  })

  it('waits with an early submission until it can’t be undone, and leaves out what came after it', async () => {
    const who = await started()
    const first = github.push(who.repo, { 'a.txt': '1\n' }, who.at(-HOUR + 2))
    await app.clock.shift(60)
    await who.casey.call(operations.submitNow, { params: { id: who.assignment } })
    github.push(who.repo, { 'a.txt': '2\n' }, who.at(-HOUR + 300))
    await app.clock.shift(700)
    await app.settle()
    expect((await who.team()).receipt).toMatchObject({ commit: first.commit, source: 'candidate' })
  })
})

describe('when GitHub does not answer', () => {
  it('starts no clock, prepares the repository by itself, and starts at the next click', async () => {
    const who = await offered()
    github.fail('POST /repos/acme-templates', 'lost-after')
    await expect(who.start(who.login)).rejects.toMatchObject({ problem: { code: 'repository_not_ready' } })
    expect(await who.page()).toMatchObject({ started_at: null, state: 'offered', hosting: { state: 'preparing' } })
    expect((await who.team()).hosting.problem).toContain('GitHub did not answer')
    await app.clock.shift(31)
    await app.settle()
    expect(await who.page()).toMatchObject({ started_at: null, hosting: { state: 'ready' } })
    expect((await who.start()).started_at).not.toBeNull()
    expect((await who.team()).hosting.problem).toBe('')
  })

  it('takes back an invitation that no start came of', async () => {
    const who = await offered()
    github.fail('PUT /repos', 'lost-after')
    await expect(who.start(who.login)).rejects.toMatchObject({ problem: { code: 'repository_not_ready' } })
    const invited = () => github.repos().flatMap((r) => r.invitations).filter((i) => i.login === who.login)
    expect(invited()).toHaveLength(1)
    await app.clock.shift(301)
    await app.settle()
    expect(invited()).toHaveLength(0)
    expect((await who.start()).hosting.state).toBe('open')
    expect(invited()).toHaveLength(1)
  })

  it('says what GitHub refuses, and takes another account', async () => {
    const who = await offered()
    await expect(who.start('nobody-here')).rejects.toMatchObject({ problem: { code: 'provider_refused', detail: expect.stringContaining('nobody-here') } })
    expect((await who.start(who.login)).hosting.login).toBe(who.login)
  })

  it('at the deadline, seals the right push however late GitHub comes back, without one webhook', async () => {
    const who = await started()
    const { commit } = github.push(who.repo, { 'a.txt': '1\n' }, who.at(-1))
    github.push(who.repo, { 'a.txt': '2\n' }, who.at(1))
    github.fail(`GET /repos/${who.repo}/activity`, 'error', 3)
    await over()
    expect(await who.team()).toMatchObject({ receipt: null, hosting: { problem: expect.stringContaining('502') } })
    expect((await who.page()).receipt).toBeNull()
    for (let i = 0; i < 4; i++) {
      await app.clock.shift(HOUR)
      await app.settle()
    }
    expect(await who.team()).toMatchObject({ receipt: { commit, received_at: who.at(-1).toISOString() }, hosting: { problem: '' } })
  })
})

describe('what GitHub takes and we can’t', () => {
  it('is told to the candidate by mail, and the push before it is submitted', async () => {
    const who = await started()
    const good = github.push(who.repo, { 'a.txt': '1\n' }, who.at(-900))
    const bad = github.push(who.repo, { 'big.bin': 'x'.repeat(21 * 1024 * 1024) }, who.at(-800))
    await ring(bad.body)
    await app.settle()
    expect(app.mails.find(who.email, /can’t be submitted/).text).toContain('big.bin is 21 MB')
    expect(await who.page()).toMatchObject({ would_submit: good.commit })
    await over()
    expect((await who.team()).receipt).toMatchObject({ commit: good.commit })
  })
})

describe('a webhook', () => {
  it('that is forged, or about something else, changes nothing', async () => {
    const who = await started()
    const { body } = github.push(who.repo, { 'a.txt': '1\n' }, who.at(-900))
    expect((await ring(body, { signature: `sha256=${'0'.repeat(64)}` })).status).toBe(403)
    expect((await ring(body, { event: 'ping' })).status).toBe(200)
    expect((await ring(body.replace('refs/heads/main', 'refs/heads/other'), {})).status).toBe(200)
    expect((await ring(JSON.stringify({ ...JSON.parse(body), repository: { id: 1 } }))).status).toBe(200)
    await app.settle()
    expect((await who.page()).pushes).toEqual([])
  })

  it('counts once, in any order, and its push once however often it rings', async () => {
    const who = await started()
    const [a, b] = [1, 2].map((n) => github.push(who.repo, { 'a.txt': `${n}\n` }, who.at(-900 + n)))
    const delivery = randomUUID()
    for (const body of [b!.body, a!.body, b!.body]) await ring(body, { delivery: body === b!.body ? delivery : randomUUID() })
    await ring(b!.body)
    await app.settle()
    expect((await who.page()).pushes.map((p) => p.commit)).toEqual([b!.commit, a!.commit])
    expect(await app.db.query(`select 1 from hosted_deliveries where delivery_id = $1`, [delivery])).toHaveLength(1)
  })

  it('says when its push was where GitHub’s record never has it', async () => {
    const who = await started()
    const { commit, body } = github.push(who.repo, { 'a.txt': '1\n' }, who.at(-900))
    github.repo(who.repo)!.activity.pop()
    await app.clock.shift(HOUR - 30)
    await ring(body)
    await app.settle()
    expect((await who.page()).pushes).toEqual([])
    await app.clock.shift(100)
    await app.settle()
    expect((await who.team()).receipt).toBeNull()
    await app.clock.shift(700)
    await app.settle()
    expect((await who.team()).receipt).toMatchObject({ commit })
  })
})

describe('a server that is not set up for GitHub', () => {
  it('publishes no process that wants it, starts no clock of one that did, and takes no webhook', async () => {
    const bare = await startTestApp()
    try {
      const boss = await bare.signUpOwner()
      await expect(openOn(bare, boss)).rejects.toMatchObject({ problem: { code: 'provider_not_configured' } })
      const members = await boss.call(operations.listMembers)
      const ids = members.items.filter((m) => m.role === 'reviewer').map((m) => m.id)
      const job = await openJob(boss, { reviewers: ids, interviewers: ids.slice(0, 1) })
      const { application_id: id } = await bare.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Casey', email: 'casey@example.org', answers: ANSWERS } })
      const casey = await bare.portal('casey@example.org')
      await boss.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
      await bare.db.query(`update assignments set provider = 'github'`)
      const { id: assignment } = await casey.call(operations.getPortalAssignment, { params: { id } })
      await expect(casey.call(operations.startAssignment, { params: { id: assignment }, body: { provider_login: 'casey' } })).rejects.toMatchObject({ problem: { code: 'provider_not_configured' } })
      expect((await fetch(`${bare.url}/api/v1/providers/github/webhook`, { method: 'POST', body: '{}' })).status).toBe(404)
    } finally {
      await bare.close()
    }
  })
})
