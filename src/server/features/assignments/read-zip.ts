import { Readable } from 'node:stream'
import type { FileAnswer } from '#contract/common.ts'
import type { TreeEntry } from '#server/adapters/git/port.ts'
import { zip, type ZipFile } from '#server/lib/zip.ts'
import type { Context } from '#server/platform/context.ts'
import { open, type Opened, pathFor } from './read-open.ts'
import { maskedBytes } from './read-submission.ts'

/**
 * Every file of a submission, whatever its attributes say. A link is a text file with its target, a submodule one with its
 * id: opening the zip makes nothing that leads elsewhere and nothing that runs.
 */
export async function downloadSubmission(ctx: Context, id: string): Promise<FileAnswer> {
  const o = await open(ctx, id)
  const tree = await o.reader.tree(o.submission.commit)
  const folder = `submission-${o.submission.commit.slice(0, 12)}`
  const stream = Readable.toWeb(Readable.from(zip(files(o, tree, folder)), { objectMode: false })) as ReadableStream<Uint8Array>
  return { bytes: new Uint8Array(), stream, content_type: 'application/zip', filename: `${folder}.zip`, disposition: 'attachment' }
}

async function* files(o: Opened, tree: readonly TreeEntry[], folder: string): AsyncGenerator<ZipFile> {
  const taken = new Set<string>()
  for await (const { entry, bytes } of o.reader.contents(tree)) yield { name: `${folder}/${freeName(safeName(pathFor(o, entry.path)), taken)}`, bytes: maskedBytes(o, bytes) }
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
