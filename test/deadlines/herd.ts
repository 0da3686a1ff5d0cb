/** Many take-homes whose clocks end in the same second, made by rows and hard links instead of by ten thousand people. */
import type pg from 'pg'
import type { RepoStore, StarterFile } from '#server/adapters/git/port.ts'
import { hiringProcess } from '#contract/process.ts'
import { createRepoStore } from '#server/adapters/git/store.ts'
import { hashToken } from '#server/lib/tokens.ts'

/** One attempt, and what must be submitted for it when nobody pushes any more. */
export interface Attempt {
  n: number
  assignmentId: string
  repoId: string
  token: string
  /** What it holds before the herd comes: its own work, or the starter. */
  commit: string
  worked: boolean
}

export interface Herd {
  attempts: Attempt[]
  starterCommit: string
}

/** How many different works the attempts share. */
const WORKS = 50

const levels = [1, 2, 3, 4, 5].map((level) => ({ level, name: `Level ${level}`, description: 'What that looks like.' }))
const rubric = { name: 'Work', criteria: [{ id: 'data', name: 'Data model', weight: 100, levels }] }

/** The usual process: sealing opens a review, so the whole of what a deadline sets off is there. */
const PROCESS = hiringProcess.parse({
  name: 'Herd',
  stages: [
    { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: false } },
    { key: 'take-home', type: 'code_assignment', name: 'Paid take-home', payout: { amount_minor: 40_000, currency: 'USD' }, config: { time_limit: 'PT4H', scaffold: 'none', rubric, summary: 'Build a small API.', task: 'All of it.' } },
    { key: 'review', type: 'team_review', name: 'Review', due_within: 'P3D', config: { reviewers: 2 } },
  ],
})

/** Ids of the right shape whose order is that of their number. */
const id = (kind: string, n: number) => `${kind}_01herd${String(n).padStart(20, '0')}`
const repoOf = (n: number) => `herd${String(n).padStart(22, '0')}`

/** Writes `count` attempts that are running, four of five with work of their own, of which there are `shared` kinds. */
export async function makeHerd(client: pg.Client, reposDir: string, count: number, filesOf: (work: number) => StarterFile[] = smallFiles, shared = WORKS): Promise<Herd> {
  const store = createRepoStore({ reposDir })
  const options = (n: number) => ({ message: `Work ${n}\n`, author: { name: 'Ada', email: 'ada@example.org' }, at: new Date(Date.UTC(2026, 0, 1, 0, n)) })
  const starter = await store.prepareStarter(filesOf(0), options(0))
  const works: string[] = []
  for (let n = 1; n <= shared; n++) works.push((await store.prepareStarter(filesOf(n), options(n))).commit)
  const attempts = Array.from({ length: count }, (_, n): Attempt => {
    const worked = n % 5 !== 0
    return { n, assignmentId: id('asg', n), repoId: repoOf(n), token: `th_herd${n}`, worked, commit: worked ? works[n % shared]! : starter.commit }
  })
  await makeRepositories(store, attempts)
  await writeRows(client, attempts, starter.commit)
  await knowWorks(client, store, attempts)
  return { attempts, starterCommit: starter.commit }
}

function smallFiles(work: number): StarterFile[] {
  const files = Array.from({ length: 20 }, (_, i) => ({ path: `src/part-${i}.ts`, content: `export const part = ${i}\n`.repeat(40) }))
  return [...files, { path: 'NOTES.md', content: `Work ${work}\n` }]
}

async function makeRepositories(store: RepoStore, attempts: readonly Attempt[]) {
  const waiting = [...attempts]
  const make = async () => {
    for (let a = waiting.pop(); a; a = waiting.pop()) await store.create(a.repoId, a.commit)
  }
  await Promise.all(Array.from({ length: 8 }, make))
}

/** What the worker does some seconds after each push, long before these deadlines. */
async function knowWorks(client: pg.Client, store: RepoStore, attempts: readonly Attempt[]) {
  for (const work of new Set(attempts.filter((a) => a.worked).map((a) => a.commit))) {
    const repos = attempts.filter((a) => a.commit === work).map((a) => a.repoId)
    const { treeSha, sha256 } = await store.reader(repos[0]!).contentHash(work)
    await client.query('insert into content_hashes (repo_id, commit_sha, tree_sha, sha256) select r, $2, $3, $4 from unnest($1::text[]) as x (r)', [repos, work, treeSha, sha256])
  }
}

async function writeRows(client: pg.Client, attempts: readonly Attempt[], starterCommit: string) {
  const [org, job, version] = [id('org', 0), id('job', 0), id('ver', 0)]
  await client.query('begin')
  await client.query(`insert into organizations (id, slug, name, created_at) values ($1, 'acme', 'Acme', hw_now())`, [org])
  for (const [n, role] of ['owner', 'reviewer', 'reviewer'].entries()) {
    await client.query(`insert into users (id, email, name, created_at) values ($1, $2, $3, hw_now())`, [id('usr', n), `member${n}@acme.test`, `Member ${n}`])
    await client.query(`insert into members (id, org_id, user_id, role, created_at) values ($1, $2, $3, $4, hw_now())`, [id('mem', n), org, id('usr', n), role])
  }
  await client.query(`insert into jobs (id, org_id, slug, title, state, process, created_at) values ($1, $2, 'backend', 'Backend Engineer', 'open', $3, hw_now())`, [job, org, JSON.stringify(PROCESS)])
  for (const n of [1, 2]) await client.query(`insert into job_members (org_id, job_id, member_id, part) values ($1, $2, $3, 'reviewer')`, [org, job, id('mem', n)])
  await client.query(`insert into process_versions (id, org_id, job_id, version, process, sha256, published_at) values ($1, $2, $3, 1, $4, 'x', hw_now())`, [version, org, job, JSON.stringify(PROCESS)])
  const ids = (kind: string) => attempts.map((a) => id(kind, a.n))
  await client.query(`insert into candidates (id, org_id, name, email, created_at) select c, $2, 'Ada ' || n, 'ada' || n || '@example.org', hw_now() from unnest($1::text[]) with ordinality as x (c, n)`, [ids('cand'), org])
  await client.query(`insert into applications (id, org_id, job_id, candidate_id, process_version_id, stage_index, stage_entered_at, applied_at) select a, $3, $4, c, $5, 1, hw_now(), hw_now() from unnest($1::text[], $2::text[]) as x (a, c)`, [ids('app'), ids('cand'), org, job, version])
  for (const [n, key] of ['application', 'take-home', 'review'].entries()) {
    await client.query(`insert into stage_progress (application_id, stage_index, stage_key, state) select a, $2, $3, $4 from unnest($1::text[]) as x (a)`, [ids('app'), n, key, ['completed', 'in_progress', 'pending'][n]])
  }
  const { rows } = await client.query<{ deadline: Date }>(`select hw_now() + interval '1 day' as deadline`)
  const deadline = rows[0]!.deadline
  await client.query(
    `insert into assignments (id, org_id, application_id, stage_key, repo_id, state, time_limit, offered_at, start_by, started_at, deadline_at, starter_commit)
     select s, $4, a, 'take-home', r, 'started', 14400, hw_now() - interval '1 day', hw_now() + interval '6 days', $5::timestamptz - interval '4 hours', $5, $6 from unnest($1::text[], $2::text[], $3::text[]) as x (s, a, r)`,
    [ids('asg'), ids('app'), attempts.map((a) => a.repoId), org, deadline, starterCommit],
  )
  await client.query(`insert into git_tokens (id, assignment_id, token_hash, created_at) select g, s, h, hw_now() from unnest($1::text[], $2::text[], $3::text[]) as x (g, s, h)`, [ids('gtk'), ids('asg'), attempts.map((a) => hashToken(a.token))])
  await client.query(
    `insert into tasks (id, kind, key, org_id, payload, due_at, created_at) select t, 'assignment.seal', 'assignment.seal:' || s, $3, jsonb_build_object('assignment_id', s), $4, hw_now() from unnest($1::text[], $2::text[]) as x (t, s)`,
    [ids('tsk'), ids('asg'), org, deadline],
  )
  const worked = attempts.filter((a) => a.worked)
  await client.query(
    `insert into pushes (id, assignment_id, received_at, finished_at, decided_at, bytes, state) select p, s, $3::timestamptz - interval '26 hours', $3::timestamptz - interval '25 hours', $3::timestamptz - interval '25 hours', 1000, 'applied' from unnest($1::text[], $2::text[]) as x (p, s)`,
    [worked.map((a) => id('psh', a.n)), worked.map((a) => a.assignmentId), deadline],
  )
  await client.query(
    `insert into push_updates (push_id, assignment_id, seq, ref, old_sha, new_sha, commit_sha, subject, applied) select p, s, 1, 'refs/heads/main', $4, c, c, 'Work', true from unnest($1::text[], $2::text[], $3::text[]) as x (p, s, c)`,
    [worked.map((a) => id('psh', a.n)), worked.map((a) => a.assignmentId), worked.map((a) => a.commit), starterCommit],
  )
  await client.query('commit')
  await client.query('analyze')
}

/** Puts every clock's end at the same second, so many seconds from now. @returns that second, by the database's clock */
export async function endAllIn(client: pg.Client, seconds: number): Promise<Date> {
  const { rows } = await client.query<{ deadline: Date }>(`select date_trunc('second', hw_now()) + make_interval(secs => $1) as deadline`, [seconds])
  const deadline = rows[0]!.deadline
  await client.query('begin')
  await client.query('update assignments set deadline_at = $1', [deadline])
  await client.query('update tasks set due_at = $1', [deadline])
  await client.query('commit')
  return deadline
}
