/**
 * A first clone of work without a process: where the packs of a repository hold exactly what is asked for, they go out one
 * after the other as one pack. Distances within each of them stay what they were.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { createRecent } from './recent.ts'
import { reachableFrom } from './reach.ts'
import { openStored, type Stored, type StoredPack } from './stored.ts'

interface Part {
  file: string
  from: number
  to: number
}

interface Plan {
  parts: Part[]
  objects: number
}

/** What a repository's packs came to, by their names: another pack is another question. */
const plans = createRecent<Plan | 'none'>({ maxBytes: 1024 * 1024, bytesOf: (plan) => 400 + (plan === 'none' ? 0 : plan.parts.length * 200) })

/** More would only fill the memory; git streams it. */
const LARGEST = 2 * 1024 * 1024
const HEADER = 12
const TRAILER = 20

/**
 * One pack with all that these commits lead to and nothing else; undefined where only git can make it.
 * @throws when a pack is tidied away meanwhile
 */
export function wholePack(repo: string, commits: readonly string[]): Buffer | undefined {
  const stored = openStored(repo)
  if (!stored) return undefined
  const key = [repo, ...commits, ...stored.packs.map(({ file }) => file.slice(-45))].join(' ')
  const plan = plans.get(key) ?? planFor(stored, commits) ?? 'none'
  plans.set(key, plan)
  return plan === 'none' ? undefined : join(plan)
}

function planFor(stored: Stored, commits: readonly string[]): Plan | undefined {
  const wanted = reachableFrom(commits, stored)
  const parts = wanted && partsOf(stored.packs, wanted)
  if (!parts || parts.reduce((sum, part) => sum + part.to - part.from, 0) > LARGEST) return undefined
  return { parts, objects: wanted.size }
}

/** Undefined unless every object in them is wanted, and every wanted one is in them. */
function partsOf(packs: readonly StoredPack[], wanted: ReadonlySet<string>): Part[] | undefined {
  const sent = new Set<string>()
  const parts: Part[] = []
  for (const { pack, bytes } of byAge(packs)) {
    const to = endOfNew(pack, bytes, sent)
    if (to === undefined) return undefined
    for (const sha of pack.index.shas()) {
      if (!wanted.has(sha)) return undefined
      sent.add(sha)
    }
    if (to > HEADER) parts.push({ file: pack.file, from: HEADER, to })
  }
  return sent.size === wanted.size ? parts : undefined
}

function byAge(packs: readonly StoredPack[]): { pack: StoredPack; bytes: number }[] {
  const all = packs.map((pack) => ({ pack, stats: statSync(pack.file) }))
  return all.toSorted((a, b) => a.stats.mtimeMs - b.stats.mtimeMs || (a.pack.file < b.pack.file ? -1 : 1)).map(({ pack, stats }) => ({ pack, bytes: stats.size }))
}

/**
 * Where the part begins that other packs hold already: git adds the bases of deltas at the end. Nothing before it can rest
 * on it by distance. Undefined where such objects lie anywhere else.
 */
function endOfNew({ index }: StoredPack, bytes: number, sent: ReadonlySet<string>): number | undefined {
  const again = index.shas().filter((sha) => sent.has(sha)).map((sha) => index.find(sha) ?? 0)
  const first = index.offsets[index.count - again.length] ?? bytes - TRAILER
  return again.every((at) => at >= first) ? first : undefined
}

function join({ parts, objects }: Plan): Buffer {
  const size = parts.reduce((sum, part) => sum + part.to - part.from, 0)
  const pack = Buffer.alloc(HEADER + size + TRAILER)
  pack.write('PACK')
  pack.writeUInt32BE(2, 4)
  pack.writeUInt32BE(objects, 8)
  let at = HEADER
  for (const part of parts) at += readPart(part, pack, at)
  createHash('sha1').update(pack.subarray(0, at)).digest().copy(pack, at)
  return pack
}

function readPart({ file, from, to }: Part, pack: Buffer, at: number): number {
  const fd = openSync(file, 'r')
  try {
    const bytesRead = readSync(fd, pack, at, to - from, from)
    if (bytesRead !== to - from) throw new Error(`${file} is shorter than its index says`)
    return bytesRead
  } finally {
    closeSync(fd)
  }
}
