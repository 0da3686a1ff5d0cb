/**
 * Reading single objects from a repository's packs, without a process. Whatever is not found here is left to git. The reads
 * are of some kilobytes and wait for no other thread: that would cost more than they do.
 */
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { applyDelta, type GitObject, inflateAt, type ObjectType, readHead } from './pack-entry.ts'
import { type PackIndex, readIndex } from './pack-index.ts'
import { createRecent } from './recent.ts'

export interface StoredPack {
  file: string
  index: PackIndex
}

/** What one repository holds in packs at this moment. */
export interface Stored {
  packs: StoredPack[]
  has(sha: string): boolean
  /** Undefined when it is not in this repository, or too large to be looked at here. */
  read(sha: string): GitObject | undefined
  type(sha: string): ObjectType | undefined
}

const LARGEST_OBJECT = 1024 * 1024
const LONGEST_CHAIN = 64

// A pack is named by what is in it, and so is an object: what was read of one is true of it wherever it lies. Whether a
// repository holds it is asked of that repository each time.
const indexes = createRecent<PackIndex>({ maxBytes: 6 * 1024 * 1024, bytesOf: (index) => index.bytes + 200 })
const objects = createRecent<GitObject>({ maxBytes: 4 * 1024 * 1024, bytesOf: ({ bytes }) => bytes.length + 300 })

/** Undefined where there is more than packs with an index of the usual kind. */
export function openStored(repo: string): Stored | undefined {
  const dir = path.join(repo, 'objects', 'pack')
  const names = readdirSync(dir).filter((name) => /^pack-[0-9a-f]{40}\.idx$/.test(name))
  const packs = names.map((name) => openPack(dir, name.slice(0, -4)))
  if (!packs.every((pack) => pack !== undefined)) return undefined
  return storedIn(packs)
}

function openPack(dir: string, name: string): StoredPack | undefined {
  const index = indexes.get(name) ?? readIndex(readFileSync(path.join(dir, `${name}.idx`)))
  if (!index) return undefined
  indexes.set(name, index)
  return { file: path.join(dir, `${name}.pack`), index }
}

function storedIn(packs: StoredPack[]): Stored {
  const find = (sha: string) => {
    for (const pack of packs) {
      const at = pack.index.find(sha)
      if (at !== undefined) return { pack, at }
    }
    return undefined
  }
  const stored: Stored = {
    packs,
    has: (sha) => find(sha) !== undefined,
    read(sha) {
      const place = find(sha)
      if (!place) return undefined
      const known = objects.get(sha) ?? readAt(stored, place.pack, place.at, 0)
      if (known) objects.set(sha, known)
      return known
    },
    type(sha) {
      const place = find(sha)
      return place && (objects.get(sha)?.type ?? typeAt(stored, place.pack, place.at, 0))
    },
  }
  return stored
}

function readAt(stored: Stored, pack: StoredPack, at: number, depth: number): GitObject | undefined {
  const entry = entryAt(pack, at)
  const head = entry && readHead(entry, 0)
  if (!head || head.size > LARGEST_OBJECT || depth > LONGEST_CHAIN) return undefined
  const data = inflateAt(entry, head.dataAt, head.size)?.data
  if (!data || head.type) return data && head.type && { type: head.type, bytes: data }
  const base = baseOf(stored, pack, at, head, depth)
  const bytes = base && applyDelta(base.bytes, data, LARGEST_OBJECT)
  return base && bytes && { type: base.type, bytes }
}

function baseOf(stored: Stored, pack: StoredPack, at: number, { base }: NonNullable<ReturnType<typeof readHead>>, depth: number) {
  if (!base) return undefined
  return 'sha' in base ? stored.read(base.sha) : readAt(stored, pack, at - base.back, depth + 1)
}

/** The first bytes are enough: a delta is what its base is. */
function typeAt(stored: Stored, pack: StoredPack, at: number, depth: number): ObjectType | undefined {
  const entry = entryAt(pack, at, 64)
  const head = entry && readHead(entry, 0)
  if (!head || depth > LONGEST_CHAIN) return undefined
  if (head.type || !head.base) return head.type
  return 'sha' in head.base ? stored.type(head.base.sha) : typeAt(stored, pack, at - head.base.back, depth + 1)
}

/** The bytes of one entry, up to where the next begins; or only the first of them. */
function entryAt({ file, index }: StoredPack, at: number, most = 2 * LARGEST_OBJECT): Buffer | undefined {
  const fd = openSync(file, 'r')
  try {
    const end = index.offsets[after(index.offsets, at)] ?? fstatSync(fd).size - 20
    if (end <= at || (end - at > most && most > 64)) return undefined
    const bytes = Buffer.alloc(Math.min(end - at, most))
    return readSync(fd, bytes, 0, bytes.length, at) === bytes.length ? bytes : undefined
  } finally {
    closeSync(fd)
  }
}

/** The number of the first offset beyond this one. */
function after(sorted: Uint32Array, at: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
