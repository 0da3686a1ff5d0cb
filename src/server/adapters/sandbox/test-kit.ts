/** For the tests of the sandbox: a sandbox of each kind that this machine can give, and a job in one line. */
import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createBubblewrap } from './bubblewrap.ts'
import type { Sandbox, SandboxFile, SandboxJob, SandboxResult } from './port.ts'

const MB = 1024 * 1024
const storeDir = path.join(os.tmpdir(), 'handiwork-sandbox-store')

/** Small, so that reaching them takes no time. */
export const SMALL = { wallMs: 20_000, memoryBytes: 384 * MB, processes: 60, diskBytes: 32 * MB, inodes: 5_000, outputBytes: 64 * 1024, resultBytes: MB }

export interface Kind {
  name: string
  sandbox: Sandbox
}

/** With control groups where they can be had, and always as it is without them. Empty, with the reason, where nothing holds. */
export async function kindsHere(): Promise<{ kinds: Kind[]; why: string }> {
  const [full, plain] = [createBubblewrap({ hidden: [], storeDir }), createBubblewrap({ hidden: [], storeDir, withoutControlGroups: true })]
  const [best, least] = [await full.standing(), await plain.standing()]
  if (least.kind === 'none') return { kinds: [], why: least.says }
  const kinds = [{ name: 'without a control group', sandbox: plain }]
  if (best.kind === 'bubblewrap' && best.bounds === 'cgroup') kinds.unshift({ name: 'with a control group', sandbox: full })
  return { kinds, why: '' }
}

export type Ran = SandboxResult & { out: string; err: string }

export async function run(sandbox: Sandbox, command: string[], o: Partial<SandboxJob> = {}): Promise<Ran> {
  const result = await sandbox.run({ files: [], command, ...o, limits: { ...SMALL, ...o.limits } })
  return { ...result, out: result.stdout.bytes.toString(), err: result.stderr.bytes.toString() }
}

export const sh = (sandbox: Sandbox, script: string, o?: Partial<SandboxJob>) => run(sandbox, ['sh', '-c', script], o)
export const node = (sandbox: Sandbox, script: string, o?: Partial<SandboxJob>) => run(sandbox, ['node', '-e', script], o)
export const perl = (sandbox: Sandbox, script: string, o?: Partial<SandboxJob>) => run(sandbox, ['perl', '-e', script], o)

export const file = (path: string, content: string, mode: SandboxFile['mode'] = '100644'): SandboxFile => ({ path, mode, content: Buffer.from(content) })

/** Something to find a job's processes by, from outside. */
export const mark = () => `marked-${randomUUID()}`

/** How many processes of the machine carry the mark in their command line. */
export function processesWith(marked: string): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandLine(name).includes(marked)).length
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Rejects unless all that carry the mark are gone: a process that was ended is seen for some moments more. */
export async function gone(marked: string): Promise<void> {
  for (let tries = 0; processesWith(marked) > 0; tries++) {
    if (tries === 200) throw new Error(`${processesWith(marked)} processes are still there`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
