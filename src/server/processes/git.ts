import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import type { OpenedDoor } from '#server/adapters/git/open-door.ts'
import type { Gatekeeper } from '#server/adapters/git/port.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import { packageRoot } from '#server/lib/package-root.ts'
import { isAlive } from '#server/platform/alive.ts'
import type { Config } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { placesOf } from '#server/open-context.ts'
import { answerOver, type Channel } from './gatekeeper-link.ts'
import type { GitProxy } from './web.ts'

/** What the child is told first. */
export interface GitChildStart {
  reposDir: string
  spoolDir: string
  pushBytes: number
  listen: { path: string } | { port: number; host: string }
  /** What we show at the gateway's door for people without git. */
  doorKey: string
}

/** What the child answers once it serves. */
export interface GitChildReady {
  ready: true
  port: number
}

/** What the child would write into our log. */
export interface GitChildLog {
  log: 'info' | 'warn' | 'error'
  fields: object
  message: string
}

export interface GitProcess {
  proxy: GitProxy
  /** Of the gateway that runs now; undefined between two. */
  pid(): number | undefined
  stop(): Promise<void>
}

interface Options {
  config: Config
  log: Context['log']
  /** Asked by the child, over its channel. */
  gatekeeper: Gatekeeper
  /** Settles what a gateway has left in the middle; before each start. */
  reconcile: () => Promise<void>
  door: OpenedDoor
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
  o.door.leadTo(keeper.address)
  await keeper.firstReady
  return { proxy: (req, res, mayContinue) => passOn(o.config, keeper.address(), req, res, mayContinue), pid: keeper.pid, stop: keeper.stop }
}

type Address = { socketPath: string } | { port: number; host: string }

function keepAlive({ config, log, door, gatekeeper, reconcile }: Options) {
  const place = placeFor(config.dataDir)
  const { repos: reposDir, spool: spoolDir } = placesOf(config.dataDir)
  let starts = 0
  let address: Address | null = null
  let child: ChildProcess | undefined
  let pause = FIRST_PAUSE_MS
  let again: NodeJS.Timeout | undefined
  let stopping = false
  let settle: { resolve: () => void; reject: (e: Error) => void } | undefined
  const firstReady = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))

  const run = async () => {
    await reconcile()
    if (stopping) return
    const listen = listenIn(place, ++starts)
    const one = startChild({ reposDir, spoolDir, pushBytes: config.gitPushBytes, listen, doorKey: door.key })
    const answering = answerOver(channelTo(one), gatekeeper, (error) => log.error({ err: error }, 'the gatekeeper failed'))
    child = one
    // clock: how long one process of this machine has lived
    const began = Date.now()
    one.on('message', (message) => {
      // Of our own child.
      const said = message as Partial<GitChildReady & GitChildLog>
      if (said.log) log[said.log](said.fields ?? {}, said.message ?? '')
      if (!said.ready) return
      address = 'path' in listen ? { socketPath: listen.path } : { port: said.port ?? 0, host: listen.host }
      settle?.resolve()
    })
    one.once('exit', (code, signal) => {
      address = null
      if (stopping) return
      settle?.reject(new Error(`The git gateway could not be started (${signal ?? code}).`))
      // clock: how long one process of this machine has lived
      if (Date.now() - began > WELL_AFTER_MS) pause = FIRST_PAUSE_MS
      log.error({ code, signal, pause }, 'the git gateway ended; starting it again')
      // What it had asked is still being worked on, and is settled only then.
      again = setTimeout(() => void answering.settled().then(start), pause)
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
    })
  }
  const start = () => {
    run().catch((error: unknown) => {
      log.error({ err: error }, 'the git gateway could not be started; trying again')
      settle?.reject(new Error('The git gateway could not be started.', { cause: error }))
      if (!stopping) again = setTimeout(start, LONGEST_PAUSE_MS)
    })
  }
  start()

  const stop = async () => {
    stopping = true
    clearTimeout(again)
    if (child) await endChild(child)
  }
  firstReady.catch(() => void stop())
  return { firstReady, address: () => address, pid: () => child?.pid, stop }
}

function channelTo(child: ChildProcess): Channel {
  return {
    // One that has ended meanwhile is nobody to answer.
    send: (message) => void (child.connected && child.send(message, () => {})),
    onMessage: (hear) => void child.on('message', hear),
  }
}

/** What was built of the child, or its source under the loader that runs ours. */
function startChild(start: GitChildStart): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const file = path.join(packageRoot, isSource ? 'src/server/processes/git-child.ts' : 'dist/server/processes/git-child.js')
  const loader = isSource ? ['--import', 'tsx'] : []
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

/** A folder for socket files, emptied of those of programs that are gone; in the system's own place where ours is too long for one. */
function placeFor(dataDir: string): string {
  const near = path.join(dataDir, 'run')
  const dir = near.length <= 80 ? near : path.join(os.tmpdir(), `handiwork-${sha256Hex(dataDir).slice(0, 12)}`)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(dir)) if (isLeftOver(name)) rmSync(path.join(dir, name), { force: true })
  return dir
}

/** Several of us may share the data: whoever lives needs their socket. Our own number on one is that of somebody before us. */
function isLeftOver(name: string): boolean {
  const pid = Number(/^git-(\d+)-\d+\.sock$/.exec(name)?.[1])
  return pid === process.pid || (pid > 0 && !isAlive(pid))
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
