import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import { pkt } from '#server/adapters/git/pkt-line.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { Client } from '#test/support/client.ts'
import { ANSWERS, git, pushWork } from '#test/support/hire.ts'
import { cloneStarter, pushFiles } from '#test/support/starter.ts'
import { givenSubmission } from '#test/support/submission.ts'

/** In a file, its name, a commit message and a branch of Casey's: whoever should not see Casey's work never sees this. */
const CANARY = `canary${randomBytes(6).toString('hex')}`

/** Somebody who asks: with a browser or an API token, and with a password for git. */
interface Asker {
  client: Client
  password: string | null
}

let app: TestApp
let ids: Record<'application' | 'assignment' | 'submission' | 'repo' | 'job' | 'starter', string>
const strangers = new Map<string, Asker>()
const insiders = new Map<string, Asker>()
/** Objects that are only in Casey's repository. */
let secretObjects: string[]
/** Of the other candidate. */
let deesRepo: string
/** A starter of the company's, with the canary in its files, in its hidden tests and in what was said of both. */
let starter: { repos: string[]; objects: string[]; token: string }

beforeAll(async () => {
  app = await startTestApp({ env: { SIGN_UP: 'open' } })
  await makePeople()
}, 120_000)
afterAll(() => app.close())

async function makePeople() {
  const given = await givenSubmission(app, { path: `src/${CANARY}.ts`, text: `export const secret = '${CANARY}'\n`, message: `Say ${CANARY}` })
  const { owner, ana, ben, ines, casey, token: old } = given
  const submission = (await owner.call(operations.getAssignment, { params: { id: given.id } })).submission_id ?? ''
  const { token, clone_url } = await casey.call(operations.createGitToken, { params: { id: given.assignment } })
  ids = { application: given.id, assignment: given.assignment, submission, repo: /git\/(\w+)\.git/.exec(clone_url)?.[1] ?? '', job: given.job.id, starter: '' }
  secretObjects = (await git(given.repo, 'rev-list', '--objects', 'origin/main', '^HEAD~1')).split('\n').flatMap((line) => line.split(' ')[0] || [])
  starter = await makeStarter(owner)
  const dee = await takesPart('dee@example.org', given)
  deesRepo = dee.repo
  const gone = await app.inviteAndJoin(owner, 'reviewer', 'gone@acme.test')
  const { member } = await gone.call(operations.getSession)
  await owner.call(operations.removeMember, { params: { id: member.id } })
  const stranger = await app.signUpOwner('x@other.test', 'Other')
  const pat = async (who: Client, scopes: ('read' | 'reviews:write')[]) => new Client(app.url, (await who.call(operations.createToken, { body: { name: scopes.join(), scopes } })).token)
  const put = (to: Map<string, Asker>, name: string, client: Client, password: string | null = null) => to.set(name, { client, password })

  put(strangers, 'a visitor', app.visitor())
  put(strangers, 'somebody with a wrong token', app.visitor(), 'hw_git_0000000000000000000000000000')
  put(strangers, 'somebody with the token that was replaced', app.visitor(), old)
  put(strangers, 'another candidate of the job, with their own token', dee.client, dee.token)
  put(strangers, 'somebody who has only just applied', await justApplied('eli@example.org', given.job.slug))
  put(strangers, 'a reviewer who is not on the job', await app.inviteAndJoin(owner, 'reviewer', 'rita@acme.test'))
  put(strangers, 'an interviewer who is not on the job', await app.inviteAndJoin(owner, 'interviewer', 'ivan@acme.test'))
  put(strangers, 'a member who was removed', gone)
  put(strangers, 'the owner of another organization', stranger)
  put(strangers, 'a token of another organization', await pat(stranger, ['read']))
  put(strangers, 'a token of the owner that may not read', await pat(owner, ['reviews:write']))
  put(strangers, 'somebody with the candidate’s git token for the API', new Client(app.url, token))
  put(strangers, 'the owner’s API token for git', app.visitor(), (await pat(owner, ['read'])).token)
  put(insiders, 'the candidate', casey, token)
  put(insiders, 'the owner', owner)
  put(insiders, 'a reviewer of the round', ana)
  put(insiders, 'the other reviewer', ben)
  put(insiders, 'an interviewer of the job', ines)
}

/** With a version of each repository: what candidates get, and what they never do. */
async function makeStarter(owner: Client) {
  const { id, repositories } = await owner.call(operations.createStarter, { body: { name: 'Own starter', from: { kind: 'empty' } } })
  ids.starter = id
  const [files, checks] = [await cloneStarter(app, owner, id), await cloneStarter(app, owner, id, 'checks')]
  // One token opens both; the second replaced the first.
  const token = /:(hw_str_\w+)@/.exec(await git(checks, 'remote', 'get-url', 'origin'))?.[1] ?? ''
  await git(files, 'remote', 'set-url', 'origin', (await git(files, 'remote', 'get-url', 'origin')).trim().replace(/hw_str_\w+/, token))
  await pushFiles(files, { 'README.md': `# ${CANARY}\n`, [`src/${CANARY}.ts`]: `export const secret = 'the starter’s ${CANARY}'\n` }, `Say ${CANARY}`)
  await pushFiles(checks, { [`hidden/${CANARY}.test.ts`]: `// secret ${CANARY}\n` }, `Say ${CANARY}`)
  const objects = (await Promise.all([files, checks].map((work) => git(work, 'rev-list', '--objects', 'HEAD')))).join('\n').split('\n').flatMap((line) => line.split(' ')[0] || [])
  return { repos: repositories.map((r) => /git\/(\w+)\.git/.exec(r.clone_url)?.[1] ?? ''), objects, token }
}

async function justApplied(email: string, job: string): Promise<Client> {
  await app.call(operations.apply, { params: { org: 'acme', job }, body: { name: 'Eli', email, answers: ANSWERS } })
  return app.portal(email)
}

/** Another candidate of the same job, in the middle of their own take-home. */
async function takesPart(email: string, { owner, job }: { owner: Client; job: { slug: string } }) {
  const { application_id: id } = await app.call(operations.apply, { params: { org: 'acme', job: job.slug }, body: { name: 'Dee', email, answers: ANSWERS } })
  await owner.call(operations.advance, { params: { id }, body: { from_stage: 'application' } })
  const client = await app.portal(email)
  const { id: assignment } = await client.call(operations.getPortalAssignment, { params: { id } })
  await client.call(operations.startAssignment, { params: { id: assignment } })
  const { token, clone_url } = await client.call(operations.createGitToken, { params: { id: assignment } })
  await pushWork(app.dataDir, clone_url, token)
  return { client, token, repo: /git\/(\w+)\.git/.exec(clone_url)?.[1] ?? '' }
}

const KINDS: [RegExp, keyof typeof ids][] = [[/submissions\//, 'submission'], [/assignments\//, 'assignment'], [/^\/jobs\//, 'job'], [/^\/starters\//, 'starter'], [/applications\//, 'application']]

/** Every reading route about this candidate's work: what is added later is asked too. */
function routes(): [string, Operation, Record<string, string>][] {
  return Object.entries(operations as Record<string, Operation>).flatMap(([name, o]): [string, Operation, Record<string, string>][] => {
    const kind = KINDS.find(([pattern]) => pattern.test(o.path))?.[1]
    return o.method === 'GET' && kind && o.path.includes(':id') ? [[name, o, { id: ids[kind] }]] : []
  })
}

/** Enough of a question for every route: those that want something else refuse it, and refuse it to everybody. */
const QUERIES: Record<string, string>[] = [{}, { part: 'checks' }, { path: `hidden/${CANARY}.test.ts`, part: 'checks' }, { path: `src/${CANARY}.ts` }, { q: 'secret' }]

describe('every route about a take-home', () => {
  test('tells strangers nothing of it, in any way of asking', async () => {
    const leaks: string[] = []
    let asked = 0
    for (const [who, { client }] of strangers) {
      for (const [name, o, params] of routes()) {
        for (const query of QUERIES) {
          const answer = await client.try(o, { params: { ...params, stage: 'interview', n: '1', seq: '1', number: '2' }, query })
          asked += 1
          if (answer.text.includes(CANARY)) leaks.push(`${who}: ${name} ${JSON.stringify(query)} (${answer.status})`)
          expect(answer.status, `${who}: ${name}`).toBeLessThan(500)
        }
      }
      for (const page of [`/portal/applications/${ids.application}`, `/portal/applications/${ids.application}/assignment`]) {
        const answer = await client.request('GET', page)
        if (answer.text.includes(CANARY)) leaks.push(`${who}: ${page}`)
      }
    }
    expect(leaks).toEqual([])
    expect(asked).toBeGreaterThan(200)
  })

  test('does tell those who may see it, so that silence above means something', async () => {
    for (const [who, { client }] of [...insiders].filter(([name]) => name !== 'the candidate')) {
      expect((await client.try(operations.listSubmissionFiles, { params: { id: ids.submission } })).text, who).toContain(CANARY)
      expect((await client.try(operations.getSubmissionDiff, { params: { id: ids.submission } })).text, who).toContain(CANARY)
    }
    const own = insiders.get('the owner')?.client
    for (const part of ['files', 'checks'] as const) expect((await own?.try(operations.listStarterFiles, { params: { id: ids.starter, number: '2' } as never, query: { part } }))?.text).toContain(CANARY)
  })

  test('tells nobody but owners and recruiters of a starter, neither its files nor its hidden tests', async () => {
    const about = routes().filter(([, o]) => o.path.startsWith('/starters/'))
    expect(about.length).toBeGreaterThanOrEqual(7)
    for (const who of ['the candidate', 'a reviewer of the round', 'the other reviewer', 'an interviewer of the job']) {
      for (const [name, o, params] of about) {
        for (const query of QUERIES) {
          const answer = await insiders.get(who)?.client.try(o, { params: { ...params, number: '2' }, query })
          expect([401, 403, 404, 422], `${who}: ${name}`).toContain(answer?.status)
          expect(answer?.text, `${who}: ${name}`).not.toContain(CANARY)
        }
      }
    }
  })
})

interface GitAnswer {
  status: number
  text: string
}

function ask(method: string, url: string, password: string | null, body?: Buffer, type?: string): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    // An address of its own each time: the limit on wrong tokens would answer instead.
    const headers = { 'X-Forwarded-For': crypto.randomUUID(), ...(password === null ? {} : { Authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` }), ...(type ? { 'Content-Type': type, 'Git-Protocol': 'version=2' } : {}) }
    const req = request(`${app.url}${url}`, { method, headers }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.once('close', () => resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString('latin1') }))
    })
    req.once('error', reject)
    req.end(body)
  })
}

const UPLOAD = 'application/x-git-upload-pack-request'
const END = Buffer.from('0000')
const DELIM = Buffer.from('0001')
const lsRefs = () => Buffer.concat([pkt('command=ls-refs\n'), pkt('object-format=sha1'), DELIM, pkt('peel\n'), pkt('symrefs\n'), END])
const fetchOf = (sha: string) => Buffer.concat([pkt('command=fetch'), pkt('object-format=sha1'), DELIM, pkt('no-progress'), pkt(`want ${sha}\n`), pkt('done\n'), END])

/** Everything git's protocol can be asked about a repository, and what the old, dumb one could. */
async function askGit(repo: string, password: string | null, objects = secretObjects): Promise<GitAnswer[]> {
  const at = `/git/${repo}.git`
  const gets = ['info/refs?service=git-upload-pack', 'info/refs?service=git-receive-pack', 'info/refs', 'HEAD', 'packed-refs', 'config', 'objects/info/packs', `objects/${objects[0]?.slice(0, 2)}/${objects[0]?.slice(2)}`]
  const posts = [lsRefs(), ...objects.map(fetchOf)]
  return [...(await Promise.all(gets.map((url) => ask('GET', `${at}/${url}`, password)))), ...(await Promise.all(posts.map((body) => ask('POST', `${at}/git-upload-pack`, password, body, UPLOAD))))]
}

describe('git', () => {
  test('opens a repository to its own token alone', async () => {
    for (const [who, { password }] of strangers) {
      for (const answer of await askGit(ids.repo, password)) {
        expect([401, 403, 404], who).toContain(answer.status)
        expect(answer.text, who).not.toMatch(/refs\/heads|PACK/)
      }
    }
    const own = await askGit(ids.repo, insiders.get('the candidate')?.password ?? null)
    expect(own.some((a) => a.text.includes('refs/heads/main'))).toBe(true)
    expect(own.filter((a) => a.text.includes('PACK')).length).toBeGreaterThan(0)
  })

  test('gives nobody an object of another repository, also by its id', async () => {
    const dee = strangers.get('another candidate of the job, with their own token')
    const answers = await askGit(deesRepo, dee?.password ?? null)
    expect(answers.some((a) => a.text.includes('refs/heads/main'))).toBe(true)
    expect(answers.filter((a) => a.text.includes('PACK'))).toEqual([])
    expect(answers.filter((a) => a.text.includes('not our ref')).length).toBe(secretObjects.length)
  })

  test('opens a starter’s repositories to the tokens of its editors alone, and those to nothing else', async () => {
    const everybody = [...strangers, ...insiders].map(([who, { password }]) => [who, password] as const)
    for (const repo of starter.repos) {
      for (const [who, password] of everybody) {
        for (const answer of await askGit(repo, password, starter.objects)) {
          expect([401, 403, 404], who).toContain(answer.status)
          expect(answer.text, who).not.toMatch(/refs\/heads|PACK/)
        }
      }
      expect((await askGit(repo, starter.token, starter.objects)).some((a) => a.text.includes('refs/heads/main'))).toBe(true)
    }
    for (const repo of [ids.repo, deesRepo]) for (const answer of await askGit(repo, starter.token)) expect(answer.text).not.toMatch(/refs\/heads|PACK/)
    // A candidate's own token gets none of a starter's objects by their ids either.
    const own = await askGit(ids.repo, insiders.get('the candidate')?.password ?? null, starter.objects)
    expect(own.filter((a) => a.text.includes('PACK'))).toEqual([])
  })

  test('ends a starter’s token with the role that it was made in', async () => {
    const rex = await app.inviteAndJoin(insiders.get('the owner')!.client, 'recruiter', 'rex@acme.test')
    const { token } = await rex.call(operations.createStarterToken, { params: { id: ids.starter } })
    const opens = async () => (await askGit(starter.repos[0] ?? '', token, [])).some((a) => a.text.includes('refs/heads/main'))
    expect(await opens()).toBe(true)
    const { member } = await rex.call(operations.getSession)
    await insiders.get('the owner')!.client.call(operations.changeMember, { params: { id: member.id }, body: { role: 'reviewer' } })
    expect(await opens()).toBe(false)
  })

  test('has nothing on the disk that reaches from one repository to another, and nothing hidden from candidates in any', async () => {
    const repos = readdirSync(path.join(app.dataDir, 'git'), { recursive: true, encoding: 'utf8' })
    expect(repos.filter((file) => path.basename(file) === 'alternates')).toEqual([])
    const dirs = repos.filter((file) => /^\w\w\/\w{26}\.git$/.test(file)).map((file) => path.join(app.dataDir, 'git', file))
    expect(dirs.length).toBeGreaterThanOrEqual(2)
    const hidden = path.resolve(import.meta.dirname, '../../templates/backend-engineer/hidden')
    const blobs = readdirSync(hidden).map((file) => blobId(readFileSync(path.join(hidden, file))))
    expect(blobs.length).toBeGreaterThan(5)
    for (const dir of dirs) {
      const held = await git(dir, '--git-dir=.', 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)')
      expect(held).toMatch(/^[0-9a-f]{40}$/m)
      expect(blobs.filter((blob) => held.includes(blob))).toEqual([])
    }
  })
})

/** git's own name for these bytes. */
function blobId(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
