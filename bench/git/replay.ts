/** Replays what git clients send, from a process of its own, so that the server is what is measured. Told what over IPC. */
import { Agent, request } from 'node:http'
import { readFileSync } from 'node:fs'
import { FLUSH, pkt } from '#server/adapters/git/pkt-line.ts'

export interface Job {
  port: number
  kind: 'clone' | 'push'
  repos: { id: string; token: string }[]
  concurrency: number
  /** What is cloned, or what the push is on top of. */
  from: string
  /** For a push: the new commit, and the file with its pack. */
  to?: string
  packFile?: string
}

export interface Done {
  /** Of each operation, in milliseconds. */
  latencies: number[]
  ms: number
  bytes: number
}

const DELIMITER = Buffer.from('0001')
const V2 = { 'Git-Protocol': 'version=2' }
const LS_REFS = Buffer.concat([pkt('command=ls-refs\n'), pkt('agent=git/2.39.5'), pkt('object-format=sha1'), DELIMITER, pkt('peel\n'), pkt('symrefs\n'), pkt('unborn\n'), pkt('ref-prefix refs/heads/\n'), pkt('ref-prefix refs/tags/\n'), pkt('ref-prefix HEAD\n'), FLUSH])

process.on('message', (job: Job) => {
  void run(job).then((done) => process.send?.(done))
})

async function run(job: Job): Promise<Done> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.concurrency })
  const waiting = [...job.repos]
  const done: Done = { latencies: [], ms: 0, bytes: 0 }
  const act = job.kind === 'clone' ? cloneOf(job) : pushOf(job)
  const began = performance.now()
  const worker = async () => {
    for (let repo = waiting.shift(); repo; repo = waiting.shift()) {
      const at = performance.now()
      done.bytes += await act(agent, repo)
      done.latencies.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: job.concurrency }, worker))
  done.ms = performance.now() - began
  agent.destroy()
  return done
}

type Repo = Job['repos'][number]

function cloneOf({ port, from }: Job) {
  const fetchRequest = Buffer.concat([pkt('command=fetch'), pkt('agent=git/2.39.5'), pkt('object-format=sha1'), DELIMITER, pkt('thin-pack'), pkt('ofs-delta'), pkt(`want ${from}\n`), pkt('done\n'), FLUSH])
  return async (agent: Agent, repo: Repo) => {
    const post = { ...V2, 'Content-Type': 'application/x-git-upload-pack-request' }
    await send(agent, port, repo, 'GET', 'info/refs?service=git-upload-pack', V2)
    const refs = await send(agent, port, repo, 'POST', 'git-upload-pack', post, LS_REFS)
    if (!refs.includes(from)) throw new Error(`${repo.id} is not at ${from}: ${refs.toString('latin1', 0, 200)}`)
    const pack = await send(agent, port, repo, 'POST', 'git-upload-pack', post, fetchRequest)
    if (!pack.includes('PACK')) throw new Error(`No pack: ${pack.toString('latin1', 0, 200)}`)
    return pack.length
  }
}

function pushOf({ port, from, to = '', packFile = '' }: Job) {
  const command = pkt(`${from} ${to} refs/heads/main\0report-status side-band-64k object-format=sha1 agent=git/2.39.5`)
  const body = Buffer.concat([command, FLUSH, readFileSync(packFile)])
  return async (agent: Agent, repo: Repo) => {
    await send(agent, port, repo, 'GET', 'info/refs?service=git-receive-pack', {})
    const answer = await send(agent, port, repo, 'POST', 'git-receive-pack', { 'Content-Type': 'application/x-git-receive-pack-request' }, body)
    if (!answer.includes('ok refs/heads/main')) throw new Error(`Not taken: ${answer.toString('latin1', 0, 400)}`)
    return body.length
  }
}

function send(agent: Agent, port: number, repo: Repo, method: string, to: string, headers: Record<string, string>, body?: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const auth = { Authorization: `Basic ${Buffer.from(`me:${repo.token}`).toString('base64')}` }
    const length = body ? { 'Content-Length': String(body.length) } : {}
    const req = request({ agent, host: '127.0.0.1', port, method, path: `/git/${repo.id}.git/${to}`, headers: { ...auth, ...headers, ...length } }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.once('end', () => {
        const answer = Buffer.concat(chunks)
        if (res.statusCode === 200) resolve(answer)
        else reject(new Error(`${res.statusCode} to ${method} ${to}: ${answer.toString('latin1', 0, 200)}`))
      })
    })
    req.once('error', reject)
    req.end(body)
  })
}
