/** A whole tree with its bytes, a few megabytes at a time. */
import { readObjects } from './batch.ts'
import type { Git } from './environment.ts'
import type { TreeEntry, TreeFile } from './port.ts'

const CHUNK_BYTES = 8 * 1024 * 1024
const CHUNK_FILES = 500

/** Submodules have no bytes, and are left out. @throws when the files are more than `maxBytes` together */
export async function* treeFiles(git: Git, repo: string, tree: readonly TreeEntry[], maxBytes: number): AsyncGenerator<TreeFile> {
  const entries = tree.filter((e) => e.type !== 'submodule')
  if (entries.reduce((sum, e) => sum + e.size, 0) > maxBytes) throw new Error('The tree is larger than what may be read of it')
  for (const chunk of chunksOf(entries)) {
    const size = chunk.reduce((sum, e) => sum + e.size, 0)
    const objects = await readObjects(git, repo, chunk.map((e) => e.sha), { maxBytes: size })
    for (const [i, entry] of chunk.entries()) {
      const object = objects[i]
      if (object?.type !== 'blob' || object.truncated) throw new Error(`${entry.path} could not be read`)
      yield { path: entry.path, mode: entry.mode, content: object.bytes }
    }
  }
}

function chunksOf(entries: readonly TreeEntry[]): TreeEntry[][] {
  const chunks: TreeEntry[][] = []
  let size = Infinity
  for (const entry of entries) {
    if (size + entry.size > CHUNK_BYTES || (chunks.at(-1)?.length ?? 0) >= CHUNK_FILES) {
      chunks.push([])
      size = 0
    }
    chunks.at(-1)?.push(entry)
    size += entry.size
  }
  return chunks
}
