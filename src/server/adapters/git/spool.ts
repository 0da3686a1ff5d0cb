/**
 * Takes in the body of a push before any process is started for it: slow senders hold no slot, and our own queue has no
 * say in whether a push was in time.
 */
import { type FileHandle, open, unlink } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'

export interface SpooledBody {
  /** At position 0, ready to be a child's standard input. The file has no name any more: closing it removes it. */
  file: FileHandle
  bytes: number
  /** From the first byte to the last. */
  elapsedMs: number
  /** The beginning, where the commands are. */
  head: Buffer
}

export interface SpoolOptions {
  spoolDir: string
  /** What is beyond is read and thrown away. */
  storeBytes: number
  /** Reading stops here and rejects. */
  drainBytes: number
  /** Nothing is stored any more this long after the first byte. */
  storeMs: number
  onFirstByte: () => void
}

const HEAD_BYTES = 256 * 1024

/** Reads a body to its end. Rejects, leaving nothing behind, when the connection breaks first. */
export async function spoolBody(req: IncomingMessage, o: SpoolOptions): Promise<SpooledBody> {
  const file = await openNameless(o.spoolDir)
  try {
    const { bytes, elapsedMs } = await takeIn(req, file, o)
    const head = Buffer.alloc(Math.min(bytes, HEAD_BYTES))
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return { file, bytes, elapsedMs, head: head.subarray(0, bytesRead) }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openNameless(dir: string): Promise<FileHandle> {
  const name = path.join(dir, `push-${crypto.randomUUID()}`)
  const file = await open(name, 'wx+', 0o600)
  await unlink(name)
  return file
}

/** Written at explicit positions, so that the file's own position stays 0 for the child that inherits it. */
async function takeIn(req: IncomingMessage, file: FileHandle, o: SpoolOptions) {
  let bytes = 0
  let firstAt = 0
  for await (const chunk of req) {
    if (bytes === 0) {
      firstAt = performance.now()
      o.onFirstByte()
    }
    const wanted = bytes < o.storeBytes && performance.now() - firstAt < o.storeMs
    if (wanted) await file.write(chunk, 0, chunk.length, bytes)
    bytes += chunk.length
    if (bytes > o.drainBytes) throw new Error(`A push of more than ${o.drainBytes} bytes`)
  }
  return { bytes, elapsedMs: bytes === 0 ? 0 : performance.now() - firstAt }
}
