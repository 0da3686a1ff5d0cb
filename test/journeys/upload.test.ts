import { mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Push } from '#contract/assignments.ts'
import { operations } from '#contract/index.ts'
import type { Problem } from '#contract/problems.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, git, openJob } from '#test/support/hire.ts'
import { zipOf } from '#test/support/zip.ts'

let app: TestApp
let owner: Client
let slug: string
beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  const reviewers = [(await app.inviteAndJoin(owner, 'reviewer', 'ana@acme.test')), await app.inviteAndJoin(owner, 'reviewer', 'ben@acme.test')]
  const ids = await Promise.all(reviewers.map(async (r) => (await r.call(operations.getSession)).member.id))
  slug = (await openJob(owner, { reviewers: ids, interviewers: ids.slice(0, 1), timeLimit: 'PT4H' })).slug
}, 60_000)
afterAll(() => app?.close())

let count = 0
async function offered() {
  const email = `casey${++count}@example.org`
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Casey Müller', email, answers: ANSWERS } })
  const casey = await app.portal(email)
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const assignment = await casey.call(operations.getPortalAssignment, { params: { id } })
  return { casey, email, application: id, id: assignment.id }
}

async function started() {
  const who = await offered()
  await who.casey.call(operations.startAssignment, { params: { id: who.id } })
  return who
}

const page = ({ casey, application: id }: { casey: Client; application: string }) => casey.call(operations.getPortalAssignment, { params: { id } })
const send = (who: { casey: Client; id: string }, bytes: Uint8Array | string, as = who.casey) => as.request('POST', `/api/v1/portal/assignments/${who.id}/upload`, { 'content-type': 'application/octet-stream' }, bytes)
const zip = (text: string) => zipOf([{ name: 'take-home/README.md', content: text }, { name: 'take-home/src/app.ts', content: 'export {}\n' }])

describe('somebody without git', () => {
  it('uploads a zip, and it is a push as any other: logged, counted, and there for a later git pull', async () => {
    const who = await started()
    const answer = await send(who, zip('# Mine\n'))
    expect(answer.status).toBe(201)
    const push = operations.uploadWork.answer.parse(answer.json) as Push
    expect(push).toMatchObject({ by: 'upload', branch: 'main', state: 'applied', counts: true, upload: { added: 0, modified: 2, left_out: [] } })
    expect(await page(who)).toMatchObject({ would_submit: push.commit, last_push: push, pushes: [push] })
    const { token, clone_url: url } = await who.casey.call(operations.createGitToken, { params: { id: who.id } })
    const dir = mkdtempSync(path.join(app.dataDir, 'work-'))
    await git(dir, 'clone', '-q', url.replace('http://', `http://x:${token}@`), 'repo')
    expect(await git(path.join(dir, 'repo'), 'log', '-1', '--format=%H %an %ae %s')).toMatch(new RegExp(`^${push.commit} Casey Müller ${who.email} Uploaded on \\w+, \\d+ \\w+ \\d{4}, [\\d:]+ UTC\n$`))
    expect(await app.db.query('select 1 from events where type = $1 and data->>$2 = $3', ['assignment.push_received', 'commit', push.commit])).toHaveLength(1)
  })

  it('downloads the project, and what comes back changed by git diff is taken; one that does not apply is refused with the reason', async () => {
    const who = await started()
    const cookie = who.casey.cookies().map((c) => `${c.name}=${c.value}`).join('; ')
    const download = await fetch(`${app.url}/api/v1/portal/assignments/${who.id}/project.zip`, { headers: { cookie } })
    expect([download.status, download.headers.get('content-type'), download.headers.get('content-disposition')]).toEqual([200, 'application/zip', expect.stringContaining('take-home.zip')])
    const bytes = new Uint8Array(await download.arrayBuffer())
    expect((await send(who, bytes)).json).toMatchObject({ code: 'upload_refused', detail: expect.stringContaining('exactly what we have already') })
    const { token, clone_url: url } = await who.casey.call(operations.createGitToken, { params: { id: who.id } })
    const dir = mkdtempSync(path.join(app.dataDir, 'work-'))
    await git(dir, 'clone', '-q', url.replace('http://', `http://x:${token}@`), 'repo')
    writeFileSync(path.join(dir, 'repo', 'README.md'), '# By patch\n')
    const patch = await git(path.join(dir, 'repo'), 'diff')
    expect((await send(who, patch)).json).toMatchObject({ by: 'upload', upload: { modified: 1 } })
    const again = (await send(who, patch)).json as Problem
    expect([again.status, again.code, again.detail]).toEqual([409, 'upload_refused', expect.stringMatching(/git says: patch failed: README.md/)])
  })

  it('reads on a page, without script, what became of it', async () => {
    const who = await started()
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(zip('# From a form\n'))]), 'project.zip')
    const here = `/portal/applications/${who.application}/assignment`
    const answer = await who.casey.request('POST', `${here}/${who.id}/upload`, {}, form)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${here}/uploads/1`])
    const read = await who.casey.request('GET', `${here}/uploads/1`)
    const { would_submit: commit } = await page(who)
    expect(read.text).toContain(`Received <code>${commit?.slice(0, 7)}</code>`)
    expect(read.text).toContain('It is what would be submitted now.')
    const empty = new FormData()
    empty.append('file', new Blob([]), '')
    const refused = await who.casey.request('POST', `${here}/${who.id}/upload`, {}, empty)
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('none was chosen')])
  })

  it('is told when it is too late, and nothing changes', async () => {
    const who = await started()
    const kept = (await send(who, zip('# In time\n'))).json as Push
    await app.clock.shift(4 * 3600 + 60)
    const late = (await send(who, zip('# Late\n'))).json as Problem
    expect([late.status, late.code, late.detail]).toEqual([409, 'upload_refused', expect.stringMatching(/TIME IS UP\. This assignment closed at .*first byte reached us at .*Your submission is /)])
    await app.settle()
    expect((await page(who)).receipt).toMatchObject({ commit: kept.commit, empty: false })
  })

  it('sends too much, and is told so in words', async () => {
    const who = await started()
    const answer = await send(who, Buffer.alloc(52 * 1024 * 1024, 'x'))
    expect(answer.json).toMatchObject({ status: 409, detail: expect.stringMatching(/larger than 50 MB .*Nothing was changed/) })
  })

  it('is nobody else, and has started', async () => {
    const who = await offered()
    const eve = await app.portal((await offered()).email)
    expect((await send(who, zip('x'))).json).toMatchObject({ status: 409, code: 'assignment_not_started' })
    expect((await send(who, zip('x'), eve)).status).toBe(404)
    expect((await send(who, zip('x'), app.visitor())).status).toBe(401)
    expect((await send(who, zip('x'), owner)).status).toBe(401)
    expect((await eve.request('GET', `/api/v1/portal/assignments/${who.id}/project.zip`)).status).toBe(404)
    const crossed = await who.casey.request('POST', `/portal/applications/${who.application}/assignment/${who.id}/upload`, { origin: 'https://evil.test', 'content-type': 'multipart/form-data; boundary=x' }, 'x')
    expect([crossed.status, crossed.text]).toEqual([403, expect.stringContaining('another website')])
  })
})
