import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = path.join(import.meta.dirname, '../..')
/** `nobody`, where the run is root's: what works for root alone is found out here. */
const ORDINARY = 65_534
const isRoot = process.getuid?.() === 0
const whom = isRoot ? { uid: ORDINARY, gid: ORDINARY } : {}

/** Somebody who has just cloned the repository: an empty home, Node and git, nothing else of this machine. */
export interface Newcomer {
  clone: string
  /** A folder that is not there yet, of this person's own. */
  place(name: string): string
  npm(args: readonly string[], env?: Record<string, string>): Running
  remove(): void
}

export interface Running {
  child: ChildProcess
  /** All it has printed so far. */
  printed(): string
  /** @throws Error when it has ended, or a minute's worth of waiting is over */
  says(what: RegExp, seconds?: number): Promise<RegExpExecArray>
  ended: Promise<number | null>
}

/** A clone as ordinary user (when we are root) or as ourselves. */
export function arrive(): Newcomer {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-newcomer-'))
  const [clone, home] = [path.join(dir, 'clone'), path.join(dir, 'home')]
  copyCheckout(clone)
  mkdirSync(home)
  if (isRoot) execFileSync('chown', ['-R', `${ORDINARY}:${ORDINARY}`, dir])
  return {
    clone,
    place: (name) => path.join(dir, name),
    npm: (args, env = {}) => npm(clone, args, { ...bareEnvironment(home), ...env }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** What a clone of this state would hold: tracked files and new ones, and nothing that git ignores. */
function copyCheckout(to: string) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  for (const file of new Set(files.split('\0').filter(Boolean))) cpSync(path.join(root, file), path.join(to, file), { force: true })
}

/** The variables of a login, without those that the npm above us has set for its own children. */
function bareEnvironment(home: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NODE_ENV|CHROMIUM|DATA_DIR|DATABASE_URL|SMTP_URL|PORT|PUBLIC_URL|XDG_|INIT_CWD|HOME$|TEST)/i.test(name))
  return { ...(Object.fromEntries(kept) as Record<string, string>), HOME: home, CI: 'true' }
}

function npm(cwd: string, args: readonly string[], env: Record<string, string>): Running {
  // Its own group, as a terminal gives each command one.
  const child = spawn('npm', [...args], { cwd, env, ...whom, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
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

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export interface Process {
  pid: number
  parent: number
  command: string
}

/** Processes whose command line names this folder. */
export function processesOf(folder: string): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return command?.includes(folder) ? [{ pid: Number(pid), parent: Number(parent), command }] : []
  })
}

/** Children, and theirs, of a process. */
export function descendantsOf(pid: number): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const all = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).flatMap((m) => (m ? [{ pid: Number(m[1]), parent: Number(m[2]), command: m[3] ?? '' }] : []))
  const found = new Set([pid])
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const p of all) if (found.has(p.parent)) found.add(p.pid)
  }
  return all.filter((p) => found.has(p.pid) && p.pid !== pid)
}
