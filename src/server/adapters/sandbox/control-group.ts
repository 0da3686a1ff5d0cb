/**
 * A control group for one job, below our own and nowhere else, so that whatever limits us limits the job too. Both
 * generations of the interface are tried; where neither may be written, the guard adds up instead (see `guard.ts`).
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { OWN_PROCESSES } from './limits.ts'
import type { SandboxLimits } from './port.ts'

export interface ControlGroup {
  /** A process joins by writing itself into `cgroup.procs` of each. */
  folders: string[]
  /** The kernel ended one of its processes for want of memory. */
  ranOut(): boolean
  /** To be called when nothing runs in it. */
  remove(): void
}

const GROUP = 'handiwork-sandbox-'

/** @returns null where this machine lets us make none that holds memory and processes */
export function openControlGroup(limits: SandboxLimits): ControlGroup | null {
  const name = `${GROUP}${randomUUID()}`
  return attempt(() => unified(name, limits)) ?? attempt(() => separate(name, limits))
}

/** Version 2: one tree for everything. */
function unified(name: string, limits: SandboxLimits): ControlGroup | null {
  const above = ownGroup('')
  if (!above || !existsSync(path.join(above, 'cgroup.subtree_control'))) return null
  writeFileSync(path.join(above, 'cgroup.subtree_control'), '+memory +pids')
  return made([path.join(above, name)], ([folder = '']) => {
    writeFileSync(path.join(folder, 'memory.max'), String(limits.memoryBytes))
    writeFileSync(path.join(folder, 'pids.max'), String(limits.processes + OWN_PROCESSES))
    attempt(() => writeFileSync(path.join(folder, 'memory.swap.max'), '0'))
    attempt(() => writeFileSync(path.join(folder, 'memory.oom.group'), '1'))
    return path.join(folder, 'memory.events')
  })
}

/** Version 1: a tree for each kind of limit. */
function separate(name: string, limits: SandboxLimits): ControlGroup | null {
  const [memory, pids] = [ownGroup('memory'), ownGroup('pids')]
  if (!memory || !pids) return null
  return made([path.join(memory, name), path.join(pids, name)], ([forMemory = '', forPids = '']) => {
    writeFileSync(path.join(forMemory, 'memory.limit_in_bytes'), String(limits.memoryBytes))
    attempt(() => writeFileSync(path.join(forMemory, 'memory.memsw.limit_in_bytes'), String(limits.memoryBytes)))
    writeFileSync(path.join(forPids, 'pids.max'), String(limits.processes + OWN_PROCESSES))
    return path.join(forMemory, 'memory.oom_control')
  })
}

/** Makes the folders and sets their limits, or leaves nothing behind. `limit` names the file that counts what was ended. */
function made(folders: string[], limit: (folders: string[]) => string): ControlGroup {
  const remove = () => folders.forEach((folder) => removeWhenEmpty(folder))
  try {
    for (const folder of folders) mkdirSync(folder)
    const counter = limit(folders)
    return { folders, remove, ranOut: () => /^oom_kill [1-9]/m.test(attempt(() => readFileSync(counter, 'utf8')) ?? '') }
  } catch (error) {
    remove()
    throw error
  }
}

/** What was just ended is counted for some moments more. */
function removeWhenEmpty(folder: string, tries = 40): void {
  attempt(() => rmdirSync(folder))
  if (!existsSync(folder) || tries === 0) return
  setTimeout(() => removeWhenEmpty(folder, tries - 1), 50)
}

/** Removes the groups of programs that died in the middle; one that is in use can't be removed. */
export function sweepControlGroups(): void {
  for (const controller of ['', 'memory', 'pids']) {
    const above = attempt(() => ownGroup(controller))
    const left = (above ? attempt(() => readdirSync(above)) : null) ?? []
    for (const name of left.filter((n) => n.startsWith(GROUP))) attempt(() => removeIfOld(path.join(above ?? '', name)))
  }
}

function removeIfOld(folder: string): void {
  if (Date.now() - statSync(folder).ctimeMs > MINUTE_MS) rmdirSync(folder)
}

const MINUTE_MS = 60_000

/** Where we are in the tree of a controller; the unnamed one is version 2. */
function ownGroup(controller: string): string | null {
  const line = readFileSync('/proc/self/cgroup', 'utf8').split('\n').find((row) => row.split(':')[1]?.split(',').includes(controller))
  const own = line?.split(':').slice(2).join(':')
  return own === undefined ? null : path.join('/sys/fs/cgroup', controller, own)
}

function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}
