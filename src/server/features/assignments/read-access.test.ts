import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { givenSubmission } from '#test/support/submission.ts'

/** Where people leave their name in a repository. */
const SIGNED = `{ "author": "Casey Candidate <casey@example.org>", "repository": "github.com/casey-candidate/api" }\n// (c) Casey Candidate\n`
const NAMES = /casey(?![a-z])/i

let app: TestApp
let given: Awaited<ReturnType<typeof givenSubmission>>
let id: string
beforeAll(async () => {
  app = await startTestApp()
  given = await givenSubmission(app, { path: 'casey-candidate.json', text: SIGNED, message: 'Casey Candidate: begin' })
  id = (await given.owner.call(operations.getAssignment, { params: { id: given.id } })).submission_id ?? ''
}, 120_000)
afterAll(() => app.close())

async function everything(who: Client): Promise<Map<string, string>> {
  const { items } = await who.call(operations.listSubmissionFiles, { params: { id } })
  const path = items.find((f) => f.path.endsWith('.json') && f.change === 'added')?.path ?? ''
  const seq = String((await who.call(operations.listSubmissionPushes, { params: { id } })).items[0]?.seq)
  const asked: [string, Operation, Record<string, string>][] = [
    ['files', operations.listSubmissionFiles, {}],
    ['file', operations.getSubmissionFile, { path }],
    ['raw', operations.downloadSubmissionFile, { path }],
    ['changes', operations.listSubmissionChanges, {}],
    ['diff', operations.getSubmissionDiff, {}],
    ['one diff', operations.getSubmissionDiff, { path }],
    ['pushes', operations.listSubmissionPushes, {}],
    ['push diff', operations.getPushDiff, {}],
    ['commits', operations.listSubmissionCommits, {}],
    ['blame', operations.getSubmissionBlame, { path }],
    ['search', operations.searchSubmission, { q: 'author' }],
    ['zip', operations.downloadSubmission, {}],
  ]
  const answers = new Map<string, string>()
  for (const [name, operation, query] of asked) {
    const answer = await who.try(operation, { params: { id, seq }, query })
    expect(answer.status, name).toBe(200)
    answers.set(name, answer.text)
  }
  return answers
}

test('an anonymous review names the candidate nowhere; who may know the name sees it', async () => {
  for (const [name, text] of await everything(given.ana)) expect(text.match(NAMES)?.[0] ?? null, `${name}: ${text.slice(0, 300)}`).toBeNull()
  const seen = await everything(given.owner)
  for (const name of ['files', 'file', 'raw', 'diff', 'pushes', 'commits', 'search']) expect(seen.get(name), name).toMatch(NAMES)
})

test('an answer whose address names its commit may be kept by whoever asked; any other may not', async () => {
  const { commit } = await given.owner.call(operations.listSubmissionFiles, { params: { id } })
  const fixed = `/api/v1/submissions/${id}/files?commit=${commit}`
  const first = await given.owner.request('GET', fixed)
  expect(first.headers.get('cache-control')).toMatch(/^private, max-age=\d+, immutable, no-transform$/)
  expect(first.headers.get('vary')).toContain('cookie')
  const again = await given.owner.request('GET', fixed, { 'if-none-match': first.headers.get('etag') ?? '' })
  expect([again.status, again.text]).toEqual([304, ''])
  expect((await given.owner.request('GET', `/api/v1/submissions/${id}/files`)).headers.get('cache-control')).toBe('no-store')
  const raw = await given.owner.request('GET', `/api/v1/submissions/${id}/raw?path=RUBRIC.md`)
  expect(raw.headers.get('content-security-policy')).toContain('sandbox')
  expect(raw.headers.get('content-disposition')).toMatch(/^attachment/)
})

test('what was read into memory for one is nobody’s who has lost access', async () => {
  const { ana, ben, ines, owner } = given
  const asked = { params: { id }, query: { path: 'RUBRIC.md' } }
  await Promise.all([ana, ben].map((who) => who.call(operations.getSubmissionFile, asked)))
  const { commit } = await owner.call(operations.listSubmissionFiles, { params: { id } })
  const { member } = await ines.call(operations.getSession)
  await ines.call(operations.getSubmissionFile, asked)
  await owner.call(operations.removeMember, { params: { id: member.id } })
  for (const query of [asked.query, { ...asked.query, commit }]) {
    const answer = await ines.try(operations.getSubmissionFile, { params: { id }, query })
    expect([401, 403, 404]).toContain(answer.status)
  }
  const rita = await app.inviteAndJoin(owner, 'reviewer', 'rita@acme.test')
  expect((await rita.try(operations.getSubmissionFile, asked)).status).toBe(404)
})
