/** The index beside a pack, version 2: which object is where (gitformat-pack). */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export interface PackIndex {
  count: number
  /** Where in the pack the object begins; undefined when it is not in it. */
  find(sha: string): number | undefined
  shas(): string[]
  /** Of every entry, in the order of the pack. */
  offsets: Uint32Array
  bytes: number
}

const HEADER = 8
const FANOUT = 1024

/** Undefined for another version, and for packs of more than 2 GB. */
export function readIndex(idx: Buffer): PackIndex | undefined {
  if (idx.length < HEADER + FANOUT + 40 || idx.readUInt32BE(0) !== 0xff744f63 || idx.readUInt32BE(4) !== 2) return undefined
  const count = idx.readUInt32BE(HEADER + 255 * 4)
  const names = HEADER + FANOUT
  const places = names + count * 24
  if (idx.length !== places + count * 4 + 40) return undefined
  const offsetOf = (n: number) => idx.readUInt32BE(places + n * 4)
  const offsets = Uint32Array.from({ length: count }, (_, n) => offsetOf(n)).sort()
  if (count > 0 && (offsets[count - 1] ?? 0) >= 2 ** 31) return undefined
  const nameAt = (n: number) => idx.toString('hex', names + n * 20, names + n * 20 + 20)
  return {
    count,
    offsets,
    bytes: idx.length + offsets.byteLength,
    shas: () => Array.from({ length: count }, (_, n) => nameAt(n)),
    find(sha) {
      const wanted = Buffer.from(sha, 'hex')
      const first = wanted[0] ?? 0
      let low = first === 0 ? 0 : idx.readUInt32BE(HEADER + (first - 1) * 4)
      let high = idx.readUInt32BE(HEADER + first * 4)
      while (low < high) {
        const middle = (low + high) >> 1
        const order = idx.compare(wanted, 0, 20, names + middle * 20, names + middle * 20 + 20)
        if (order === 0) return offsetOf(middle)
        if (order < 0) low = middle + 1
        else high = middle
      }
      return undefined
    },
  }
}

/** The index of a pack whose entries are these, in any order. */
export function writeIndex(entries: readonly { sha: string; at: number; bytes: Buffer }[], packSum: Buffer): Buffer {
  const sorted = entries.toSorted((a, b) => (a.sha < b.sha ? -1 : 1))
  const fanout = Buffer.alloc(FANOUT)
  for (let n = 0, first = 0; first < 256; first++) {
    while (n < sorted.length && Number.parseInt(sorted[n]?.sha.slice(0, 2) ?? '', 16) <= first) n++
    fanout.writeUInt32BE(n, first * 4)
  }
  const names = Buffer.from(sorted.map(({ sha }) => sha).join(''), 'hex')
  const sums = numbers(sorted.map(({ bytes }) => crc32(bytes)))
  const body = Buffer.concat([Buffer.from('ff744f6300000002', 'hex'), fanout, names, sums, numbers(sorted.map(({ at }) => at)), packSum])
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

function numbers(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, n) => bytes.writeUInt32BE(value, n * 4))
  return bytes
}
