/** The sandbox of a Linux machine that has bubblewrap. */
import { existsSync, lstatSync } from 'node:fs'
import os from 'node:os'
import { openControlGroup, sweepControlGroups } from './control-group.ts'
import { createDependencyStore } from './dependency-store.ts'
import { defaultLimits } from './limits.ts'
import { type Sandbox, type SandboxJob, type SandboxResult, type SandboxStanding, SandboxStopped, SandboxUnavailable } from './port.ts'
import { type Means, runJob } from './run-job.ts'
import { seccompFilter } from './seccomp.ts'
import { createSlots } from './slots.ts'

const PROGRAMS = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']
const NEEDED = ['/usr/bin/prlimit', '/usr/bin/tar']

export interface BubblewrapOptions {
  /** Folders of ours, which no job may see wherever they lie. */
  hidden: string[]
  /** Where dependencies and other things to lend are kept. */
  storeDir: string
  /** Jobs at once; defaults to one core less than there are. */
  slots?: number
  /** The limits of a machine without control groups, for trying them out. */
  withoutControlGroups?: boolean
}

/** Probes at the first question and never again: what is installed later counts after a restart. */
export function createBubblewrap(o: BubblewrapOptions): Sandbox {
  let probed: Promise<Probe> | undefined
  const probe = () => (probed ??= probeMachine(o))
  const stopping = new AbortController()
  const slots = createSlots(o.slots ?? Math.max(1, os.availableParallelism() - 1))
  return {
    standing: async () => (await probe()).standing,
    run: async (job) => {
      const { means, standing } = await probe()
      if (!means) throw new SandboxUnavailable(standing.says)
      return slots.within(() => runUnlessStopped(means, job, stopping.signal))
    },
    stop: () => stopping.abort(),
    ...createDependencyStore(o.storeDir),
  }
}

async function runUnlessStopped(means: Means, job: SandboxJob, stopping: AbortSignal): Promise<SandboxResult> {
  const signal = job.signal ? AbortSignal.any([job.signal, stopping]) : stopping
  const result = stopping.aborted ? null : await runJob(means, { ...job, signal })
  if (!result || stopping.aborted) throw new SandboxStopped('The program is ending.')
  return result
}

type Probe = { standing: SandboxStanding; means?: Means }

const none = (says: string): Probe => ({ standing: { kind: 'none', says } })

async function probeMachine(o: BubblewrapOptions): Promise<Probe> {
  if (process.platform !== 'linux') return none('The sandbox needs Linux with bubblewrap, and this server runs on something else.')
  const bwrap = PROGRAMS.find((file) => existsSync(file))
  if (!bwrap) return none('bubblewrap is not installed on this server (on Debian: apt install bubblewrap).')
  const missing = NEEDED.find((file) => !existsSync(file))
  if (missing) return none(`The sandbox needs ${missing}, which this server does not have.`)
  const filter = seccompFilter()
  if (!filter) return none(`The sandbox does not know the system calls of this processor (${process.arch}).`)
  const bounds = o.withoutControlGroups || !controlGroupsWork() ? 'rlimits' : 'cgroup'
  return tried({ bwrap, filter, bounds, surroundings: { links: linkedFolders(), hidden: o.hidden } })
}

function controlGroupsWork(): boolean {
  sweepControlGroups()
  const group = openControlGroup(defaultLimits)
  group?.remove()
  return group !== null
}

const linkedFolders = () => ['bin', 'lib', 'lib64', 'lib32'].filter((name) => lstatSync(`/${name}`, { throwIfNoEntry: false })?.isSymbolicLink())

/** Says from inside whether the filter is on, no privilege can be won, and the program's Node runs. */
const LOOK_AROUND = `const status = require('fs').readFileSync('/proc/self/status', 'utf8'); process.exit(/^NoNewPrivs:\\t1$/m.test(status) && /^Seccomp:\\t2$/m.test(status) && /^CapEff:\\t0+$/m.test(status) && process.getuid() === 65534 ? 0 : 3)`

async function tried(means: Means): Promise<Probe> {
  try {
    const { end, exitCode, stderr } = await runJob(means, { files: [], command: ['node', '-e', LOOK_AROUND], limits: { wallMs: 20_000 } })
    if (exitCode === 0) return { standing: { kind: 'bubblewrap', bounds: means.bounds, says: SAYS[means.bounds] }, means }
    return none(`bubblewrap does not hold on this server (${end}, ${exitCode}): ${stderr.bytes.toString().trim().slice(0, 200)}`)
  } catch (error) {
    return none(`bubblewrap does not work on this server. ${error instanceof Error ? error.message : String(error)}`)
  }
}

const SAYS = {
  cgroup: 'Checks run in a sandbox (bubblewrap, seccomp, control group).',
  rlimits: 'Checks run in a sandbox (bubblewrap, seccomp, limits of each process). This server lets us make no control group, so memory is watched from outside.',
}
