/**
 * Takes in the body of a push before any process is started for it: slow senders hold no slot, and our own queue has no
 * say in whether a push was in time.
 */
import { type FileHandle, open, unlink } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'

export interface SpooledBody {
  bytes: number
  /** From the first byte to the last. */
  elapsedMs: number
  /** The beginning, where the commands are. */
  head: Buffer
  /** All of it, where it is small and came in one go. */
  whole?: Buffer
  /** At position 0, ready to be a child's standard input. The file has no name any more: closing it removes it. */
  file(): Promise<FileHandle>
  close(): Promise<void>
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
/** So much is kept in memory, and only of a body that comes at once: a slow one takes disk instead. */
const MEMORY_BYTES = 256 * 1024
const AT_ONCE_MS = 250

/** Reads a body to its end. Rejects, leaving nothing behind, when the connection breaks first. */
export async function spoolBody(req: IncomingMessage, o: SpoolOptions): Promise<SpooledBody> {
  const store = openSpool(o.spoolDir)
  try {
    const times = await takeIn(req, store, o)
    return { ...times, ...store.kept(), head: await store.head(), file: store.file, close: store.close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Of a body that was made here. */
export function spooledFile(file: FileHandle, bytes: number, head: Buffer): SpooledBody {
  return { bytes, elapsedMs: 0, head, file: () => Promise.resolve(file), close: () => file.close() }
}

async function takeIn(req: IncomingMessage, store: Spool, o: SpoolOptions) {
  let bytes = 0
  let firstAt = 0
  for await (const chunk of req) {
    if (bytes === 0) {
      firstAt = performance.now()
      o.onFirstByte()
    }
    const age = performance.now() - firstAt
    if (bytes < o.storeBytes && age < o.storeMs) await store.add(chunk, age <= AT_ONCE_MS)
    else store.cut()
    bytes += chunk.length
    if (bytes > o.drainBytes) throw new Error(`A push of more than ${o.drainBytes} bytes`)
  }
  return { bytes, elapsedMs: bytes === 0 ? 0 : performance.now() - firstAt }
}

type Spool = ReturnType<typeof openSpool>

/** In memory first, on disk from the moment that it is too much or takes too long. */
function openSpool(dir: string) {
  let chunks: Buffer[] = []
  let bytes = 0
  let cut = false
  let opened: FileHandle | undefined
  // Written at explicit positions, so that the file's own position stays 0 for the child that inherits it.
  const write = async (file: FileHandle, chunk: Buffer, at: number) => void (await file.write(chunk, 0, chunk.length, at))
  const file = async () => {
    if (opened) return opened
    opened = await openNameless(dir)
    const kept = Buffer.concat(chunks)
    chunks = []
    await write(opened, kept, 0)
    return opened
  }
  return {
    file,
    async add(chunk: Buffer, mayKeep: boolean) {
      const at = bytes
      bytes += chunk.length
      if (!opened && mayKeep && bytes <= MEMORY_BYTES) return void chunks.push(chunk)
      await write(await file(), chunk, at)
    },
    /** What follows is not stored. */
    cut: () => void (cut = true),
    kept: () => (opened || cut ? {} : { whole: Buffer.concat(chunks) }),
    async head() {
      if (!opened) return Buffer.concat(chunks).subarray(0, HEAD_BYTES)
      const head = Buffer.alloc(Math.min(bytes, HEAD_BYTES))
      const { bytesRead } = await opened.read(head, 0, head.length, 0)
      return head.subarray(0, bytesRead)
    },
    close: async () => void (await opened?.close()),
  }
}

async function openNameless(dir: string): Promise<FileHandle> {
  const name = path.join(dir, `push-${crypto.randomUUID()}`)
  const file = await open(name, 'wx+', 0o600)
  await unlink(name)
  return file
}
