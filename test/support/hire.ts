import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { operations } from '#contract/index.ts'
import type { Client } from './client.ts'

const run = promisify(execFile)

/** The real git client, with nothing of this machine's configuration. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', GIT_AUTHOR_NAME: 'Casey', GIT_AUTHOR_EMAIL: 'casey@example.org', GIT_COMMITTER_NAME: 'Casey', GIT_COMMITTER_EMAIL: 'casey@example.org' }
  const { stdout, stderr } = await run('git', args, { cwd, env, maxBuffer: 64 * 1024 * 1024 })
  return stdout + stderr
}

/** A job from the Backend Engineer template, open, with a take-home of a few seconds. */
export async function openJob(owner: Client, o: { reviewers: string[]; interviewers: string[]; timeLimit?: string; provider?: 'built-in' | 'github' }) {
  const job = await owner.call(operations.createJob, { body: { title: 'Backend Engineer', template: 'backend-engineer' } })
  const params = { id: job.id }
  const { process, revision } = await owner.call(operations.getJobProcess, { params })
  const stages = process.stages.map((s) => (s.type === 'code_assignment' ? { ...s, config: { ...s.config, time_limit: o.timeLimit ?? 'PT20S', provider: o.provider ?? s.config.provider } } : s))
  await owner.call(operations.updateJobProcess, { params, body: { process: { ...process, stages } as typeof process, revision } })
  await owner.call(operations.updateJob, { params, body: { location: 'Remote', description: 'You own our API.', pay_range: { min: { amount_minor: 9_000_000, currency: 'USD' }, max: { amount_minor: 12_000_000, currency: 'USD' }, period: 'year' } } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: o.reviewers, interviewers: o.interviewers } })
  return owner.call(operations.publishJob, { params })
}

export async function memberId(client: Client): Promise<string> {
  return (await client.call(operations.getSession)).member.id
}

export const ANSWERS = { systems: 'I built and owned the billing service.', broke: 'A migration locked a table; we page on lock waits now.', 'own-here': 'The booking API.' }

/** A file to commit, or patches to apply as they are. */
export interface Work {
  path?: string
  text?: string
  message?: string
  patches?: string[]
  /** Does all the work in the clone itself; it is pushed afterwards. */
  inClone?: (repo: string) => Promise<void>
}

/** Clones, commits a file and pushes it. Answers what git printed. */
export async function pushWork(dir: string, cloneUrl: string, token: string, o: Work = {}): Promise<{ repo: string; printed: string }> {
  const work = mkdtempSync(path.join(dir, 'work-'))
  await git(work, 'clone', '-q', cloneUrl.replace('http://', `http://candidate:${token}@`), 'repo')
  const repo = path.join(work, 'repo')
  if (o.patches) {
    await git(repo, 'am', '-q', '--keep-cr', ...o.patches)
    return { repo, printed: await git(repo, 'push', 'origin', 'main') }
  }
  if (o.inClone) {
    await o.inClone(repo)
    return { repo, printed: await git(repo, 'push', 'origin', 'main') }
  }
  writeFileSync(path.join(repo, o.path ?? 'src/bookings.ts'), o.text ?? 'export const holds = []\nexport const bookings = []\n')
  await git(repo, 'add', '-A')
  await git(repo, 'commit', '-qm', o.message ?? 'Add holds and bookings')
  return { repo, printed: await git(repo, 'push', 'origin', 'main') }
}

const EVIDENCE = 'The unique key on machine and hour makes a double booking impossible, see the migration.'

/** A whole review: every criterion, one comment of each kind, a verdict. `canary` is written into all of its texts. */
export async function writeReview(reviewer: Client, reviewId: string, o: { level?: number; canary?: string } = {}) {
  const params = { id: reviewId }
  const review = await reviewer.call(operations.getReview, { params })
  const text = `${EVIDENCE} ${o.canary ?? ''}`
  for (const c of review.criteria) await reviewer.call(operations.saveScore, { params: { id: reviewId, criterion: c.id }, body: { level: o.level ?? 4, evidence: text } })
  const comment = { path: 'src/app.ts', line: 1, criterion_id: null }
  await reviewer.call(operations.addComment, { params, body: { ...comment, kind: 'evidence', criterion_id: 'data-model', body: text } })
  await reviewer.call(operations.addComment, { params, body: { ...comment, kind: 'question', body: `What if two holds arrive at once? ${o.canary ?? ''}` } })
  await reviewer.call(operations.addComment, { params, body: { ...comment, kind: 'note_to_candidate', body: `Clear names throughout. ${o.canary ?? ''}` } })
  await reviewer.call(operations.saveVerdict, { params, body: { summary: text, recommendation: 'yes' } })
}

export const FEEDBACK = 'Your tables keep the rules by themselves, and your tests try the hard cases. Next time, say in the notes why holds are rows of their own.'
