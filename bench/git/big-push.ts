/** Memory while a large pack goes through. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { repoPath } from '#server/adapters/git/layout.ts'
import { prepareDelivery } from '#test/deadlines/pusher.ts'
import type { Sides } from './sides.ts'

export interface Growth {
  pack_mb: number
  before_mb: number
  growth_mb: number
}

/** Of our two processes, without the git processes they start: resident before, and the peak meanwhile. */
export async function bigPush(sides: Sides, o: { dir: string; repo: { id: string; token: string }; reposDir: string; from: string; mb: number }): Promise<Record<string, Growth>> {
  const { to, pack } = prepareDelivery(repoPath(o.reposDir, o.repo.id), path.join(o.dir, 'objects'), o.from, o.mb * 1024 * 1024 - 200_000, { parts: 12 })
  const request = requestFile(o.dir, o.from, to, pack)
  const processes = { gateway: sides.gateway(), web: sides.web.pid() }
  const before = Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, resident(pid, 'VmRSS')]))
  for (const pid of Object.values(processes)) writeFileSync(`/proc/${pid}/clear_refs`, '5')
  const said = execFileSync('curl', ['-s', '-u', `me:${o.repo.token}`, '-H', 'Content-Type: application/x-git-receive-pack-request', '--data-binary', `@${request}`, `http://127.0.0.1:${sides.port.ours}/git/${o.repo.id}.git/git-receive-pack`]).toString('latin1')
  if (!said.includes('ok refs/heads/main')) throw new Error(`The large push was not taken: ${said.slice(0, 300)}`)
  const growth = (name: string, pid: number): Growth => ({ pack_mb: Math.round(pack.length / 2 ** 20), before_mb: rounded(before[name] ?? 0), growth_mb: rounded(resident(pid, 'VmHWM') - (before[name] ?? 0)) })
  return Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, growth(name, pid)]))
}

function resident(pid: number, field: string): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

function requestFile(dir: string, from: string, to: string, pack: Buffer): string {
  const file = path.join(dir, 'request')
  const line = `${from} ${to} refs/heads/main\0report-status side-band-64k agent=git/2.39.5`
  writeFileSync(file, Buffer.concat([Buffer.from((line.length + 4).toString(16).padStart(4, '0') + line + '0000'), pack]))
  return file
}

export function rounded(n: number): number {
  return Number(n.toFixed(2))
}
