/**
 * The way from us to bubblewrap: join the control group, be the first to go when memory runs short, leave the processor to others and, as root, stop
 * being root. All of this is before a single byte of the job is read, and each step that fails ends the way.
 */
import { type ChildProcess, type IOType, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from 'node:fs'
import type { SandboxBind } from './port.ts'

/** A folder that is only ever a place to mount on, in a view of the file system that nobody else sees. */
const STAGE = '/run/handiwork-sandbox'

/** stdin, stdout, stderr, and the three of `FD`. */
const DESCRIPTORS = 6

/** Numbers that distributions leave to nobody. One at random, so that two jobs hardly ever count as one user. */
const NOBODYS = { from: 60_578, to: 61_183 }

const JOIN = `
echo 1000 > /proc/self/oom_score_adj
while [ "$1" != -- ]; do echo 0 > "$1/cgroup.procs"; shift; done
shift
exec nice -n 5 "$@"
`

/**
 * A job of root's runs as nobody in particular, who could not reach what we lend in folders of our own. So it is first
 * put where anybody may read it.
 */
const STEP_DOWN = `
user=$1; shift
mount -t tmpfs -o size=64k,mode=755,nosuid,nodev handiwork ${STAGE}
n=0
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir ${STAGE}/$n; else : > ${STAGE}/$n; fi
  mount --bind "$1" ${STAGE}/$n
  n=$((n+1)); shift
done
shift
exec setpriv --reuid="$user" --regid="$user" --clear-groups -- "$@"
`

export interface Launch {
  bwrap: string
  groups: string[]
  binds: SandboxBind[]
  /** What follows `bwrap`, given where the binds can be found. */
  argumentsFor(binds: SandboxBind[]): string[]
}

/** Starts bubblewrap as the leader of a process group, with six descriptors. Nothing of our environment goes along. */
export function launch(o: Launch, asRoot = process.getuid?.() === 0): ChildProcess {
  const nothing = openSync('/dev/null', 'r')
  try {
    return start(o, asRoot, [...Array<IOType>(DESCRIPTORS).fill('pipe'), ...covered(nothing)])
  } finally {
    closeSync(nothing)
  }
}

function start(o: Launch, asRoot: boolean, stdio: (IOType | number)[]): ChildProcess {
  const way = asRoot ? steppingDown(o) : [o.bwrap, ...o.argumentsFor(o.binds)]
  return spawn('/bin/sh', ['-ec', JOIN, 'sh', ...o.groups, '--', ...way], {
    stdio,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    cwd: '/',
    detached: true,
  })
}

/**
 * Whoever started us may have left us descriptors that a program of ours inherits, and then a job too. Over each of
 * them goes /dev/null.
 */
function covered(nothing: number): (IOType | number)[] {
  const left = readdirSync('/proc/self/fd').map(Number).filter((fd) => fd >= DESCRIPTORS && isInherited(fd))
  return Array.from({ length: Math.max(0, ...left.map((fd) => fd + 1 - DESCRIPTORS)) }, (_, i) => (left.includes(i + DESCRIPTORS) ? nothing : 'ignore'))
}

const CLOSED_ON_EXEC = 0o2000000

function isInherited(fd: number): boolean {
  try {
    const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0'
    return (Number.parseInt(flags, 8) & CLOSED_ON_EXEC) === 0
  } catch {
    // It was the one with which the list was read.
    return false
  }
}

function steppingDown(o: Launch): string[] {
  mkdirSync(STAGE, { recursive: true, mode: 0o755 })
  const staged = o.binds.map((bind, i) => ({ ...bind, from: `${STAGE}/${i}` }))
  const user = String(randomInt(NOBODYS.from, NOBODYS.to + 1))
  const sources = o.binds.map((bind) => bind.from)
  return ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-ec', STEP_DOWN, 'sh', user, ...sources, '--', o.bwrap, ...o.argumentsFor(staged)]
}
