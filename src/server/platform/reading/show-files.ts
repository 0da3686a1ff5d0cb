/** Files of a commit as people are shown them: text that hides nothing, links as text, nothing opened by its name. */
import type { z } from 'zod'
import type { SourceFile, treeEntry } from '#contract/submissions.ts'
import type { FileChange, FileContent, TreeEntry as Entry } from '#server/adapters/git/port.ts'
import { cutLines, visibleBytes } from '#server/lib/visible.ts'
import { typeOf } from './file-type.ts'
import { entryAt, pathFor, type View } from './view.ts'

export const FILE_BYTES = 512 * 1024
/** Longer is data or generated; a browser stalls on it. */
export const LINE_CHARACTERS = 2_000
const MOST_HIDDEN = 100
const MARK = /⟦(?:U\+|0x)/

type TreeEntry = z.input<typeof treeEntry>

/** Every file of a commit, and what became of it since another one. */
export async function showTree(v: View, commit: string, since: string): Promise<TreeEntry[]> {
  const [tree, changes] = await Promise.all([v.reader.tree(commit), v.reader.changes(since, commit)])
  const changed = new Map(changes.map((c) => [c.path, changeOf(c)]))
  return tree.map((e) => ({ path: pathFor(v, e.path), kind: kindOf(e), size: e.size, change: changed.get(e.path) ?? 'unchanged' }))
}

function kindOf({ type }: Entry): TreeEntry['kind'] {
  return type === 'blob' ? 'file' : type
}

function changeOf({ status }: FileChange): TreeEntry['change'] {
  return status === 'added' || status === 'renamed' ? 'added' : 'modified'
}

/** One file as text. A symlink is the text of its target, a submodule its id; what they name is never followed. */
export async function showFile(v: View, commit: string, query: { path: string; lines: 'cut' | 'whole' }): Promise<SourceFile> {
  const entry = await entryAt(v, commit, query.path)
  const content = await contentOf(v, commit, entry, FILE_BYTES)
  const whole = content.binary ? null : v.mask(visibleBytes(content.bytes, { cut: content.truncated }))
  const { text, cut } = cutLines(whole ?? '', query.lines === 'cut' ? LINE_CHARACTERS : Infinity)
  return { path: query.path, kind: kindOf(entry), type: typeOf(content), text: whole === null ? null : text, size: content.size, binary: content.binary, truncated: content.truncated, cut_lines: cut, hidden_on: hiddenOn(text) }
}

async function contentOf(v: View, commit: string, entry: Entry, maxBytes: number): Promise<FileContent> {
  if (entry.type === 'submodule') return { bytes: Buffer.from(entry.sha), size: entry.sha.length, binary: false, truncated: false }
  const content = await v.reader.file(commit, entry.path, { maxBytes })
  if (!content) throw new Error(`${JSON.stringify(entry.path)} is in the tree of ${commit}, and could not be read`)
  return content
}

function hiddenOn(text: string): number[] {
  if (!MARK.test(text)) return []
  return text.split('\n').flatMap((line, i) => (MARK.test(line) ? [i + 1] : [])).slice(0, MOST_HIDDEN)
}
