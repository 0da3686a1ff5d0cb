import type { RepoReader, TreeEntry } from '#server/adapters/git/port.ts'
import { visiblePath } from '#server/lib/visible.ts'
import { notFound } from '../errors.ts'

/** A repository in the hands of somebody who may read it: whoever makes one has asked that first. */
export interface View {
  reader: RepoReader
  /** Takes out of a text what this reader must not learn. */
  mask(text: string): string
  /** Whether there is anything to take out: then bytes are masked, too. */
  anonymous: boolean
}

/** Reads everything as it is. */
export const plainView = (reader: RepoReader): View => ({ reader, mask: (text) => text, anonymous: false })

/** A path as this reader is shown it. */
export function pathFor(v: View, path: string): string {
  return v.mask(visiblePath(path))
}

/** The entry a shown path belongs to. */
export async function entryAt(v: View, commit: string, shown: string): Promise<TreeEntry> {
  const tree = await v.reader.tree(commit)
  const entry = tree.find((e) => e.path === shown && pathFor(v, e.path) === shown) ?? tree.find((e) => pathFor(v, e.path) === shown)
  if (!entry) throw notFound('This file')
  return entry
}

/** Bytes that are no text stay as they are. */
export function maskedBytes(v: View, bytes: Buffer): Buffer {
  if (!v.anonymous || bytes.subarray(0, 8_000).includes(0)) return bytes
  const text = bytes.toString('utf8')
  const masked = v.mask(text)
  return masked === text ? bytes : Buffer.from(masked)
}
