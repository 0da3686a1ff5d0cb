/** Everybody who serves the same repositories: ourselves, and the usual way in two configurations. */
import { cpSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Connection } from './create.ts'
import { repoPath } from '#server/adapters/git/layout.ts'
import { databaseUrl } from '#test/support/database-url.ts'
import { type Side, startSide } from '#test/deadlines/programs.ts'
import { cpuMeter } from './cpu.ts'
import { startNginx } from './nginx.ts'

export const NAMES = ['ours', 'nginx', 'hardened'] as const
export type Name = (typeof NAMES)[number]

export interface Sides {
  port: Record<Name, number>
  /** Processor milliseconds so far: of a side, and of PostgreSQL. */
  used(name: Name): number
  database(): number
  /** Of our two processes, without what they start. */
  own(): { web: number; gateway: number }
  web: Side
  gateway(): number
  stop(): Promise<void>
}

export async function startSides(o: { dir: string; reposDir: string; repoIds: string[]; postgres: { pid: number; connection: Connection }; pushMb: number }): Promise<Sides> {
  const meters = { ours: cpuMeter('ours'), nginx: cpuMeter('nginx'), hardened: cpuMeter('hardened'), postgres: cpuMeter('postgres') }
  const copy = (name: string) => {
    const to = path.join(o.dir, `${name}-repos`)
    for (const id of o.repoIds) cpSync(repoPath(o.reposDir, id), repoPath(to, id), { recursive: true })
    return to
  }
  const copies = { nginx: copy('nginx'), hardened: copy('hardened') }
  // The forked children of a server that already runs stay where they were, so our pool comes after this.
  meters.postgres.add(o.postgres.pid)
  const web = await startSide({ role: 'web', databaseUrl: databaseUrl(o.postgres.connection), dataDir: o.dir, env: { GIT_PUSH_MB: String(o.pushMb) } })
  for (const pid of [web.pid(), ...childrenOf(web.pid())]) meters.ours.add(pid)
  const nginx = await startNginx(path.join(o.dir, 'nginx'), copies.nginx, meters.nginx, false)
  const hardened = await startNginx(path.join(o.dir, 'hardened'), copies.hardened, meters.hardened, true)
  const gateway = () => childrenOf(web.pid()).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('git-child')) ?? 0
  return {
    port: { ours: web.port, nginx: nginx.port, hardened: hardened.port },
    used: (name) => meters[name].used(),
    database: () => meters.postgres.used(),
    own: () => ({ web: ownTime(web.pid()), gateway: ownTime(gateway()) }),
    web,
    gateway,
    stop: async () => {
      await Promise.all([web.stop(), nginx.stop(), hardened.stop()])
      Object.values(meters).forEach((meter) => meter.remove())
    },
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

/** Milliseconds, to the hundredth of a second that the system counts in. */
function ownTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}
