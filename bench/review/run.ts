import { writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { type Side, startSide } from '#test/deadlines/programs.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { Client } from '#test/support/client.ts'
import { databaseUrl } from '#test/support/database-url.ts'
import { ANSWERS, git } from '#test/support/hire.ts'
import { keepResult } from '#test/support/results.ts'
import { givenSubmission } from '#test/support/submission.ts'
import { inBrowser } from './in-browser.ts'

const FILES = Number(process.env['FILES'] ?? 2000)
const COMMENTS = Number(process.env['COMMENTS'] ?? 500)
/** As many submissions: each is opened, commented on, sealed and revealed once. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 30)
const LINES = 60
/** For the frames of a long diff. */
const LONG = 5000
const WORDS = 'The unique index on machine and hour makes a double booking impossible.'
const BARS = { server_p95_ms: 100, open_in_browser_ms: 1500, frame_ms: 1000 / 60 }

test('a review of a large submission', { timeout: 1_800_000 }, async () => {
  const app = await startTestApp()
  try {
    const house = await submissions(app)
    const { server, browser } = await measured(house, await startSide({ role: 'web', databaseUrl: databaseUrl(app.db.connection), dataDir: app.dataDir, env: { CHECKS: 'off' } }))
    const result = { files: FILES, comments: COMMENTS, rounds: ROUNDS, load_average: os.loadavg().map(rounded), bars: BARS, server, browser }
    keepResult('review', result)
    console.log(JSON.stringify(result, null, 2))
    expect(Object.keys(server).length).toBeGreaterThan(0)
  } finally {
    await app.close()
  }
})

/** Asks the built program, which has a process of its own. */
async function measured(house: House, program: Side) {
  const url = `http://localhost:${program.port}`
  try {
    const times = await everyRound({ ...house, ana: inFrontOf(url, house.ana), ben: inFrontOf(url, house.ben) })
    const server = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, summary(ms)]))
    return { server, browser: await inBrowser(url, house.ana, house.left) }
  } finally {
    await program.stop()
  }
}

/** Somebody who is signed in already, in front of another program on the same database. */
function inFrontOf(url: string, who: Client): Client {
  const there = new Client(url)
  for (const { name, value } of who.cookies()) there.adopt(name, value)
  return there
}

interface House {
  ana: Client
  ben: Client
  applications: string[]
  /** A review of Ana's that stays open, for the browser. */
  left: string
}

/** The same work of that many files, handed in by as many candidates. */
async function submissions(app: TestApp): Promise<House> {
  let work = ''
  const given = await givenSubmission(app, { patches: [manyFiles(app.dataDir)] })
  work = given.repo
  const { owner, ana, ben, job } = given
  const applications: string[] = []
  for (let n = 0; n < ROUNDS; n++) {
    const email = `c${n}@example.org`
    const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: `Candidate ${n}`, email, answers: ANSWERS } })
    const candidate = await app.portal(email)
    await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
    const { id: assignment } = await candidate.call(operations.getPortalAssignment, { params: { id } })
    await candidate.call(operations.startAssignment, { params: { id: assignment } })
    const { token, clone_url: url } = await candidate.call(operations.createGitToken, { params: { id: assignment } })
    await git(work, 'push', '-q', url.replace('http://', `http://candidate:${token}@`), 'main')
    applications.push(id)
  }
  await app.clock.shift(4000)
  await app.settle()
  const left = (await ana.call(operations.getRound, { params: { id: given.id } })).my_review_id ?? ''
  await comment(ana, left, COMMENTS)
  return { ana, ben, applications, left }
}

/** Opens, comments, seals and reveals each of them, as two reviewers do. */
async function everyRound({ ana, ben, applications }: House) {
  const times: Record<string, number[]> = { open: [], 'open a file': [], 'first comment': [], 'comment 500': [], 'keep a draft': [], score: [], seal: [], reveal: [] }
  const timed = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const answer = await act()
    times[name]?.push(performance.now() - began)
    return answer
  }
  for (const id of applications) {
    const reviews = await Promise.all([ana, ben].map(async (who) => (await who.call(operations.getRound, { params: { id } })).my_review_id ?? ''))
    for (const [n, who] of [ana, ben].entries()) {
      const reviewId = reviews[n] ?? ''
      await timed('first comment', () => comment(who, reviewId, 1))
      await comment(who, reviewId, COMMENTS - 2)
      await timed('comment 500', () => comment(who, reviewId, 1))
      await timed('keep a draft', () => who.call(operations.saveDraft, { params: { id: reviewId, key: 'd123456789' }, body: { ...AT, body: WORDS } }))
      await who.call(operations.discardDraft, { params: { id: reviewId, key: 'd123456789' } })
      const review = await timed('open', () => opening(who, id, reviewId))
      await timed('open a file', () => who.call(operations.getSubmissionDiff, { params: { id: review.submission_id }, query: { path: AT.path } }))
      for (const c of review.criteria) await timed('score', () => who.call(operations.saveScore, { params: { id: reviewId, criterion: c.id }, body: { level: 4, evidence: WORDS } }))
      await who.call(operations.saveVerdict, { params: { id: reviewId }, body: { summary: WORDS, recommendation: 'yes' } })
      await timed(n === 0 ? 'seal' : 'reveal', () => who.call(operations.sealReview, { params: { id: reviewId } }))
    }
  }
  return times
}

const AT = { path: 'src/m7/file-7.ts', line: 3, kind: 'evidence', criterion_id: null } as const

async function comment(who: Client, id: string, count: number) {
  const one = (n: number) => who.call(operations.addComment, { params: { id }, body: { ...AT, path: `src/m${n % 50}/file-${n % Math.min(FILES, 200)}.ts`.replace(/m\d+\/file-(\d+)/, (_, f: string) => `m${Number(f) % 50}/file-${f}`), line: 1 + (n % LINES), body: `${WORDS} (${n} of ${count}, ${Math.floor(performance.now())})` } })
  // As many at once as a browser keeps open.
  const queue = Array.from({ length: count }, (_, n) => n)
  const next = async (): Promise<void> => {
    for (let n = queue.shift(); n !== undefined; n = queue.shift()) await one(n)
  }
  await Promise.all(Array.from({ length: 6 }, next))
}

/** What the workspace asks for before anything is on the screen, all at once as it does. */
async function opening(who: Client, applicationId: string, reviewId: string) {
  const review = await who.call(operations.getReview, { params: { id: reviewId } })
  const params = { id: review.submission_id }
  await Promise.all([who.call(operations.getRound, { params: { id: applicationId } }), who.call(operations.listViewed, { params: { id: reviewId } }), who.call(operations.listSubmissionFiles, { params }), who.call(operations.listSubmissionChanges, { params, query: {} })])
  return review
}

function summary(ms: number[]) {
  const sorted = ms.toSorted((a, b) => a - b)
  // By nearest rank: the smallest that at least so many of a hundred do not exceed.
  const at = (q: number) => rounded(sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN)
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

/** One commit with that many files and one long one, as a patch. */
function manyFiles(dir: string): string {
  const lines = (n: number, count: number) => Array.from({ length: count }, (_, i) => `+export const value${i} = ${n * 7919 + i} // line ${i} of module ${n}`)
  const added = (name: string, body: string[]) => [`diff --git a/${name} b/${name}`, 'new file mode 100644', '--- /dev/null', `+++ b/${name}`, `@@ -0,0 +1,${body.length} @@`, ...body].join('\n')
  const files = Array.from({ length: FILES - 1 }, (_, n) => added(`src/m${n % 50}/file-${n}.ts`, lines(n, LINES)))
  const head = [`From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`, 'From: Casey Candidate <casey@example.org>', 'Date: Tue, 24 Nov 2026 10:00:00 +0000', 'Subject: [PATCH] Many files', '', '---', '']
  const file = path.join(dir, 'many.patch')
  writeFileSync(file, `${head.join('\n')}\n${[...files, added('src/a-long-one.ts', lines(1, LONG))].join('\n')}\n-- \n2.39.5\n`)
  return file
}

function rounded(ms: number): number {
  return Number(ms.toFixed(2))
}
