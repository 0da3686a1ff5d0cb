import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = path.join(import.meta.dirname, '../..')
export const isRoot = process.getuid?.() === 0
/** `nobody`: where the run is root's, what works for root alone is found out by this one. */
const ORDINARY = 65_534

/** Somebody who has just cloned the repository: an empty home, Node and git, nothing else of this machine. */
export interface Newcomer {
  clone: string
  /** A folder that is not there yet, of this person's own. */
  place(name: string): string
  npm(args: readonly string[], env?: Record<string, string>): Running
  /** In the same clone, by root, from a home that is just as empty. */
  npmAsRoot(args: readonly string[], env?: Record<string, string>): Running
  node(args: readonly string[], env?: Record<string, string>): Running
  remove(): Promise<void>
}

export interface Running {
  child: ChildProcess
  /** All it has printed so far. */
  printed(): string
  /** @throws Error when it has ended, or a minute's worth of waiting is over */
  says(what: RegExp, seconds?: number): Promise<RegExpExecArray>
  ended: Promise<number | null>
}

/** Where the run is root's, an ordinary user; else whoever we are. */
export function arrive(): Newcomer {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-newcomer-'))
  const [clone, home] = [path.join(dir, 'clone'), path.join(dir, 'home')]
  mkdirSync(home)
  cloneCheckout(clone)
  const user: User = isRoot ? { uid: ORDINARY, gid: ORDINARY } : {}
  if (isRoot) execFileSync('chown', ['-R', `${ORDINARY}:${ORDINARY}`, dir])
  return {
    clone,
    place: (name) => path.join(dir, name),
    npm: (args, env = {}) => run(['npm', ...args], clone, { ...bareEnvironment(home), ...env }, user),
    npmAsRoot: (args, env = {}) => run(['npm', ...args], clone, { ...bareEnvironment(path.join(dir, 'home-of-root')), ...env }, {}),
    node: (args, env = {}) => run([process.execPath, ...args], clone, { ...bareEnvironment(home), ...env }, user),
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}

/** A real clone, with what is not committed yet put over it. */
function cloneCheckout(to: string) {
  git('clone', '--quiet', '--no-hardlinks', root, to)
  const list = (...what: string[]) => git('-C', root, 'ls-files', '-z', ...what).split('\0').filter(Boolean)
  for (const file of list('--deleted')) rmSync(path.join(to, file), { force: true })
  for (const file of list('--modified', '--others', '--exclude-standard')) if (existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(to, file), { force: true })
}

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 26 })

/** How to reach a registry is all that is kept of this machine's own ways. */
const KEPT = /^(LANG|LC_ALL|TZ|TMPDIR|SystemRoot|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|npm_config_registry)$/i

function bareEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) => (KEPT.test(name) && value ? [[name, value] as const] : []))
  // npm puts folders of its own before the PATH of what it runs.
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules') && !folder.startsWith(os.homedir()))
  return { ...Object.fromEntries(kept), HOME: home, PATH: [path.dirname(process.execPath), ...folders].join(path.delimiter), CI: 'true' }
}

interface User {
  uid?: number
  gid?: number
}

function run([command = '', ...args]: string[], cwd: string, env: Record<string, string>, user: User): Running {
  // Its own group, as a terminal gives each command one.
  const child = spawn(command, args, { cwd, env, ...user, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ended = new Promise<number | null>((done) => child.once('close', done))
  return { child, printed: () => printed, ended, says: (what, seconds = 60) => waitFor(() => what.exec(printed), child, () => printed, seconds) }
}

async function waitFor(look: () => RegExpExecArray | null, child: ChildProcess, printed: () => string, seconds: number): Promise<RegExpExecArray> {
  for (let i = 0; i < seconds * 10; i++) {
    const found = look()
    if (found) return found
    if (child.exitCode !== null) break
    await sleep(100)
  }
  throw new Error(`${child.exitCode === null ? 'Still waiting' : `Ended with ${child.exitCode}`}; it printed:\n${printed()}`)
}

export interface Process {
  pid: number
  parent: number
  command: string
}

/** Processes whose command line names this folder, or that work in it, as far as that is told. */
export const processesOf = (folder: string): Process[] => allProcesses().filter((p) => p.command.includes(folder) || placeOf(p).startsWith(folder))

/** Children, and theirs, of a process. */
export function descendantsOf(pid: number): Process[] {
  const all = allProcesses()
  const found = new Set([pid])
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const p of all) if (found.has(p.parent)) found.add(p.pid)
  }
  return all.filter((p) => found.has(p.pid) && p.pid !== pid)
}

/** Where there is /proc there may be no `ps`. */
function allProcesses(): Process[] {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(fromProc)
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).flatMap((m) => (m ? [{ pid: Number(m[1]), parent: Number(m[2]), command: m[3] ?? '' }] : []))
}

function placeOf(p: Process): string {
  try {
    return readlinkSync(`/proc/${p.pid}/cwd`)
  } catch {
    return ''
  }
}

function fromProc(pid: string): Process[] {
  try {
    // The name before it may hold anything, brackets too.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return command ? [{ pid: Number(pid), parent: Number(parent), command }] : []
  } catch {
    // It ended while we looked.
    return []
  }
}
