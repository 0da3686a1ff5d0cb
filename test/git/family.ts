/** This process and everything it started, however deep, as Linux tells it; elsewhere nothing is told. */
import { readdirSync, readFileSync } from 'node:fs'

interface Member {
  pid: number
  name: string
  state: string
  parent: number
}

/** Processes of ours called git, wherever in the tree. */
export function gitChildren(): string[] {
  return family().filter((m) => m.name.startsWith('git') && m.state !== 'Z').map((m) => `${m.pid} ${m.name}`)
}

/** Megabytes that are resident of all of them together; what several share counts for each, so the truth is less. */
export function residentMb(): number {
  const ours = process.platform === 'linux' ? [process.pid, ...family().map((m) => m.pid)] : []
  return ours.reduce((sum, pid) => sum + residentOf(pid), 0)
}

function family(): Member[] {
  if (process.platform !== 'linux') return []
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => memberOf(pid))
  const ours = new Set([process.pid])
  for (let grew = true; grew; ) {
    grew = false
    for (const m of all) if (ours.has(m.parent) && !ours.has(m.pid)) grew = Boolean(ours.add(m.pid))
  }
  return all.filter((m) => ours.has(m.pid) && m.pid !== process.pid)
}

function memberOf(pid: string): Member[] {
  const [, name = '', state = '', parent = '0'] = /^\d+ \((.*)\) (\S) (\d+)/.exec(told(`/proc/${pid}/stat`)) ?? []
  return name === '' ? [] : [{ pid: Number(pid), name, state, parent: Number(parent) }]
}

function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(told(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
}

function told(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}
