import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { sha256Hex } from '#server/lib/hash.ts'
import type { Config } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import type { GitProxy } from './web.ts'

/** What the child is told first; by message and not by environment, because it may hold the database's password. */
export interface GitChildStart {
  config: Config
  connection: pg.ClientConfig
  listen: { path: string } | { port: number; host: string }
}

/** What the child answers once it serves. */
export interface GitChildReady {
  ready: true
  port: number
}

export interface GitProcess {
  proxy: GitProxy
  /** Of the gateway that runs now; undefined between two. */
  pid(): number | undefined
  stop(): Promise<void>
}

interface Options {
  config: Config
  connection: pg.ClientConfig
  log: Context['log']
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
/** After this long a child counts as well, and the next failure as a new story. */
const WELL_AFTER_MS = 60_000
/** A child finishes the pushes at work (10 s) before it goes. */
const STOP_MS = 15_000

/**
 * Runs the git gateway as a small process of its own, because starting git costs time in proportion to the starter's
 * memory. Started again, with a growing pause, whenever it dies; it ends when we do. Resolves once it serves.
 */
export async function startGitProcess(o: Options): Promise<GitProcess> {
  const keeper = keepAlive(o)
  await keeper.firstReady
  return { proxy: (req, res, mayContinue) => passOn(o.config, keeper.address(), req, res, mayContinue), pid: keeper.pid, stop: keeper.stop }
}

type Address = { socketPath: string } | { port: number; host: string }

function keepAlive({ config, connection, log }: Options) {
  const place = placeFor(config.dataDir)
  let starts = 0
  let address: Address | null = null
  let child: ChildProcess | undefined
  let pause = FIRST_PAUSE_MS
  let again: NodeJS.Timeout | undefined
  let stopping = false
  let settle: { resolve: () => void; reject: (e: Error) => void } | undefined
  const firstReady = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))

  const run = () => {
    const listen = listenIn(place, ++starts)
    const one = startChild({ config, connection, listen })
    child = one
    // clock: how long one process of this machine has lived
    const began = Date.now()
    one.once('message', (message) => {
      // The only message of our own child, and its first.
      const { port } = message as GitChildReady
      address = 'path' in listen ? { socketPath: listen.path } : { port, host: listen.host }
      settle?.resolve()
    })
    one.once('exit', (code, signal) => {
      address = null
      if (stopping) return
      settle?.reject(new Error(`The git gateway could not be started (${signal ?? code}).`))
      // clock: how long one process of this machine has lived
      if (Date.now() - began > WELL_AFTER_MS) pause = FIRST_PAUSE_MS
      log.error({ code, signal, pause }, 'the git gateway ended; starting it again')
      again = setTimeout(run, pause)
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
    })
  }
  run()

  const stop = async () => {
    stopping = true
    clearTimeout(again)
    if (child) await endChild(child)
  }
  firstReady.catch(() => void stop())
  return { firstReady, address: () => address, pid: () => child?.pid, stop }
}

/** Beside this file: the compiled child, or its source under the loader that runs ours. */
function startChild(start: GitChildStart): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const file = fileURLToPath(new URL(isSource ? './git-child.ts' : './git-child.js', import.meta.url))
  const loader = isSource ? ['--conditions=source', '--import', 'tsx'] : []
  const child = fork(file, [], { execArgv: [...loader, '--max-old-space-size=128', '--max-semi-space-size=2'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  // A child that could not even be started reports here and then never exits: its next start is ours to make.
  child.once('error', () => child.emit('exit', 1, null))
  child.send(start, () => {})
  return child
}

/** Closing the channel asks it to finish; it is ended when it takes too long. */
function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    child.once('exit', () => {
      clearTimeout(insist)
      resolve()
    })
    if (child.connected) child.disconnect()
  })
}

/** A folder for socket files, emptied of those of programs before us; in the system's own place where ours is too long for one. */
function placeFor(dataDir: string): string {
  const near = path.join(dataDir, 'run')
  const dir = near.length <= 80 ? near : path.join(os.tmpdir(), `handiwork-${sha256Hex(dataDir).slice(0, 12)}`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(dir)) if (/^git-.*\.sock$/.test(name)) rmSync(path.join(dir, name), { force: true })
  return dir
}

/** A name of its own for each child: one that is still ending takes its socket file along. A port on Windows. */
function listenIn(dir: string, start: number): GitChildStart['listen'] {
  if (process.platform === 'win32') return { port: 0, host: '127.0.0.1' }
  return { path: path.join(dir, `git-${process.pid}-${start}.sock`) }
}

/** Hands one request to the gateway and its answer back; bodies flow through and are never held. */
function passOn(config: Config, address: Address | null, req: IncomingMessage, res: ServerResponse, mayContinue: boolean) {
  if (!address) return answerAway(res)
  const inner = request({ ...address, method: req.method, path: req.url, headers: { ...req.headers, 'x-forwarded-for': clientOf(config, req) } })
  inner.once('response', (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
    answer.once('error', () => res.destroy())
  })
  inner.on('error', () => (res.headersSent ? res.destroy() : answerAway(res)))
  res.once('close', () => inner.destroy())
  if (!mayContinue) return void req.pipe(inner)
  // Who it is comes first: the client sends its body only after the gateway has asked for it.
  inner.once('continue', () => {
    res.writeContinue()
    req.pipe(inner)
  })
  inner.flushHeaders()
}

function answerAway(res: ServerResponse) {
  if (res.headersSent || res.destroyed) return
  res.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '5' })
  res.end('Our git server is being restarted. Try again in a moment.\n')
}

/** The gateway believes this header, so it is ours alone unless a proxy in front of us is trusted. */
function clientOf(config: Config, req: IncomingMessage): string {
  const forwarded = config.trustProxy ? String(req.headers['x-forwarded-for'] ?? '') : ''
  return forwarded.split(',').at(-1)?.trim() || (req.socket.remoteAddress ?? 'local')
}
