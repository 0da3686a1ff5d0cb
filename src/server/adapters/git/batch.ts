/** Reading objects through `git cat-file --batch`: one process for any number of questions. */
import type { Git } from './environment.ts'
import type { TreeEntry } from './port.ts'
import { capture } from './run.ts'

export interface BatchObject {
  sha: string
  type: string
  size: number
  bytes: Buffer
  /** The output was cut inside this object. */
  truncated: boolean
}

/**
 * Answers each name in order, null for what does not exist. Names may be any revision without a line break. Reads at
 * most `maxBytes` in all: an object beyond them comes truncated, and those after it as null.
 */
export async function readObjects(
  git: Git,
  repo: string,
  names: string[],
  o: { maxBytes: number; env?: Record<string, string | undefined> },
): Promise<(BatchObject | null)[]> {
  if (names.some((name) => name.includes('\n'))) throw new Error('An object name may not contain a line break')
  const { stdout } = await capture(git, [`--git-dir=${repo}`, 'cat-file', '--batch'], {
    input: `${names.join('\n')}\n`,
    maxBytes: o.maxBytes + names.length * 128,
    timeoutMs: 10_000,
    env: o.env,
  })
  let at = 0
  return names.map(() => {
    const [object, next] = parseObject(stdout, at)
    at = next
    return object
  })
}

const HEADER = /^([0-9a-f]{40}) (commit|tree|blob|tag) (\d+)$/

function parseObject(output: Buffer, at: number): [BatchObject | null, number] {
  const lineEnd = output.indexOf(10, at)
  if (lineEnd < 0) return [null, output.length]
  const header = HEADER.exec(output.toString('latin1', at, lineEnd))
  if (!header) return [null, lineEnd + 1]
  const [, sha = '', type = '', length = '0'] = header
  const start = lineEnd + 1
  const bytes = output.subarray(start, start + Number(length))
  const truncated = bytes.length < Number(length)
  return [{ sha, type, size: Number(length), bytes, truncated }, start + Number(length) + 1]
}

/** What one process is asked for at once: a file is 20 MB at most, and so is about the memory this takes. */
const AT_ONCE = { bytes: 8 * 1024 * 1024, files: 1_000 }

/** The bytes of files in order, some megabytes at a time. A submodule is its id as text: what it names is not here. */
export async function* readContents(git: Git, repo: string, entries: readonly TreeEntry[]): AsyncGenerator<{ entry: TreeEntry; bytes: Buffer }> {
  for (const some of inHandfuls(entries)) {
    const files = some.filter((e) => e.type !== 'submodule')
    const maxBytes = files.reduce((sum, e) => sum + e.size, 0)
    const objects = await readObjects(git, repo, files.map((e) => e.sha), { maxBytes })
    let at = 0
    for (const entry of some) {
      const object = entry.type === 'submodule' ? null : objects[at++]
      if (entry.type !== 'submodule' && (!object || object.truncated)) throw new Error(`The object of ${JSON.stringify(entry.path)} could not be read`)
      yield { entry, bytes: object?.bytes ?? Buffer.from(`${entry.sha}\n`) }
    }
  }
}

function inHandfuls(entries: readonly TreeEntry[]): TreeEntry[][] {
  const handfuls: TreeEntry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const last = handfuls.at(-1)
    if (last && last.length < AT_ONCE.files && bytes + entry.size <= AT_ONCE.bytes) last.push(entry)
    else handfuls.push([entry])
    bytes = last === handfuls.at(-1) ? bytes + entry.size : entry.size
  }
  return handfuls
}
