import type { z } from 'zod'
import type { FileAnswer } from '#contract/common.ts'
import type { SourceFile, treeEntry } from '#contract/submissions.ts'
import type { FileChange, FileContent, TreeEntry as Entry } from '#server/adapters/git/port.ts'
import { cutLines, visibleBytes } from '#server/lib/visible.ts'
import type { Context } from '#server/platform/context.ts'
import { typeOf } from './file-type.ts'
import { commitIn, entryAt, open, type Opened, pathFor } from './read-open.ts'

const FILE_BYTES = 512 * 1024
/** Longer is data or generated; a browser stalls on it. */
const LINE_CHARACTERS = 2_000
const MOST_HIDDEN = 100
const MARK = /⟦(?:U\+|0x)/

type TreeEntry = z.input<typeof treeEntry>

/** Every file of a submission, and what became of it since the starter. */
export async function listSubmissionFiles(ctx: Context, id: string, query: { commit?: string | undefined }): Promise<{ commit: string; items: TreeEntry[] }> {
  const o = await open(ctx, id)
  const commit = await commitIn(o, query.commit)
  const [tree, changes] = await Promise.all([o.reader.tree(commit), o.reader.changes(o.submission.starterCommit, commit)])
  const changed = new Map(changes.map((c) => [c.path, changeOf(c)]))
  return { commit, items: tree.map((e) => ({ path: pathFor(o, e.path), kind: kindOf(e), size: e.size, change: changed.get(e.path) ?? 'unchanged' })) }
}

function kindOf({ type }: Entry): TreeEntry['kind'] {
  return type === 'blob' ? 'file' : type
}

function changeOf({ status }: FileChange): TreeEntry['change'] {
  return status === 'added' || status === 'renamed' ? 'added' : 'modified'
}

/** One file as text. A symlink is the text of its target, a submodule its id; what they name is never followed. */
export async function getSubmissionFile(ctx: Context, id: string, query: { path: string; commit?: string | undefined; lines: 'cut' | 'whole' }): Promise<SourceFile> {
  const o = await open(ctx, id)
  const commit = await commitIn(o, query.commit)
  const entry = await entryAt(o, commit, query.path)
  const content = await contentOf(o, commit, entry, FILE_BYTES)
  const whole = content.binary ? null : o.mask(visibleBytes(content.bytes, { cut: content.truncated }))
  const { text, cut } = cutLines(whole ?? '', query.lines === 'cut' ? LINE_CHARACTERS : Infinity)
  return { path: query.path, kind: kindOf(entry), type: typeOf(content), text: whole === null ? null : text, size: content.size, binary: content.binary, truncated: content.truncated, cut_lines: cut, hidden_on: hiddenOn(text) }
}

async function contentOf(o: Opened, commit: string, entry: Entry, maxBytes: number): Promise<FileContent> {
  if (entry.type === 'submodule') return { bytes: Buffer.from(entry.sha), size: entry.sha.length, binary: false, truncated: false }
  const content = await o.reader.file(commit, entry.path, { maxBytes })
  if (!content) throw new Error(`${JSON.stringify(entry.path)} is in the tree of ${commit}, and could not be read`)
  return content
}

function hiddenOn(text: string): number[] {
  if (!MARK.test(text)) return []
  return text.split('\n').flatMap((line, i) => (MARK.test(line) ? [i + 1] : [])).slice(0, MOST_HIDDEN)
}

/** The bytes of one file, to be saved. Where the review is anonymous, names are taken out of text here too. */
export async function downloadSubmissionFile(ctx: Context, id: string, query: { path: string; commit?: string | undefined }): Promise<FileAnswer> {
  const o = await open(ctx, id)
  const entry = await entryAt(o, await commitIn(o, query.commit), query.path)
  for await (const { bytes } of o.reader.contents([entry])) return { bytes: maskedBytes(o, bytes), content_type: 'application/octet-stream', filename: query.path.split('/').at(-1) ?? 'file', disposition: 'attachment' }
  throw new Error('A file has contents')
}

/** Bytes that are no text stay as they are. */
export function maskedBytes(o: Opened, bytes: Buffer): Buffer {
  if (!o.anonymous || bytes.subarray(0, 8_000).includes(0)) return bytes
  const text = bytes.toString('utf8')
  const masked = o.mask(text)
  return masked === text ? bytes : Buffer.from(masked)
}
