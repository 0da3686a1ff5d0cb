// How long a start takes until the first page is answered, in every state that a start can find. See README.md.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { prepare } from '../scripts/lib/prepare.mjs'
import { inRoot } from '../scripts/lib/paths.mjs'
import { main } from '../scripts/lib/refuse.mjs'
import { report } from './lib/report.mjs'

const ROUNDS = Number(process.env.ROUNDS ?? 7)
/** What `npm start` promises for a second start. */
const PROMISED_MS = 3_000

await main(async () => {
  await prepare()
  const times = { 'node alone': [], 'first start': [], 'second start': [], 'after kill -9 of the server': [], 'after kill -9 of server and PostgreSQL': [] }
  // Interleaved, so that a busy moment of the machine falls on all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    times['node alone'].push(await nodeAlone())
    const dir = mkdtempSync(join(tmpdir(), 'handiwork-bench-'))
    try {
      const first = await start(dir)
      await first.end('SIGTERM')
      const second = await start(dir)
      await second.end('SIGKILL')
      const third = await start(dir)
      killPostgres(dir)
      await third.end('SIGKILL')
      const fourth = await start(dir)
      await fourth.end('SIGTERM')
      times['first start'].push(first.ms)
      times['second start'].push(second.ms)
      times['after kill -9 of the server'].push(third.ms)
      times['after kill -9 of server and PostgreSQL'].push(fourth.ms)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  const [, , second] = report('start', { times, baseline: 'node alone', unit: 'ms' })
  console.log(`\nPromised for a second start: ${PROMISED_MS} ms; it took ${(second.median / PROMISED_MS).toFixed(2)} of that, at worst ${(second.max / PROMISED_MS).toFixed(2)}.`)
})

async function nodeAlone() {
  const began = performance.now()
  const child = spawn(process.execPath, ['-e', '0'])
  await new Promise((resolve) => child.once('exit', resolve))
  return performance.now() - began
}

/** What `npm start` runs, from its launch until a page is answered. */
async function start(dir) {
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), DATA_DIR: join(dir, 'data'), DATABASE_URL: '', SMTP_URL: '' }
  const began = performance.now()
  const child = spawn(process.execPath, [inRoot('scripts', 'start.mjs')], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}.`)
    await sleep(5)
  }
  const ms = performance.now() - began
  const end = (signal) => {
    child.kill(signal)
    return gone
  }
  return { ms, end }
}

async function answers(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).ok
  } catch {
    return false
  }
}

function killPostgres(dir) {
  process.kill(Number(readFileSync(join(dir, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
