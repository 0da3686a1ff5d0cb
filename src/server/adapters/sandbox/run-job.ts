/** One job, from its files going in to its results coming out. */
import type { ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { BEGUN, FD, LAID, type Surroundings, bubblewrapArguments, lentNode } from './arguments.ts'
import { type ControlGroup, openControlGroup } from './control-group.ts'
import { startGuard } from './guard.ts'
import { launch } from './launch.ts'
import { defaultLimits } from './limits.ts'
import { type SandboxEnd, type SandboxFile, type SandboxJob, type SandboxLimits, type SandboxOutput, type SandboxResult, SandboxUnavailable } from './port.ts'
import { endAll } from './processes.ts'
import { filesInTar, tarOf } from './tar.ts'

export interface Means {
  bwrap: string
  filter: Buffer
  bounds: 'cgroup' | 'rlimits'
  surroundings: Surroundings
}

/** @throws SandboxUnavailable when it came to nothing before the command began */
export async function runJob(means: Means, job: SandboxJob): Promise<SandboxResult> {
  const limits = { ...defaultLimits, ...job.limits }
  const group = means.bounds === 'cgroup' ? openControlGroup(limits) : null
  if (means.bounds === 'cgroup' && !group) throw new SandboxUnavailable('The control group of a check could not be made.')
  try {
    return await runIn(means, job, limits, group)
  } finally {
    group?.remove()
  }
}

async function runIn(means: Means, job: SandboxJob, limits: SandboxLimits, group: ControlGroup | null): Promise<SandboxResult> {
  const began = performance.now()
  const binds = [lentNode, ...(job.binds ?? [])]
  const argumentsFor = (lent: typeof binds) => bubblewrapArguments({ ...job, binds: lent }, limits, means.surroundings)
  const child = launch({ bwrap: means.bwrap, groups: group?.folders ?? [], binds, argumentsFor })
  const ending = endingOf(child, job.signal, limits.wallMs)
  const outputs = collectAll(child, limits, ending.end)
  const stopGuard = startGuard({ pid: child.pid ?? 0, limits, ranOut: group?.ranOut, end: ending.end })
  const fed = feed(child, means.filter, without(job.files, binds.map((bind) => bind.at)))
  const [code, failure] = await Promise.all([closed(child), fed.catch((error: unknown) => ending.fail(error))])
  stopGuard()
  ending.settle()
  if (failure) throw failure.error
  const { stdout, stderr, results } = outputs()
  const steps = results.bytes.toString('latin1', 0, 2)
  if (!steps.startsWith(BEGUN) && !ending.why()) throw new SandboxUnavailable(`The sandbox could not be started: ${firstLine(stderr)}`)
  const end = ending.why() ?? howItEnded(code, steps === BEGUN + LAID, group?.ranOut() ?? false)
  return {
    end,
    exitCode: end === 'exited' ? code : null,
    stdout,
    stderr,
    results: filesInTar(results.bytes.subarray(steps.length)),
    resultsTruncated: results.truncated,
    wallMs: Math.round(performance.now() - began),
    limits,
  }
}

function howItEnded(code: number | null, laid: boolean, ranOut: boolean): SandboxEnd {
  if (ranOut) return 'out_of_memory'
  if (!laid) return 'files_refused'
  return code === null || code > 128 ? 'killed' : 'exited'
}

const firstLine = (output: SandboxOutput) => output.bytes.toString().trim().split('\n', 1)[0]?.slice(0, 300) || 'it gave no reason'

/** Ends a job once, for the first reason given. */
function endingOf(child: ChildProcess, signal: AbortSignal | undefined, wallMs: number) {
  let why: SandboxEnd | undefined
  const end = (reason: SandboxEnd) => {
    why ??= reason
    endAll(child)
  }
  const stop = () => end('stopped')
  const timer = setTimeout(() => end('out_of_time'), wallMs)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  return {
    end,
    why: () => why,
    fail: (error: unknown) => {
      end('stopped')
      return { error }
    },
    settle: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    },
  }
}

function collectAll(child: ChildProcess, limits: SandboxLimits, end: (why: SandboxEnd) => void) {
  const tooMuch = () => end('too_much_output')
  const stdout = collect(child.stdout, limits.outputBytes, tooMuch)
  const stderr = collect(child.stderr, limits.outputBytes, tooMuch)
  // An archive is a little larger than what is in it.
  const results = collect(child.stdio[FD.results] as Readable, 2 * limits.resultBytes, () => endAll(child))
  return () => ({ stdout: stdout(), stderr: stderr(), results: results() })
}

function collect(stream: Readable | null, maxBytes: number, onFull: () => void): () => SandboxOutput {
  const chunks: Buffer[] = []
  let size = 0
  stream?.on('data', (chunk: Buffer) => {
    if (size <= maxBytes) chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) onFull()
  })
  return () => ({ bytes: Buffer.concat(chunks).subarray(0, maxBytes), truncated: size > maxBytes })
}

/** The filter on its descriptor, and the files on stdin. That the other side stops reading is no failure of ours. */
async function feed(child: ChildProcess, filter: Buffer, files: AsyncIterable<SandboxFile>): Promise<null> {
  for (const stream of child.stdio) stream?.on('error', () => {})
  // Nobody waits for what bubblewrap says about itself, but it must be able to say it.
  ;(child.stdio[FD.info] as Readable).resume()
  ;(child.stdio[FD.seccomp] as Writable).end(filter)
  const stdin = child.stdin
  if (!stdin) return null
  for await (const piece of tarOf(files)) {
    if (stdin.destroyed) return null
    if (!stdin.write(piece)) await drained(stdin)
  }
  stdin.end()
  return null
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve)
    stream.once('close', resolve)
  })
}

/** What is lent takes the place of what the job brings under the same name. */
async function* without(files: Iterable<SandboxFile> | AsyncIterable<SandboxFile>, lent: string[]): AsyncGenerator<SandboxFile> {
  const taken = lent.map((at) => `${at}/`)
  for await (const file of files) {
    const at = `/job/${file.path}/`
    if (!taken.some((place) => at.startsWith(place) || place.startsWith(at))) yield file
  }
}

function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SandboxUnavailable(`The sandbox could not be started: ${error.message}`)))
    child.once('close', resolve)
  })
}
