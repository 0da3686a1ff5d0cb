import { Readable } from 'node:stream'
import type { FileAnswer } from '#contract/common.ts'
import type { TreeEntry } from '#server/adapters/git/port.ts'
import { zip, type ZipFile } from '#server/lib/zip.ts'
import { maskedBytes, pathFor, type View } from './view.ts'

/**
 * Every file of a commit, whatever its attributes say. A link is a text file with its target, a submodule one with its
 * id: opening the zip makes nothing that leads elsewhere and nothing that runs.
 */
export async function zipOf(v: View, commit: string, folder: string): Promise<FileAnswer> {
  const tree = await v.reader.tree(commit)
  const stream = Readable.toWeb(Readable.from(zip(files(v, tree, folder)), { objectMode: false })) as ReadableStream<Uint8Array>
  return { bytes: new Uint8Array(), stream, content_type: 'application/zip', filename: `${folder}.zip`, disposition: 'attachment' }
}

async function* files(v: View, tree: readonly TreeEntry[], folder: string): AsyncGenerator<ZipFile> {
  const taken = new Set<string>()
  for await (const { entry, bytes } of v.reader.contents(tree)) yield { name: `${folder}/${freeName(safeName(pathFor(v, entry.path)), taken)}`, bytes: maskedBytes(v, bytes) }
}

/** Never outside its folder, and nothing a file system of another kind takes for more than a name. */
function safeName(path: string): string {
  return path.split('/').map((part) => (/^\.{0,2}$/.test(part) ? '_' : part.replaceAll(/[\\:*?"<>|]/g, '_'))).join('/')
}

/** Two names that became one are told apart. */
function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let n = 2; taken.has(free); n++) free = `${name}~${n}`
  taken.add(free)
  return free
}
