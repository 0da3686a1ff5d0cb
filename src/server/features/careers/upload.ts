import { fileTooLarge, fileTypeRefused } from './errors.ts'

export const MAX_UPLOAD = 10 * 1024 * 1024

interface FileKind {
  extensions: readonly string[]
  contentType: string
  matches(bytes: Buffer): boolean
}

const ODT = 'application/vnd.oasis.opendocument.text'
const isZip = (b: Buffer) => b.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))

const KINDS: readonly FileKind[] = [
  { extensions: ['pdf'], contentType: 'application/pdf', matches: (b) => b.subarray(0, 5).toString('latin1') === '%PDF-' },
  {
    extensions: ['docx'],
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    // A document with macros under a harmless name is refused.
    matches: (b) => isZip(b) && b.includes('word/') && !b.includes('vbaProject.bin'),
  },
  { extensions: ['odt'], contentType: ODT, matches: (b) => isZip(b) && b.subarray(30, 120).includes(`mimetype${ODT}`) },
  { extensions: ['txt', 'md'], contentType: 'text/plain; charset=utf-8', matches: isText },
]

function isText(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  return bytes.length > 0 && !text.includes('\uFFFD') && !/[\u0000-\u0008\u000e-\u001f]/.test(text)
}

/**
 * What a file is: its name and its bytes have to agree.
 * @throws Refusal `file_too_large`, `file_type_refused`
 */
export function contentTypeOf(filename: string, bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_UPLOAD) throw fileTooLarge()
  const extension = filename.toLowerCase().split('.').at(-1) ?? ''
  const kind = KINDS.find((k) => k.extensions.includes(extension))
  if (!kind?.matches(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) throw fileTypeRefused()
  return kind.contentType
}

/** The name alone, without folders and without what could mislead in a list of files. */
export function plainFilename(filename: string): string {
  const last = filename.split(/[\\/]/).at(-1) ?? ''
  return last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(-120) || 'file'
}
