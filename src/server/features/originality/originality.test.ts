import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { startTestApp, type TestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { ANSWERS, git, pushWork, writeReview } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'
import { sampleFiles } from './samples.ts'

/** Distinct lines, as code has them. */
const code = (name: string, lines: number) => Array.from({ length: lines }, (_, i) => `export function ${name}${i}(machine: string, hour: number) { return \`${name}-\${machine}-\${hour + ${i * 7919}}\` }`).join('\n')

let app: TestApp
let owner: Client
let reviewers: Client[]
let first: { id: string; submission: string }
let copied: { id: string; submission: string }

beforeAll(async () => {
  app = await startTestApp()
  const given = await givenSubmission(app, { path: 'src/bookings.ts', text: `${code('hold', 60)}\n` })
  ;({ owner } = given)
  reviewers = [given.ana, given.ben]
  first = { id: given.id, submission: await submissionOf(given.id) }
  copied = await another(given.job.slug, 'dee@example.org', [
    // Moved, laid out anew, and with something of their own around it.
    ['src/holds.ts', `${code('mine', 20)}\n${code('hold', 40).replaceAll('\n', '\n\n    ')}\n`],
    ['notes/own.ts', `${code('own', 30)}\n`],
  ])
}, 180_000)
afterAll(() => app.close())

async function submissionOf(id: string) {
  return (await owner.call(operations.getAssignment, { params: { id } })).submission_id ?? ''
}

async function another(slug: string, email: string, files: [string, string][]) {
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: slug }, body: { name: 'Dee Copier', email, answers: ANSWERS } })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const client = await app.portal(email)
  const params = { id: (await client.call(operations.getPortalAssignment, { params: { id } })).id }
  await client.call(operations.startAssignment, { params })
  const { token, clone_url } = await client.call(operations.createGitToken, { params })
  for (const [file, text] of files) {
    const { repo } = await pushWork(app.dataDir, clone_url, token, { path: path.basename(file), text })
    await git(repo, 'log', '-1')
  }
  await app.clock.shift(4000)
  await app.settle()
  return { id, submission: await submissionOf(id) }
}

const ask = (who: Client, submission: string) => who.try(operations.getOriginality, { params: { id: submission } })

describe('originality', () => {
  it('is told to nobody before the reveal, and to the team after it', async () => {
    for (const who of [owner, ...reviewers]) expect(await ask(who, copied.submission)).toMatchObject({ status: 409, json: { code: 'not_revealed' } })
    for (const reviewer of reviewers) {
      const mine = (await reviewer.call(operations.listMyReviews)).items.find((r) => r.submission_id === copied.submission)
      await writeReview(reviewer, mine?.my_review_id ?? '')
      await reviewer.call(operations.sealReview, { params: { id: mine?.my_review_id ?? '' } })
    }
    expect((await ask(owner, copied.submission)).status).toBe(200)
    expect((await ask(reviewers[0]!, copied.submission)).status).toBe(200)
    expect((await ask(owner, first.submission)).status).toBe(409)
  })

  it('finds what was taken over, moved and laid out anew, and does not count what the starter gave to both', async () => {
    const shown = await owner.call(operations.getOriginality, { params: { id: copied.submission } })
    expect(shown.compared_with).toBe(1)
    expect(shown.similar).toMatchObject([{ application_id: first.id, candidate: 'Casey Candidate' }])
    expect(shown.similar[0]?.percent).toBeGreaterThan(50)
    expect(shown.similar[0]?.percent).toBeLessThan(90)
    expect(shown.similar[0]?.files[0]).toMatchObject({ path: 'holds.ts', other_path: 'src/bookings.ts' })
    expect(shown.identical).toEqual([])
  })

  it('shows how the work grew, push by push', async () => {
    const { pushes } = await owner.call(operations.getOriginality, { params: { id: copied.submission } })
    expect(pushes).toHaveLength(2)
    expect(pushes.map((p) => p.files)).toEqual([1, 1])
    expect(pushes[1]?.additions).toBeGreaterThan(50)
  })

  it('knows the files of the samples, which only the team has', () => {
    const files = sampleFiles('backend-engineer')
    expect(files.size).toBeGreaterThan(10)
    expect([...files.values()].flat()).toEqual(expect.arrayContaining(['weak', 'middling', 'strong']))
    const folder = path.resolve(import.meta.dirname, '../../../../templates/backend-engineer/samples/strong')
    expect(readFileSync(path.join(folder, 'sample.yaml'), 'utf8')).toContain('title')
  })
})
