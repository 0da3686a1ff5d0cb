import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { git, memberId, writeReview } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'

/** One person, with every name they leave behind. None of it may reach whoever judges. */
const NAME = 'Zephyrine Quillfeather'
const EMAIL = 'zquillfeather@example.org'
const CANARY = /zephyrine|quill-?feather|zquill|moonlit-owl/i
const IMAGE = Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n\0\0\0\0tEXtAuthor\0', 'latin1'), Buffer.from(NAME), Buffer.from([0, 1, 2, 3])])

let app: TestApp
let given: Awaited<ReturnType<typeof givenSubmission>>
let submission: string
beforeAll(async () => {
  app = await startTestApp()
  given = await givenSubmission(app, { inClone: leaveTraces }, { name: NAME, email: EMAIL })
  submission = (await given.owner.call(operations.getAssignment, { params: { id: given.id } })).submission_id ?? ''
}, 200_000)
afterAll(() => app.close())

async function leaveTraces(repo: string) {
  const put = (file: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(repo, file)), { recursive: true })
    writeFileSync(path.join(repo, file), content)
  }
  put('README.md', `# Bookings\n\nAuthor: ${NAME} <${EMAIL}>\nAsk Zephyrine, or see https://github.com/moonlit-owl/bookings.\n`)
  put('LICENSE', `Copyright (c) 2026 ${NAME}\n`)
  put('package.json', JSON.stringify({ name: '@quillfeather/bookings', author: `${NAME} <${EMAIL}> (https://quillfeather.example)`, repository: 'github:moonlit-owl/bookings', bugs: 'https://github.com/moonlit-owl/bookings/issues' }, null, 2))
  put('dotfiles/.gitconfig', `[user]\n  name = ${NAME}\n  email = ${EMAIL}\n[remote "origin"]\n  url = git@github.com:moonlit-owl/bookings.git\n`)
  put('docs/notes-by-quillfeather.md', 'Nothing here.\n')
  put('src/traces.ts', `// QUILLFEATHER, ${NAME.split(' ').toReversed().join(', ')}\nexport class QuillfeatherClient {}\nexport const runQuillfeather = () => 'zephyrine.quillfeather'\n`)
  put('logo.png', IMAGE)
  const who = ['-c', `user.name=${NAME}`, '-c', `user.email=${EMAIL}`]
  await git(repo, 'add', '-A')
  await git(repo, ...who, 'commit', '-q', `--author=${NAME} <${EMAIL}>`, '-m', `${NAME}: begin`, '-m', `Co-authored-by: ${NAME} <owl@moonlit-owl.example>\nSigned-off-by: ${NAME} <${EMAIL}>`)
  await git(repo, 'push', '-q', 'origin', 'main:refs/heads/quillfeather/idea')
}

/** Everything a reviewer can be shown of somebody in review. */
async function everything(who: Client): Promise<[string, string][]> {
  const of = { id: submission }
  const { items } = await who.call(operations.listSubmissionFiles, { params: of })
  const added = items.filter((f) => f.change !== 'unchanged').map((f) => f.path)
  const seq = String((await who.call(operations.listSubmissionPushes, { params: of })).items.at(-1)?.seq)
  const commits = await who.call(operations.listSubmissionCommits, { params: of })
  const asks: [string, Operation, Record<string, string>, Record<string, string>][] = [
    ['files', operations.listSubmissionFiles, of, {}],
    ['changes', operations.listSubmissionChanges, of, {}],
    ['diff', operations.getSubmissionDiff, of, {}],
    ['pushes', operations.listSubmissionPushes, of, {}],
    ['push diff', operations.getPushDiff, { ...of, seq }, {}],
    ['commits', operations.listSubmissionCommits, of, {}],
    ['commit diff', operations.getSubmissionDiff, of, { from: commits.items.at(-1)?.parents[0] ?? '', to: commits.items[0]?.sha ?? '' }],
    ['search', operations.searchSubmission, of, { q: 'author' }],
    ['search for the name', operations.searchSubmission, of, { q: 'quillfeather' }],
    ['search by pattern', operations.searchSubmission, of, { q: 'q.*r', mode: 'regex' }],
    ['checks', operations.getChecks, of, {}],
    ['application', operations.getApplication, { id: given.id }, {}],
    ['feed', operations.listEvents, { id: given.id }, {}],
    ['assignment', operations.getAssignment, { id: given.id }, {}],
    ['round', operations.getRound, { id: given.id }, {}],
    ['board', operations.getBoard, { id: given.job.id }, {}],
    ['list', operations.listApplications, {}, {}],
    ['my reviews', operations.listMyReviews, {}, {}],
    ...added.flatMap((file): typeof asks => [[`file ${file}`, operations.getSubmissionFile, of, { path: file }], [`raw ${file}`, operations.downloadSubmissionFile, of, { path: file }]]),
    ...added.filter((f) => /\.(md|ts|json)$/.test(f)).map((file): (typeof asks)[number] => [`blame ${file}`, operations.getSubmissionBlame, of, { path: file }]),
  ]
  const answers: [string, string][] = []
  for (const [name, operation, params, query] of asks) {
    const answer = await who.try(operation, { params, query })
    expect(answer.status, `${name}: ${answer.text.slice(0, 200)}`).toBe(200)
    answers.push([name, answer.text])
  }
  return answers
}

async function zipText(who: Client): Promise<string> {
  const cookie = who.cookies().map((c) => `${c.name}=${c.value}`).join('; ')
  const bytes = Buffer.from(await (await fetch(`${who.baseUrl}/api/v1/submissions/${submission}/archive.zip`, { headers: { cookie } })).arrayBuffer())
  return unzipped(bytes)
}

/** Names and contents of every file: by the central directory, as an unzip program reads them. */
function unzipped(zip: Buffer): string {
  const out: string[] = []
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4)) {
    const [method, size, nameLength, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(begin, begin + size)
    out.push(zip.toString('utf8', at + 46, at + 46 + nameLength), (method === 8 ? inflateRawSync(data) : data).toString('latin1'))
  }
  return out.join('\n')
}

async function expectNameless(who: Client) {
  for (const [name, text] of await everything(who)) expect(CANARY.exec(text)?.[0] ?? null, `${name}: ${text.slice(Math.max(0, text.search(CANARY) - 80), text.search(CANARY) + 80)}`).toBeNull()
  expect(CANARY.exec(await zipText(who))?.[0] ?? null, 'zip').toBeNull()
}

test('whoever reviews is told no name: not by commits, trailers, files, manifests, remnants of git, branches, blame, search, archives, logs or pages', async () => {
  await given.owner.call(operations.addNote, { params: { id: given.id }, body: { text: `Spoke with ${NAME} today.` } })
  await expectNameless(given.ana)
  expect(await given.ana.try(operations.listHiddenNames, { params: { id: submission } })).toMatchObject({ status: 409, json: { code: 'names_hidden' } })
  expect((await given.ana.call(operations.listApplications, { query: { search: 'Quillfeather' } })).items).toEqual([])
  expect((await given.ana.try(operations.getResume, { params: { id: given.id } })).status).toBe(404)
  const mails = JSON.stringify(app.mails.to('ana@acme.test'))
  expect(mails).toContain('waits for your review')
  expect(CANARY.exec(mails)?.[0] ?? null, 'mails').toBeNull()
  // The traces are there, for those who may see them.
  const seen = new Map(await everything(given.owner))
  for (const name of ['diff', 'pushes', 'commits', 'search for the name', 'application', 'list', 'feed', 'raw logo.png']) expect(seen.get(name), name).toMatch(CANARY)
  expect(await zipText(given.owner)).toMatch(CANARY)
})

test('whoever guesses a name that stands in a path is not told that it does: a comment is pinned to the path as it is shown', async () => {
  const params = { id: (await given.ana.call(operations.getRound, { params: { id: given.id } })).my_review_id ?? '' }
  const { items } = await given.ana.call(operations.listSubmissionFiles, { params: { id: submission } })
  const shown = items.find((f) => f.path.startsWith('docs/notes-by-'))?.path ?? ''
  const at = (path: string) => given.ana.try(operations.addComment, { params, body: { path, line: 1, kind: 'question', criterion_id: null, body: 'Why?' } })
  expect(await at(shown)).toMatchObject({ status: 201, json: { path: shown } })
  const [guessed, wrong] = [await at('docs/notes-by-quillfeather.md'), await at('docs/notes-by-somebody.md')]
  expect(guessed).toMatchObject({ status: 422, json: { fields: [{ path: 'body.path' }] } })
  expect(guessed.text.replaceAll(/req_\w+/g, '')).toBe(wrong.text.replaceAll(/req_\w+/g, ''))
})

test('a role does not widen it: an owner with a review to seal is told no name either, until they have sealed', async () => {
  const { owner, ana, ben } = given
  const [ownerId, benId] = [await memberId(owner), await memberId(ben)]
  const team = await owner.call(operations.getHiringTeam, { params: { id: given.job.id } })
  await owner.call(operations.setHiringTeam, { params: { id: given.job.id }, body: { ...team, reviewers: [...team.reviewers, ownerId] } })
  const round = await owner.call(operations.getRound, { params: { id: given.id } })
  await owner.call(operations.replaceReviewer, { params: { id: round.id }, body: { leaves: benId, joins: ownerId } })
  await expectNameless(owner)
  const review = (await owner.call(operations.getRound, { params: { id: given.id } })).my_review_id ?? ''
  await writeReview(owner, review)
  await owner.call(operations.sealReview, { params: { id: review } })
  expect((await owner.call(operations.getApplication, { params: { id: given.id } })).candidate.name).toBe(NAME)
  await expectNameless(ana)
})

test('after the reveal names appear, to reviewers too', async () => {
  const { ana } = given
  const review = (await ana.call(operations.getRound, { params: { id: given.id } })).my_review_id ?? ''
  await writeReview(ana, review)
  await ana.call(operations.sealReview, { params: { id: review } })
  const app = await ana.call(operations.getApplication, { params: { id: given.id } })
  expect(app).toMatchObject({ anonymous: false, candidate: { name: NAME, email: EMAIL } })
  expect((await ana.try(operations.getSubmissionDiff, { params: { id: submission } })).text).toMatch(CANARY)
  const hidden = await ana.call(operations.listHiddenNames, { params: { id: submission } })
  expect(hidden).toMatchObject({ names: expect.arrayContaining([NAME]), addresses: expect.arrayContaining([EMAIL]), accounts: expect.arrayContaining(['moonlit-owl']) })
})
