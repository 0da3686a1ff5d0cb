/**
 * Whether everything a push brings hangs together: reachable from its tip, on top of what the branch was, naming nothing
 * that is not here. What is in the repository already was looked at when it came, and names only what is here too.
 */
import type { FreshObject } from './fresh.ts'
import type { ObjectType } from './pack-entry.ts'
import { type PlainCommit, plainCommit, plainTree, type TreeLine } from './plain.ts'
import type { Stored } from './stored.ts'

interface Walk {
  fresh: Map<string, FreshObject>
  stored: Stored
  seen: Set<string>
}

/** True only when nothing is missing, nothing is left over, and the branch is moved forward. */
export function isConnected(fresh: Map<string, FreshObject>, stored: Stored, move: { oldSha: string; newSha: string }): boolean {
  const walk: Walk = { fresh, stored, seen: new Set() }
  const waiting = [move.newSha]
  let onTop = false
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = commitOf(fresh.get(sha))
    if (!commit) return false
    if (walk.seen.has(sha)) continue
    walk.seen.add(sha)
    if (!(treeOfCommitFits(walk, commit))) return false
    for (const parent of commit.parents) {
      if (fresh.has(parent)) waiting.push(parent)
      else if ((stored.type(parent)) !== 'commit') return false
      onTop ||= parent === move.oldSha
    }
  }
  return onTop && walk.seen.size === fresh.size
}

function commitOf(object: FreshObject | undefined): PlainCommit | undefined {
  return object?.type === 'commit' ? plainCommit(object.bytes) : undefined
}

function treeOfCommitFits(walk: Walk, commit: PlainCommit): boolean {
  const [parent] = commit.parents
  const before = parent && (walk.fresh.get(parent) ?? (walk.stored.read(parent)))
  const base = before && before.type === 'commit' ? plainCommit(before.bytes)?.tree : undefined
  return linkFits(walk, { mode: '40000', name: '', sha: commit.tree }, base)
}

/** `base` is the tree in the same place of the commit before, where most lines are the same. */
function linkFits(walk: Walk, line: TreeLine, base: string | undefined): boolean {
  const wanted: ObjectType = line.mode === '40000' ? 'tree' : 'blob'
  const object = walk.fresh.get(line.sha)
  if (!object) return (walk.stored.type(line.sha)) === wanted
  if (object.type !== wanted) return false
  const first = !walk.seen.has(line.sha)
  walk.seen.add(line.sha)
  return wanted === 'blob' || !first || linesFit(walk, object, base)
}

function linesFit(walk: Walk, tree: FreshObject, base: string | undefined): boolean {
  const lines = plainTree(tree.bytes)
  if (!lines) return false
  const before = new Map((storedLines(walk, base)).map((line) => [line.name, line]))
  for (const line of lines) {
    const old = before.get(line.name)
    // Named by a tree that is here: then it is here, too, and what it should be.
    if (old && old.sha === line.sha && old.mode === line.mode && !walk.fresh.has(line.sha)) continue
    if (!(linkFits(walk, line, old?.mode === '40000' ? old.sha : undefined))) return false
  }
  return true
}

function storedLines(walk: Walk, tree: string | undefined): TreeLine[] {
  const object = tree === undefined ? undefined : (walk.fresh.get(tree) ?? (walk.stored.read(tree)))
  return (object?.type === 'tree' && plainTree(object.bytes)) || []
}
