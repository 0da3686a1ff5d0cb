import type { FileContent } from '#server/adapters/git/port.ts'

const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['%PDF-', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b', 'application/gzip'],
  ['\x7fELF', 'program'],
  ['MZ', 'program'],
  ['SQLite format 3\0', 'application/vnd.sqlite3'],
  ['wOF2', 'font/woff2'],
]

/** What a file is, by its first bytes and never by its name: a fact to show, nothing is opened by it. */
export function typeOf({ bytes, binary }: Pick<FileContent, 'bytes' | 'binary'>): string {
  if (!binary) return 'text'
  const head = bytes.toString('latin1', 0, 16)
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  return BEGINNINGS.find(([beginning]) => head.startsWith(beginning))?.[1] ?? 'binary'
}
