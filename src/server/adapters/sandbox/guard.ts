/**
 * Watches a job from outside: how many files it has made and, where no control group does it, how much memory all its
 * processes hold together. Between two looks a job may go a little beyond; what it then holds is bounded by the limits
 * of each process. When the machine runs short of memory, the kernel is told to take a job's processes first.
 */
import { statfsSync } from 'node:fs'
import type { SandboxEnd, SandboxLimits } from './port.ts'
import { descendants, read } from './processes.ts'

const EVERY_MS = 100
const WRITABLE = ['job', 'tmp', 'results', 'dev/shm']

export interface Guarded {
  /** bubblewrap, the ancestor of everything that runs. */
  pid: number
  limits: SandboxLimits
  /** Asked instead of adding up, where a control group holds its memory: it ends one process, and we all of them. */
  ranOut: (() => boolean) | undefined
  end(why: SandboxEnd): void
}

/** @returns how to stop watching */
export function startGuard(job: Guarded): () => void {
  const timer = setInterval(() => look(job), EVERY_MS)
  return () => clearInterval(timer)
}

function look({ pid, limits, ranOut, end }: Guarded): void {
  const processes = descendants(pid)
  const disks = diskUse(processes)
  if (disks.inodes > limits.inodes) end('too_many_files')
  else if (ranOut ? ranOut() : memoryOf(processes) + disks.bytes > limits.memoryBytes) end('out_of_memory')
}

/** Bytes that are nobody else's: what programs are made of is shared and not counted, what they have on disks is counted there. */
function memoryOf(processes: number[]): number {
  return processes.reduce((sum, pid) => sum + 1024 * Number(/^RssAnon:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0), 0)
}

/** Of all that the job may write to, as the first process that lets us sees it. Its root is ours and read-only, so no name there can lead astray. */
function diskUse(processes: number[]): { bytes: number; inodes: number } {
  for (const pid of processes) {
    try {
      const disks = WRITABLE.map((name) => statfsSync(`/proc/${pid}/root/${name}`))
      return {
        bytes: disks.reduce((sum, d) => sum + d.bsize * (d.blocks - d.bfree), 0),
        inodes: disks.reduce((sum, d) => sum + d.files - d.ffree, 0),
      }
    } catch {
      // It ended, has not entered its new root yet, or may not be looked into; another one will do.
    }
  }
  return { bytes: 0, inodes: 0 }
}
