/** Sends broken requests to a gateway and looks at what is left afterwards. */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clone, commit, git, type TestBench } from '#server/adapters/git/test-kit.ts'
import { gitChildren, residentMb } from './family.ts'
import { type Delivery, type GitRequest, mutate, randomFrom, wholeRequests } from './mutations.ts'

export interface Barrage {
  sent: number
  /** How often each status was answered; 0 where the connection ended without one. */
  statuses: Record<number, number>
  /** Requests answered with a failure of ours. */
  failures: string[]
  /** Files of pushes that are over. */
  leftovers: string[]
  /** git processes that outlived their request. */
  orphans: string[]
  /** What git says of repositories that are not in order any more. */
  broken: string[]
  /** Of this process, the gateway in it, and every git at work, together at their highest. */
  mostMemoryMb: number
}

const REPOS = 8
const AT_ONCE = 8

export async function sendBarrage(bench: TestBench, o: { count: number; seed: number }): Promise<Barrage> {
  const delivery = await makeDelivery(bench)
  const repos = await Promise.all(Array.from({ length: REPOS }, () => bench.newRepo()))
  const whole = wholeRequests(delivery)
  const random = randomFrom(o.seed)
  const result: Barrage = { sent: 0, statuses: {}, failures: [], leftovers: [], orphans: [], broken: [], mostMemoryMb: 0 }
  const worker = async () => {
    while (result.sent < o.count) {
      const n = result.sent++
      const repo = repos[n % REPOS]!
      const made = mutate(whole, random)
      const { status, text, explained } = await send(bench.server.port, repo, made)
      result.statuses[status] = (result.statuses[status] ?? 0) + 1
      if (status >= 500 && !explained) result.failures.push(`${status} to “${made.name}”: ${text.slice(0, 200)}`)
      if (n % 10 === 0) result.mostMemoryMb = Math.max(result.mostMemoryMb, residentMb())
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await quiet()
  const dirs = repos.map(({ repoId }) => path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`))
  return { ...result, leftovers: leftovers(bench), orphans: gitChildren(), broken: dirs.flatMap(brokenBy) }
}

async function makeDelivery(bench: TestBench): Promise<Delivery> {
  const { url } = await bench.newRepo()
  const work = await clone(bench, url)
  const from = await git(work, 'rev-parse', 'HEAD')
  const to = await commit(work, 'work.txt', 'work\n'.repeat(500))
  const pack = execFileSync('git', ['pack-objects', '--stdout', '--revs', '--thin', '-q'], { cwd: work, input: `${to}\n^${from}\n` })
  return { from, to, pack }
}

interface Answer {
  status: number
  text: string
  /** A failure that says when to come back, or that something is not offered. */
  explained: boolean
}

function send(port: number, { repoId, token }: { repoId: string; token: string }, r: GitRequest): Promise<Answer> {
  return new Promise((resolve) => {
    const answer: Answer = { status: 0, text: '', explained: false }
    const headers = { Authorization: `Basic ${Buffer.from(`me:${token}`).toString('base64')}`, 'Transfer-Encoding': 'chunked', ...r.headers }
    const req = request({ port, host: '127.0.0.1', method: r.method, path: `/git/${repoId}.git/${r.path}`, headers, agent: false, insecureHTTPParser: true }, (res) => {
      answer.status = res.statusCode ?? 0
      answer.explained = Boolean(res.headers['retry-after']) || answer.status === 501
      res.on('data', (chunk) => (answer.text += answer.text.length < 1000 ? String(chunk) : ''))
      res.once('close', () => resolve(answer))
    })
    req.once('error', () => resolve(answer))
    if (r.cutAt === undefined) return void req.end(r.body)
    req.write(r.body.subarray(0, r.cutAt))
    setTimeout(() => req.destroy(), 5)
  })
}

/** What was cut off is being ended: two seconds until that is insisted on. */
async function quiet() {
  for (let i = 0; i < 50 && gitChildren().length > 0; i++) await sleep(100)
}

function leftovers(bench: TestBench): string[] {
  const repos = readdirSync(bench.reposDir, { recursive: true, encoding: 'utf8' }).filter((file) => /tmp_objdir|incoming|\.lock$|\.scratch\/.|tmp_pack|tmp_idx/.test(file))
  return [...repos, ...readdirSync(path.join(bench.dir, 'spool'))]
}

function brokenBy(dir: string): string[] {
  try {
    execFileSync('git', ['--git-dir', dir, 'fsck', '--full', '--strict', '--no-dangling'], { stdio: ['ignore', 'ignore', 'pipe'] })
    return []
  } catch (error) {
    return [`${dir}: ${String(error)}`]
  }
}
