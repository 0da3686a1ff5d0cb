/** Starting git, collecting what it says within bounds, and ending it with all its children. */
import { type ChildProcess, type IOType, spawn } from 'node:child_process'
import type { Git } from './environment.ts'

export interface Captured {
  code: number | null
  stdout: Buffer
  stderr: string
  /** `maxBytes` was reached; the rest was thrown away and git ended. */
  truncated: boolean
  timedOut: boolean
}

export interface CaptureOptions {
  input?: Buffer | string
  /** Defaults to 64 MB. */
  maxBytes?: number
  /** Defaults to 20 s. */
  timeoutMs?: number
  env?: Record<string, string | undefined>
  /** Bounds CPU and memory too. */
  limited?: boolean
}

/** Each git leads its own process group, so that ending it ends index-pack and the hooks too. */
export function startGit(
  git: Git,
  args: string[],
  stdio: (IOType | number)[],
  o: { env?: Record<string, string | undefined>; limited?: boolean } = {},
): ChildProcess {
  const [program = git.program, ...leading] = o.limited ? [...git.limited, git.program] : []
  return spawn(program, [...leading, ...args], {
    cwd: git.reposDir,
    env: { ...git.env, ...o.env },
    stdio,
    detached: true,
  })
}

/** Asks first, so that receive-pack can remove its quarantine; insists after two seconds. */
export function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), 2_000)
  child.once('close', () => clearTimeout(insist))
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}

/** Runs git to its end. Rejects only when it cannot be started; the exit code is the caller's to judge. */
export function capture(git: Git, args: string[], o: CaptureOptions = {}): Promise<Captured> {
  const child = startGit(git, args, ['pipe', 'pipe', 'pipe'], o)
  const out = collector(o.maxBytes ?? 64 * 1024 * 1024, () => endGroup(child))
  const err = collector(64 * 1024, () => {})
  child.stdout?.on('data', out.push)
  child.stderr?.on('data', err.push)
  // git may leave without reading all of its input.
  child.stdin?.on('error', () => {})
  child.stdin?.end(o.input ?? '')
  return finished(child, o.timeoutMs ?? 20_000).then(({ code, timedOut }) => {
    return { code, stdout: out.bytes(), stderr: err.bytes().toString(), truncated: out.full(), timedOut }
  })
}

/** Runs git, and rejects with its complaint unless it ended well and was not cut. */
export async function mustRun(git: Git, args: string[], o: CaptureOptions = {}): Promise<Buffer> {
  const result = await capture(git, args, o)
  if (result.code === 0 && !result.truncated && !result.timedOut) return result.stdout
  const why = result.timedOut ? 'took too long' : result.truncated ? 'said too much' : result.stderr.trim()
  throw new Error(`git ${args.find((arg) => !arg.startsWith('-')) ?? ''} failed (${result.code}): ${why}`)
}

function finished(child: ChildProcess, timeoutMs: number): Promise<{ code: number | null; timedOut: boolean }> {
  return new Promise((resolve, reject) => {
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      endGroup(child)
    }, timeoutMs)
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, timedOut })
    })
  })
}

function collector(maxBytes: number, onFull: () => void) {
  const chunks: Buffer[] = []
  let size = 0
  let full = false
  const push = (chunk: Buffer) => {
    if (full) return
    chunks.push(size + chunk.length > maxBytes ? chunk.subarray(0, maxBytes - size) : chunk)
    size += chunk.length
    if (size <= maxBytes) return
    full = true
    onFull()
  }
  return { push, bytes: () => Buffer.concat(chunks), full: () => full }
}
