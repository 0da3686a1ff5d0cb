/** For tests: a gatekeeper in memory, a gateway on a free port, and the real git client. */
import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { GitLimits } from './context.ts'
import { openDoor, type OpenedDoor } from './open-door.ts'
import type { Gatekeeper, PushedTip, RefUpdate, RepoStore } from './port.ts'
import { type GitServer, startGitServer } from './server.ts'
import { createRepoStore } from './store.ts'

export interface LoggedPush {
  pushId: string
  repoId: string
  state: 'begun' | 'arrived' | 'accepted' | 'applied' | 'abandoned'
  firstByteAt: number
  bytes?: number
  updates?: RefUpdate[]
  tips?: PushedTip[]
  reason?: string
}

/** Keeps the promises of the port without a database. Fields may be changed in the middle of a test. */
export interface MemoryGatekeeper extends Gatekeeper {
  tokens: Map<string, string>
  deadline: number
  /** When set, `authorize` already refuses pushes. */
  closed?: string
  pushes: LoggedPush[]
  fetches: string[]
  /** Awaited before deciding. */
  beforeDecision?: (push: LoggedPush) => Promise<void>
}

export function memoryGatekeeper(): MemoryGatekeeper {
  let count = 0
  const find = (pushId: string) => {
    const push = keeper.pushes.find((candidate) => candidate.pushId === pushId)
    if (!push) throw new Error(`No push ${pushId}`)
    return push
  }
  const keeper: MemoryGatekeeper = {
    tokens: new Map(),
    deadline: Number.POSITIVE_INFINITY,
    pushes: [],
    fetches: [],
    async authorize({ repoId, password }) {
      if (keeper.tokens.get(repoId) !== password) return null
      return { repoId, canPush: !keeper.closed, refusePush: keeper.closed, branch: 'main' }
    },
    async firstByte({ repoId, age }) {
      const pushId = String(++count)
      keeper.pushes.push({ pushId, repoId, state: 'begun', firstByteAt: Date.now() - age() })
      return { pushId }
    },
    async lastByte({ pushId }, { bytes }) {
      Object.assign(find(pushId), { state: 'arrived', bytes })
    },
    async decide({ pushId }, updates, tips) {
      const push = find(pushId)
      await keeper.beforeDecision?.(push)
      if (push.firstByteAt >= keeper.deadline) return { accept: false, lines: ['TIME IS UP. Nothing was changed.'] }
      Object.assign(push, { state: 'accepted', updates, tips })
      return { accept: true, lines: [] }
    },
    // Through the three others, so that a test that changes one of them changes this. What failed is not in the log.
    async decideAtOnce(whole, updates, tips) {
      const stamp = await keeper.firstByte(whole)
      try {
        await keeper.lastByte(stamp, whole)
        return { ...stamp, verdict: await keeper.decide(stamp, updates, tips) }
      } catch (error) {
        keeper.pushes = keeper.pushes.filter((push) => push.pushId !== stamp.pushId)
        throw error
      }
    },
    async applied({ pushId }, updates) {
      Object.assign(find(pushId), { state: 'applied', updates })
      return [`Received ${updates.map(({ newSha }) => newSha.slice(0, 12)).join(', ')} as push ${pushId}.`]
    },
    async abandoned({ pushId }, reason) {
      Object.assign(find(pushId), { state: 'abandoned', reason })
    },
    async fetched({ repoId }) {
      keeper.fetches.push(repoId)
    },
  }
  return keeper
}

export interface TestBench {
  dir: string
  reposDir: string
  store: RepoStore
  keeper: MemoryGatekeeper
  server: GitServer
  door: OpenedDoor
  errors: unknown[]
  starter: { starterId: string; commit: string; tree: string }
  /** A repository with one token; the address has both in it unless told otherwise. */
  newRepo(): Promise<{ repoId: string; token: string; url: string; bareUrl: string }>
  close(): Promise<void>
}

export const STARTER_FILES = [
  { path: 'README.md', content: '# Task\n' },
  { path: 'RUBRIC.md', content: '# Rubric\n' },
  { path: 'src/index.ts', content: 'export {}\n' },
  { path: 'run.sh', content: '#!/bin/sh\n', mode: '100755' as const },
]
export const STARTER_OPTIONS = {
  message: 'Begin\n',
  author: { name: 'Handiwork', email: 'noreply@example.org' },
  at: new Date('2026-01-01T00:00:00Z'),
}

let repoCount = 0

export async function openBench(limits: Partial<GitLimits> = {}): Promise<TestBench> {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'git-adapter-')))
  const reposDir = path.join(dir, 'repos')
  const errors: unknown[] = []
  const note = (fields: object, message: string) => void errors.push({ ...fields, message })
  const log = { info() {}, warn: note, error: note }
  const keeper = memoryGatekeeper()
  const store = createRepoStore({ reposDir })
  const listen = { port: 0, host: '127.0.0.1' }
  const door = openDoor()
  const server = await startGitServer({ reposDir, spoolDir: path.join(dir, 'spool'), gatekeeper: keeper, log, limits, listen, closeMs: 500, doorKey: door.key })
  door.leadTo(() => ({ port: server.port, host: '127.0.0.1' }))
  const starter = await store.prepareStarter(STARTER_FILES, STARTER_OPTIONS)
  return {
    dir,
    reposDir,
    store,
    keeper,
    server,
    door,
    errors,
    starter,
    newRepo: () => newRepo({ store, keeper, server, starter }),
    async close() {
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function newRepo({ store, keeper, server, starter }: Pick<TestBench, 'store' | 'keeper' | 'server' | 'starter'>) {
  const repoId = `r${String(++repoCount).padStart(25, '0')}`
  const token = `token${repoCount}`
  await store.create(repoId, starter.starterId)
  keeper.tokens.set(repoId, token)
  const at = `127.0.0.1:${server.port}/git/${repoId}.git`
  return { repoId, token, url: `http://me:${token}@${at}`, bareUrl: `http://${at}` }
}

export interface ClientResult {
  code: number | null
  stdout: string
  /** What a person sees in the terminal. */
  output: string
}

const CLIENT_ENV = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
}

/** Runs the client and never rejects: refusals are what many tests look at. */
export function client(cwd: string, args: string[], o: { env?: Record<string, string>; input?: string } = {}) {
  return new Promise<ClientResult>((resolve) => {
    const child = spawn('git', args, { cwd, env: { ...CLIENT_ENV, ...o.env } })
    const result: ClientResult = { code: null, stdout: '', output: '' }
    child.stdout.on('data', (text) => (result.stdout += String(text)))
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (result.output += String(text)))
    child.stdin.on('error', () => {})
    child.stdin.end(o.input ?? '')
    child.once('close', (code) => resolve({ ...result, code }))
  })
}

/** Runs the client where it must succeed. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const result = await client(cwd, args)
  if (result.code !== 0) throw new Error(`git ${args.join(' ')}: ${result.output}`)
  return result.stdout.trim()
}

let workCount = 0

export async function clone(bench: TestBench, url: string, ...args: string[]): Promise<string> {
  const work = path.join(bench.dir, `work-${++workCount}`)
  await git(bench.dir, 'clone', '--quiet', ...args, url, work)
  return work
}

/** Writes one file, commits it and returns the commit. */
export async function commit(work: string, file: string, content: string | Uint8Array): Promise<string> {
  await writeFile(path.join(work, file), content)
  await git(work, 'add', '--all')
  await git(work, 'commit', '--quiet', '-m', `Change ${file}`)
  return git(work, 'rev-parse', 'HEAD')
}
