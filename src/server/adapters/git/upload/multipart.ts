/** The one file of a form that has one field: where it lies in the body as it was sent (RFC 7578). */
import type { FileHandle } from 'node:fs/promises'
import { UploadRefused } from './refused.ts'

export interface Range {
  start: number
  /** Exclusive. */
  end: number
}

const HEAD_BYTES = 16 * 1024

/** Where the file lies: the whole body, unless that is a form. */
export async function fileRange(file: FileHandle, bytes: number, contentType: string): Promise<Range> {
  const boundary = /^multipart\/form-data\b.*;\s*boundary="?([^";\s]{1,70})"?/i.exec(contentType)?.[1]
  const range = boundary ? await partRange(file, bytes, boundary) : { start: 0, end: bytes }
  if (range.end <= range.start) throw new UploadRefused(['The file is empty, or none was chosen. Nothing was changed.'])
  return range
}

async function partRange(file: FileHandle, bytes: number, boundary: string): Promise<Range> {
  const head = await read(file, 0, Math.min(bytes, HEAD_BYTES))
  const tailAt = Math.max(0, bytes - HEAD_BYTES)
  const tail = await read(file, tailAt, bytes - tailAt)
  const headers = head.indexOf('\r\n\r\n')
  const last = tail.lastIndexOf(`\r\n--${boundary}--`)
  if (!head.subarray(0, boundary.length + 4).equals(Buffer.from(`--${boundary}\r\n`)) || headers < 0 || last < 0) {
    throw new UploadRefused(['The form did not arrive whole. Nothing was changed. Please send it again.'])
  }
  return { start: headers + 4, end: tailAt + last }
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
