/** One entry of a pack: what its first bytes say, and what is in it (gitformat-pack). */
import { inflateSync, type Inflate } from 'node:zlib'

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

export interface GitObject {
  type: ObjectType
  bytes: Buffer
}

/** A delta names its base by the distance back in the same pack, or by id. */
export type Base = { back: number } | { sha: string }

export interface EntryHead {
  /** Undefined for a delta: it is what its base is. */
  type?: ObjectType
  base?: Base
  /** Of what is compressed: the object, or the delta. */
  size: number
  /** Where that begins. */
  dataAt: number
}

const TYPES: Record<number, ObjectType> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' }
const OFS_DELTA = 6
const REF_DELTA = 7

/** Undefined where the bytes make no entry. */
export function readHead(bytes: Buffer, start: number): EntryHead | undefined {
  let at = start
  let byte = bytes[at++]
  if (byte === undefined) return undefined
  const kind = (byte >> 4) & 7
  let size = byte & 15
  for (let factor = 16; byte & 128; factor *= 128) {
    byte = bytes[at++]
    if (byte === undefined || factor > 2 ** 40) return undefined
    size += (byte & 127) * factor
  }
  if (kind === OFS_DELTA) return readBack(bytes, at, size)
  if (kind === REF_DELTA) return at + 20 <= bytes.length ? { base: { sha: bytes.toString('hex', at, at + 20) }, size, dataAt: at + 20 } : undefined
  const type = TYPES[kind]
  return type && { type, size, dataAt: at }
}

/** Every byte but the last adds one, so that no distance can be written in two ways. */
function readBack(bytes: Buffer, start: number, size: number): EntryHead | undefined {
  let at = start
  let back = -1
  for (let byte = 128; byte & 128; ) {
    byte = bytes[at++] ?? Number.NaN
    if (Number.isNaN(byte) || back > 2 ** 40) return undefined
    back = (back + 1) * 128 + (byte & 127)
  }
  return { base: { back }, size, dataAt: at }
}

/** What is compressed from `at` on, and where it ends. Undefined unless it has exactly the size it claims. */
export function inflateAt(bytes: Buffer, at: number, size: number): { data: Buffer; end: number } | undefined {
  try {
    // With `info` the answer has the engine, which knows how much it has read; the types leave that out.
    const { buffer, engine } = inflateSync(bytes.subarray(at), { info: true, maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, Math.min(size, 64 * 1024)) }) as unknown as { buffer: Buffer; engine: Inflate }
    return buffer.length === size ? { data: buffer, end: at + engine.bytesWritten } : undefined
  } catch {
    return undefined
  }
}

/** How long what a delta makes is, or undefined where it is none. */
export function deltaSize(delta: Buffer): number | undefined {
  const [, at] = readSize(delta, 0)
  const [size, next] = readSize(delta, at)
  return next <= delta.length ? size : undefined
}

/** Puts together what a delta describes. Undefined where it does not fit its base, or makes more than `most` bytes. */
export function applyDelta(base: Buffer, delta: Buffer, most: number): Buffer | undefined {
  const [from, afterFrom] = readSize(delta, 0)
  const [size, start] = readSize(delta, afterFrom)
  if (from !== base.length || size > most) return undefined
  const made = Buffer.alloc(size)
  let done = 0
  for (let at = start; at < delta.length; ) {
    const code = delta[at++] ?? 0
    if (code === 0) return undefined
    let source = delta
    let [begin, length] = [at, code]
    if (code & 128) {
      source = base
      ;[begin, length, at] = readCopy(delta, at, code)
    } else at += length
    if (begin + length > source.length || done + length > size) return undefined
    source.copy(made, done, begin, begin + length)
    done += length
  }
  return done === size ? made : undefined
}

/** Which bytes of place and length follow is said by the bits of the code. */
function readCopy(delta: Buffer, start: number, code: number): [number, number, number] {
  let [at, begin, length] = [start, 0, 0]
  for (let n = 0; n < 4; n++) if (code & (1 << n)) begin += (delta[at++] ?? 0) * 256 ** n
  for (let n = 0; n < 3; n++) if (code & (16 << n)) length += (delta[at++] ?? 0) * 256 ** n
  return [begin, length || 65_536, at]
}

function readSize(delta: Buffer, start: number): [number, number] {
  let at = start
  let size = 0
  for (let factor = 1; ; factor *= 128) {
    const byte = delta[at++] ?? 0
    size += (byte & 127) * factor
    if (!(byte & 128) || factor > 2 ** 40) return [size, at]
  }
}
