/** The objects a push brings, taken out of its pack and named. */
import { createHash } from 'node:crypto'
import { applyDelta, type GitObject, inflateAt, readHead } from './pack-entry.ts'
import type { Stored } from './stored.ts'

export interface FreshObject extends GitObject {
  sha: string
  /** Its entry as it came, where it came whole and not as a delta. */
  entry?: Buffer
}

/** More is git's: an import rather than a day's work. */
const MOST_OBJECTS = 250
const MOST_UNPACKED = 4 * 1024 * 1024

/** What is in the pack, by id. Undefined for anything but a small pack that is right to its last byte. */
export function unpack(pack: Buffer, stored: Stored): Map<string, FreshObject> | undefined {
  const entries = readEntries(pack)
  return entries && resolve(entries, stored)
}

interface Entry {
  at: number
  head: NonNullable<ReturnType<typeof readHead>>
  data: Buffer
  entry: Buffer
}

const HEADER = 12
const TRAILER = 20

function readEntries(pack: Buffer): Entry[] | undefined {
  const body = pack.subarray(0, pack.length - TRAILER)
  if (body.length < HEADER || pack.toString('latin1', 0, 4) !== 'PACK' || pack.readUInt32BE(4) !== 2) return undefined
  const count = pack.readUInt32BE(8)
  if (count === 0 || count > MOST_OBJECTS || !createHash('sha1').update(body).digest().equals(pack.subarray(body.length))) return undefined
  const entries: Entry[] = []
  let [at, room] = [HEADER, MOST_UNPACKED]
  while (entries.length < count) {
    const head = readHead(body, at)
    if (!head || (room -= head.size) < 0) return undefined
    const inflated = inflateAt(body, head.dataAt, head.size)
    if (!inflated) return undefined
    entries.push({ at, head, data: inflated.data, entry: body.subarray(at, inflated.end) })
    at = inflated.end
  }
  return at === body.length ? entries : undefined
}

/** Whole ones first, then the deltas on them, and so on; a base that is in neither the pack nor the repository is nobody's. */
function resolve(entries: Entry[], stored: Stored): Map<string, FreshObject> | undefined {
  const byId = new Map<string, FreshObject>()
  const byPlace = new Map<number, FreshObject>()
  let room = MOST_UNPACKED
  let waiting = entries
  while (waiting.length > 0) {
    const left: Entry[] = []
    for (const entry of waiting) {
      const object = objectOf(entry, room, { byId, byPlace, stored })
      if (!object) {
        left.push(entry)
        continue
      }
      room -= object.bytes.length
      const fresh = { ...object, sha: idOf(object), entry: entry.head.type && entry.entry }
      // The same object twice, or one that is here already: git compares them.
      if (room < 0 || byId.has(fresh.sha) || stored.has(fresh.sha)) return undefined
      byId.set(fresh.sha, fresh)
      byPlace.set(entry.at, fresh)
    }
    if (left.length === waiting.length) return undefined
    waiting = left
  }
  return byId
}

interface Found {
  byId: Map<string, FreshObject>
  byPlace: Map<number, FreshObject>
  stored: Stored
}

function objectOf({ at, head, data }: Entry, room: number, { byId, byPlace, stored }: Found): GitObject | undefined {
  if (head.type) return { type: head.type, bytes: data }
  if (!head.base) return undefined
  const base = 'sha' in head.base ? (byId.get(head.base.sha) ?? stored.read(head.base.sha)) : byPlace.get(at - head.base.back)
  const bytes = base && applyDelta(base.bytes, data, room)
  return base && bytes && { type: base.type, bytes }
}

function idOf({ type, bytes }: GitObject): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')
}
