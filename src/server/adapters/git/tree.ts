/** Listing a tree, within bounds: ten objects can describe a thousand million files. */
import type { Git } from './environment.ts'
import type { TreeEntry } from './port.ts'
import { capture } from './run.ts'

export interface Listing {
  entries: TreeEntry[]
  /** Not everything is listed: the tree is too large, or listing it took too long. */
  cut: boolean
  /** `commit` is not there, or has no tree. */
  missing: boolean
}

/** Lists every file below a commit in git's order. */
export async function listTree(
  git: Git,
  repo: string,
  commit: string,
  o: { env?: Record<string, string | undefined> } = {},
): Promise<Listing> {
  const args = [`--git-dir=${repo}`, 'ls-tree', '-r', '-z', '--long', '--full-tree', commit]
  const result = await capture(git, args, { maxBytes: 8 * 1024 * 1024, timeoutMs: 5_000, env: o.env })
  const cut = result.truncated || result.timedOut
  const lines = result.stdout.toString().split('\0')
  // What follows the last NUL is empty, or half a line of a cut listing.
  const entries = lines.slice(0, -1).flatMap(parseLine)
  return { entries, cut, missing: result.code !== 0 && !cut }
}

const LINE = /^(\d{6}) (blob|commit) ([0-9a-f]{40}) +(\d+|-)\t([^]+)$/

function parseLine(line: string): TreeEntry[] {
  const [, mode, , sha, size, path] = LINE.exec(line) ?? []
  if (!mode || !sha || !path) return []
  return [{ path, mode, type: typeOf(mode), sha, size: size === '-' ? 0 : Number(size) }]
}

function typeOf(mode: string): TreeEntry['type'] {
  if (mode === '160000') return 'submodule'
  return mode === '120000' ? 'symlink' : 'blob'
}
