import type { RepoReader, TreeEntry } from '#server/adapters/git/port.ts'
import { visiblePath } from '#server/lib/visible.ts'
import { notFound } from '../errors.ts'

/** A repository in the hands of somebody who may read it: whoever makes one has asked that first. */
export interface View {
  reader: RepoReader
  /** Takes out of a text what this reader must not learn. */
  mask(text: string): string
  /** The same for bytes that are no text: what it puts in is as long as what was there. */
  maskBytes(text: string): string
  /** Whether there is anything to take out: then bytes are masked, too. */
  anonymous: boolean
}

/** Reads everything as it is. */
export const plainView = (reader: RepoReader): View => ({ reader, mask: (text) => text, maskBytes: (text) => text, anonymous: false })

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

/** Bytes with the names taken out: of what is no text too, as far as they are written out in it, and without moving anything. */
export function maskedBytes(v: View, bytes: Buffer): Buffer {
  if (!v.anonymous) return bytes
  if (bytes.subarray(0, 8_000).includes(0)) return sameLength(sameLength(bytes, 'latin1', v), 'utf16le', v)
  const text = bytes.toString('utf8')
  const masked = v.mask(text)
  return masked === text ? bytes : Buffer.from(masked)
}

function sameLength(bytes: Buffer, encoding: 'latin1' | 'utf16le', v: View): Buffer {
  const text = bytes.toString(encoding)
  const masked = v.maskBytes(text)
  // An odd last byte is no character of two bytes, so it is put back as it was.
  return masked === text ? bytes : Buffer.concat([Buffer.from(masked, encoding), bytes.subarray(encoding === 'utf16le' ? bytes.length - (bytes.length % 2) : bytes.length)])
}
