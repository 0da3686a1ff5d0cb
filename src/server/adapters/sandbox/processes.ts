/** Finding and ending what runs below one of our processes. */
import type { ChildProcess } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

/** Every process below one, nearest first. */
export function descendants(ancestor: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found = [ancestor]
  for (const pid of found) found.push(...(children.get(pid) ?? []))
  return found.slice(1)
}

function parentOf(pid: number): number | null {
  const parent = /^ \S (\d+)/.exec(afterName(pid))?.[1]
  return parent === undefined ? null : Number(parent)
}

/** The state, the parent and so on. The name before them is in brackets, and may hold brackets and spaces. */
function afterName(pid: number): string {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 1)
}

/**
 * Ends bubblewrap and everything below it. All of a job lives in a process namespace that ends with its first process,
 * whatever signals the others ignore and whoever their parents are. That first process dies with bubblewrap, but only once
 * it has said so itself; so bubblewrap is held still, what is below it is ended, and then it is.
 */
export function endAll(child: ChildProcess): void {
  if (child.pid === undefined || hasEnded(child)) return
  signal(child.pid, 'SIGSTOP')
  endHeldStill(child, child.pid, 200)
}

/** A process is held still some moments after it was told to, and may have made another until then. */
function endHeldStill(child: ChildProcess, pid: number, tries: number): void {
  if (hasEnded(child)) return
  if (tries > 0 && !/^ [TZX]/.test(afterName(pid))) {
    setTimeout(() => endHeldStill(child, pid, tries - 1), 1)
    return
  }
  for (const below of descendants(pid)) signal(below, 'SIGKILL')
  signal(pid, 'SIGKILL')
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already.
  }
}

/** A file of /proc, or nothing when its process is gone. */
export function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
