/**
 * Answers that can never change, kept in memory: what a repository holds at a commit. The key begins with the repository,
 * never only with an object's id: two candidates may hold the same object, and only one of them may be yours to read. Who
 * may read is asked before anything is looked up here.
 */
import type { RepoReader } from './port.ts'

export interface ReadCache {
  /** `reader` of this repository, answering what it has answered before. */
  over(repoId: string, reader: RepoReader): RepoReader
  forget(repoId: string): void
  /** About how many bytes are kept. */
  size(): number
}

interface Kept {
  value: Promise<unknown>
  bytes: number
}

export function createReadCache(o: { maxBytes: number }): ReadCache {
  // A Map keeps its order: the first is what was used longest ago.
  const kept = new Map<string, Kept>()
  let size = 0
  const drop = (key: string) => {
    size -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  const weighIn = (key: string, entry: Kept, value: unknown) => {
    if (kept.get(key) !== entry) return
    entry.bytes = weigh(value) + key.length * 2
    size += entry.bytes
    // One answer never pushes everything else out.
    if (entry.bytes > o.maxBytes / 4) return drop(key)
    for (const oldest of kept.keys()) {
      if (size <= o.maxBytes) break
      drop(oldest)
    }
  }
  function once<T>(repoId: string, question: unknown[], read: () => Promise<T>): Promise<T> {
    const key = `${repoId}\0${JSON.stringify(question)}`
    const known = kept.get(key)
    const entry = known ?? { value: read(), bytes: 0 }
    kept.delete(key)
    kept.set(key, entry)
    if (!known) entry.value.then((value) => weighIn(key, entry, value), () => kept.get(key) === entry && drop(key))
    // Under this key only this reader's answers to this question were ever kept.
    return entry.value as Promise<T>
  }
  return {
    over: (repoId, reader) => remembering(reader, (question, read) => once(repoId, question, read)),
    forget: (repoId) => [...kept.keys()].filter((key) => key.startsWith(`${repoId}\0`)).forEach(drop),
    size: () => size,
  }
}

type Once = <T>(question: unknown[], read: () => Promise<T>) => Promise<T>

/** A name may come to point elsewhere, and a hash is worked out once: those are asked each time. */
function remembering(reader: RepoReader, once: Once): RepoReader {
  return {
    ...reader,
    tree: (commit) => once(['tree', commit], () => reader.tree(commit)),
    file: (commit, path, o) => once(['file', commit, path, o.maxBytes], () => reader.file(commit, path, o)),
    log: (commit, o) => once(['log', commit, o.limit, o.since], () => reader.log(commit, o)),
    diff: (from, to, o) => once(['diff', from, to, o.maxBytes, o.paths, o.ignoreWhitespace], () => reader.diff(from, to, o)),
    changes: (from, to) => once(['changes', from, to], () => reader.changes(from, to)),
    touched: (from, to) => once(['touched', from, to], () => reader.touched(from, to)),
    blame: (commit, path) => once(['blame', commit, path], () => reader.blame(commit, path)),
    search: (commit, q) => once(['search', commit, q.text, q.regex, q.ignoreCase, q.mostHits], () => reader.search(commit, q)),
  }
}

/** About what a value takes in memory. */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length * 2
  if (Buffer.isBuffer(value)) return 96 + value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce<number>((sum, part) => sum + 8 + weigh(part), 32)
}
