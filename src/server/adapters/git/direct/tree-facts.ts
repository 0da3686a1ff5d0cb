/** What the rules for a pushed tree ask of everything below it, worked out once for each tree and kept by its id. */
import type { GitObject } from './pack-entry.ts'
import { plainTree } from './plain.ts'
import { createRecent } from './recent.ts'
import { TREE_LIMITS } from '../tree-rules.ts'

export interface TreeFacts {
  files: number
  /** Of the longest path below, without the tree's own. */
  pathBytes: number
  /** A tree of files only has 1. */
  depth: number
}

const known = createRecent<TreeFacts>({ maxBytes: 2 * 1024 * 1024, bytesOf: () => 250 })

/** How many trees one question may open; larger repositories are left to git. */
const MOST_READ = 400

/** Whether the whole tree keeps `TREE_LIMITS` and every name in it is plain; asks `read` for what it has not seen yet. */
export function isPlainThroughout(tree: string, read: (sha: string) => GitObject | undefined): boolean {
  const facts = factsOf(tree, { read, left: MOST_READ })
  return facts !== undefined && facts.files <= TREE_LIMITS.files && facts.pathBytes <= TREE_LIMITS.pathBytes && facts.depth <= TREE_LIMITS.depth
}

interface Asking {
  read: (sha: string) => GitObject | undefined
  left: number
}

function factsOf(tree: string, asking: Asking, depth = 0): TreeFacts | undefined {
  const before = known.get(tree)
  if (before) return before
  if (asking.left-- <= 0 || depth > TREE_LIMITS.depth) return undefined
  const object = asking.read(tree)
  const lines = object?.type === 'tree' ? plainTree(object.bytes) : undefined
  if (!lines) return undefined
  const facts: TreeFacts = { files: 0, pathBytes: 0, depth: 1 }
  for (const line of lines) {
    const below = line.mode === '40000' ? factsOf(line.sha, asking, depth + 1) : { files: 1, pathBytes: -1, depth: 0 }
    if (!below) return undefined
    facts.files += below.files
    facts.pathBytes = Math.max(facts.pathBytes, line.name.length + 1 + below.pathBytes)
    facts.depth = Math.max(facts.depth, 1 + below.depth)
  }
  known.set(tree, facts)
  return facts
}
