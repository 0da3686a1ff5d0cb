/** A push by raw HTTP, so that the moment of its first byte is ours to choose. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { FLUSH, pkt } from '#server/adapters/git/pkt-line.ts'

/** A commit on top of another, as a pack that holds nothing else. */
export interface Delivery {
  from: string
  to: string
  pack: Buffer
}

/** Commits `parts` files on `from`, with `bytes` of noise in all, beside the repository at `repo`, which is only read. */
export function prepareDelivery(repo: string, scratch: string, from: string, bytes: number, { parts = 1 } = {}): Delivery {
  const env = { PATH: process.env['PATH'], HOME: scratch, GIT_OBJECT_DIRECTORY: scratch, GIT_ALTERNATE_OBJECT_DIRECTORIES: `${repo}/objects`, GIT_INDEX_FILE: `${scratch}/index-${from}`, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' }
  const git = (args: string[], input: string | Buffer = '') => execFileSync('git', [`--git-dir=${repo}`, ...args], { env, input, maxBuffer: 256 * 1024 * 1024 })
  const text = (args: string[], input: string | Buffer = '') => git(args, input).toString().trim()
  git(['read-tree', from])
  for (let part = 0; part < parts; part++) {
    const blob = text(['hash-object', '-w', '--stdin'], randomBytes(Math.ceil(bytes / parts)))
    git(['update-index', '--add', '--cacheinfo', `100644,${blob},last-minute-${part}.bin`])
  }
  const to = text(['commit-tree', text(['write-tree']), '-p', from, '-m', 'At the last minute'])
  return { from, to, pack: git(['pack-objects', '--stdout', '--revs', '--thin', '--quiet'], `${to}\n^${from}\n`) }
}

export interface Outcome {
  /** Milliseconds of this machine's clock when the first byte of the body was handed over. */
  firstByteAt: number
  said: 'received' | 'too late' | 'something else' | 'nothing'
  text: string
}

export interface PushOrder {
  port: number
  repoId: string
  token: string
  delivery: Delivery
  /** When to send the first byte, by this machine's clock. */
  at: number
  /** Spreads the body over so many milliseconds. */
  overMs?: number
  /** Breaks the connection after half of the body. */
  abort?: boolean
}

/** Long enough to be let in, short enough not to be taken for somebody who sends nothing. */
const AHEAD_MS = 1500

/** Connects ahead, so that the first byte leaves when it should. Never rejects. */
export async function pushAt(o: PushOrder): Promise<Outcome> {
  await sleep(Math.max(0, o.at - AHEAD_MS - Date.now()))
  return new Promise((resolve) => {
    const outcome: Outcome = { firstByteAt: 0, said: 'nothing', text: '' }
    const end = () => resolve({ ...outcome, said: verdictOf(outcome.text) })
    const headers = { Authorization: `Basic ${Buffer.from(`me:${o.token}`).toString('base64')}`, 'Content-Type': 'application/x-git-receive-pack-request', 'Transfer-Encoding': 'chunked' }
    const req = request({ port: o.port, host: '127.0.0.1', method: 'POST', path: `/git/${o.repoId}.git/git-receive-pack`, headers, agent: false }, (res) => {
      res.on('data', (chunk) => (outcome.text += String(chunk)))
      res.once('close', end)
    })
    req.once('error', end)
    req.flushHeaders()
    void send(req, o, outcome)
  })
}

async function send(req: ReturnType<typeof request>, o: PushOrder, outcome: Outcome) {
  const command = pkt(`${o.delivery.from} ${o.delivery.to} refs/heads/main\0report-status side-band-64k agent=git/test`)
  const body = Buffer.concat([command, FLUSH, o.delivery.pack])
  const half = body.length >> 1
  await sleep(Math.max(0, o.at - Date.now()))
  outcome.firstByteAt = Date.now()
  req.write(body.subarray(0, half))
  if (o.overMs) await sleep(o.overMs)
  if (o.abort) return void req.destroy()
  req.end(body.subarray(half))
}

function verdictOf(text: string): Outcome['said'] {
  if (text === '') return 'nothing'
  if (text.includes('Received')) return 'received'
  return text.includes('TIME IS UP') ? 'too late' : 'something else'
}
