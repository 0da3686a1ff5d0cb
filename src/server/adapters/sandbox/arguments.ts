/** The sandbox as arguments: what is in it, and what a command in it is held to. */
import { existsSync } from 'node:fs'
import { SMALL_BYTES, TMP_BYTES } from './limits.ts'
import type { SandboxBind, SandboxJob, SandboxLimits } from './port.ts'

/** Descriptors that bubblewrap and the script inside are given, after stdin (the files), stdout and stderr. */
export const FD = { seccomp: 3, info: 4, results: 5 }

/** Programs and libraries of the system, as far as they exist. Nothing of `/usr/local`, `/usr/src`, `/opt`, `/etc` at large. */
const SYSTEM = ['/usr/bin', '/usr/lib', '/usr/lib32', '/usr/lib64', '/usr/libexec', '/usr/share/zoneinfo', '/usr/share/ca-certificates', '/usr/share/perl', '/usr/share/perl5']
const SETTINGS = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/ssl/certs', '/etc/localtime']
/** Where the four are folders of their own and not links into /usr. */
const TOP = ['bin', 'lib', 'lib64', 'lib32']

/** The Node that this program runs on, wherever it lies on the machine. */
export const lentNode: SandboxBind = { from: process.execPath, at: '/lent/bin/node' }

/** What the kernel tells everybody about the machine and nobody in here needs. */
const MASKED = ['/proc/cmdline', '/proc/keys', '/proc/key-users', '/proc/kcore', '/proc/timer_list', '/proc/sched_debug', '/proc/kallsyms', '/proc/modules'].filter((at) => existsSync(at))

export interface Surroundings {
  /** Which of /bin, /lib, … are links into /usr on this machine. */
  links: readonly string[]
  /** Ours, and possibly below what is bound: covered with emptiness. */
  hidden: readonly string[]
}

/** What follows `bwrap`, up to and including the command. */
export function bubblewrapArguments(job: Omit<SandboxJob, 'files'>, limits: SandboxLimits, o: Surroundings): string[] {
  return [
    '--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session', '--cap-drop', 'ALL',
    '--uid', '65534', '--gid', '65534', '--hostname', 'sandbox',
    ...system(o),
    '--proc', '/proc', ...MASKED.flatMap((at) => ['--ro-bind', '/dev/null', at]), '--dev', '/dev', ...tmpfs(SMALL_BYTES, '/dev/shm'), '--remount-ro', '/dev',
    ...tmpfs(TMP_BYTES, '/tmp'), ...tmpfs(limits.resultBytes, '/results'), ...tmpfs(limits.diskBytes, '/job'),
    ...(job.binds ?? []).flatMap(lend),
    '--chdir', '/job', '--remount-ro', '/', '--clearenv', ...environment(job.env ?? {}),
    '--seccomp', String(FD.seccomp), '--info-fd', String(FD.info),
    '--', '/bin/sh', '-c', INSIDE, 'sh', ...held(limits), ...job.command,
  ]
}

function system(o: Surroundings): string[] {
  return [
    ...[...SYSTEM, ...SETTINGS].flatMap((at) => ['--ro-bind-try', at, at]),
    ...TOP.flatMap((name) => (o.links.includes(name) ? ['--symlink', `usr/${name}`, `/${name}`] : ['--ro-bind-try', `/${name}`, `/${name}`])),
    ...o.hidden.filter((folder) => SYSTEM.some((at) => `${folder}/`.startsWith(`${at}/`))).flatMap((folder) => tmpfs(4096, folder)),
  ]
}

const tmpfs = (bytes: number, at: string) => ['--size', String(bytes), '--tmpfs', at]

const lend = (bind: SandboxBind) => ['--ro-bind', bind.from, bind.at, ...(bind.scratch ?? []).flatMap((folder) => tmpfs(SMALL_BYTES, `${bind.at}/${folder}`))]

function environment(env: Record<string, string>): string[] {
  const all = { PATH: '/lent/bin:/usr/bin:/bin', HOME: '/tmp', LANG: 'C.UTF-8', ...env }
  return Object.entries(all).flatMap(([name, value]) => ['--setenv', name, value])
}

/**
 * Of each process. The limit of memory here is only a first fence, as it holds for each process alone; the control group
 * or the guard holds all of them together.
 */
function held(limits: SandboxLimits): string[] {
  return [
    '/usr/bin/prlimit', `--nproc=${limits.processes}`, `--cpu=${limits.cpuSeconds}`, `--data=${limits.memoryBytes}`, `--fsize=${limits.diskBytes}`,
    '--nofile=1024', '--stack=67108864', '--core=0', '--msgqueue=0', '--memlock=65536', '--',
  ]
}

/** The results begin with how far the script got. */
export const BEGUN = 'b'
export const LAID = 'l'

/**
 * Lays down the files, says so, runs the command, ends whatever it left running, and only then hands out the results. The command is not
 * given the descriptor of the results.
 */
const INSIDE = `
printf '${BEGUN}' >&${FD.results}
tar -x --no-same-owner --no-same-permissions -C /job -f - || exit 1
printf '${LAID}' >&${FD.results}
"$@" </dev/null ${FD.results}>&-
code=$?
kill -s KILL -- -1 2>/dev/null
tar -c --format=gnu -C /results -f - . >&${FD.results} 2>/dev/null
exit $code
`
