/** What a push brought in, for whoever looks for something in it: the smallest first, within bounds of bytes and of time. */
import { readObjects } from './batch.ts'
import type { Git } from './environment.ts'
import { checkedSha } from './layout.ts'
import type { AddedOptions, AddedText } from './port.ts'
import { capture } from './run.ts'

/** Names and paths of what is new; more than a push may hold. */
const MOST_NAMES_BYTES = 16 * 1024 * 1024
/** What one process is asked for at once, and so about the memory that this takes. */
const AT_ONCE = { bytes: 8 * 1024 * 1024, objects: 1_000 }

interface NewObject {
  sha: string
  path: string
  size: number
}

/** See `RepoReader.added`. */
export async function* added(git: Git, repo: string, tips: readonly string[], o: AddedOptions): AsyncGenerator<AddedText> {
  const until = performance.now() + o.withinMs
  const paths = await newNames(git, repo, tips, o)
  const objects = withinBytes(await sized(git, repo, paths, o.withinMs), o.maxBytes)
  for (const some of inHandfuls(objects)) {
    if (performance.now() > until) return
    const read = await readObjects(git, repo, some.map((n) => n.sha), { maxBytes: some.reduce((sum, n) => sum + n.size, 0) })
    for (const [n, object] of read.entries()) if (object) yield { path: some[n]?.path ?? '', bytes: object.bytes }
  }
}

/** Every new object's id with the path it was found under; commits and tags have none. */
async function newNames(git: Git, repo: string, tips: readonly string[], o: AddedOptions): Promise<Map<string, string>> {
  const input = [...tips.map(checkedSha), ...o.known.map((sha) => `^${checkedSha(sha)}`)].join('\n')
  const args = [`--git-dir=${repo}`, 'rev-list', '--objects', '--stdin']
  const { code, stdout, stderr, truncated, timedOut } = await capture(git, args, { input: `${input}\n`, maxBytes: MOST_NAMES_BYTES, timeoutMs: o.withinMs, limited: true })
  // Ended for what it took: what it has said until then is looked at.
  if (code !== null && code !== 0 && !truncated && !timedOut) throw new Error(`git rev-list failed: ${stderr.trim()}`)
  // What follows the last line break is empty, or half a line of a list that was cut.
  return new Map(stdout.toString().split('\n').slice(0, -1).map((line) => [line.slice(0, 40), line.slice(41)]))
}

/** Without trees: their names are in the paths already. */
async function sized(git: Git, repo: string, paths: Map<string, string>, timeoutMs: number): Promise<NewObject[]> {
  const args = [`--git-dir=${repo}`, 'cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)']
  const { stdout } = await capture(git, args, { input: [...paths.keys()].map((sha) => `${sha}\n`).join(''), timeoutMs, limited: true })
  return stdout.toString().split('\n').slice(0, -1).flatMap((line) => {
    const [sha = '', type = '', size = ''] = line.split(' ')
    return type === 'blob' || type === 'commit' || type === 'tag' ? [{ sha, path: paths.get(sha) ?? '', size: Number(size) }] : []
  })
}

function withinBytes(objects: readonly NewObject[], maxBytes: number): NewObject[] {
  let bytes = 0
  return objects.toSorted((a, b) => a.size - b.size).filter((n) => (bytes += n.size) <= maxBytes)
}

function* inHandfuls(objects: readonly NewObject[]): Generator<NewObject[]> {
  let some: NewObject[] = []
  let bytes = 0
  for (const n of objects) {
    if (some.length > 0 && (some.length === AT_ONCE.objects || bytes + n.size > AT_ONCE.bytes)) {
      yield some
      ;[some, bytes] = [[], 0]
    }
    some.push(n)
    bytes += n.size
  }
  if (some.length > 0) yield some
}
