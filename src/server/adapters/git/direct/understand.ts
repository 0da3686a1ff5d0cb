/** Whether a push is one of the ordinary ones, understood to the last byte: commits on top of a branch that is here. */
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { parseCommit } from '../inspect.ts'
import type { PushHead } from '../pkt-line.ts'
import type { PushedTip, RefUpdate } from '../port.ts'
import { isConnected } from './connected.ts'
import { type FreshObject, unpack } from './fresh.ts'
import { writeIndex } from './pack-index.ts'
import { openStored } from './stored.ts'
import { isPlainThroughout } from './tree-facts.ts'

export interface Understood {
  update: RefUpdate
  tip: PushedTip
  /** As it will lie in the repository: whole objects, resting on nothing. */
  pack: Buffer
  idx: Buffer
  /** Without an ending. */
  packName: string
}

/** Undefined for every other push, whatever is odd about it: git knows what to say of it. */
export function understand(repo: string, head: PushHead, body: Buffer): Understood | undefined {
  const [update] = head.updates
  const pack = packOf(head, body)
  const stored = update && pack && openStored(repo)
  const fresh = stored && unpack(pack, stored)
  const commit = fresh?.get(update?.newSha ?? '')
  if (!fresh || !commit || !(isConnected(fresh, stored, update))) return undefined
  const tip: PushedTip = { ref: update.ref, sha: update.newSha, commit: update.newSha, ...parseCommit(commit.bytes.toString()) }
  const tree = commit.bytes.toString('latin1', 5, 45)
  if (!(isPlainThroughout(tree, (sha) => fresh.get(sha) ?? stored.read(sha)))) return undefined
  return { update, tip, ...packed([...fresh.values()]) }
}

const ORDINARY = /^(report-status|report-status-v2|side-band-64k|quiet|ofs-delta|delete-refs|atomic|object-format=sha1|agent=.*|session-id=.*)$/

/** What follows the one command, where that is all there is. */
function packOf({ updates, capabilities }: PushHead, body: Buffer): Buffer | undefined {
  const [update] = updates
  if (updates.length !== 1 || !update || !/^refs\/heads\/[A-Za-z0-9][A-Za-z0-9/_-]{0,100}$/.test(update.ref)) return undefined
  if (!capabilities.has('side-band-64k') || ![...capabilities].every((word) => ORDINARY.test(word))) return undefined
  const end = Number.parseInt(body.toString('latin1', 0, 4), 16)
  return body.toString('latin1', end, end + 4) === '0000' ? body.subarray(end + 4) : undefined
}

/** A pack of these and its index. Deltas are written out whole: they may rest on what lies in another pack. Tidying puts everything together again. */
export function packed(objects: readonly FreshObject[]): Pick<Understood, 'pack' | 'idx' | 'packName'> {
  const header = Buffer.alloc(12)
  header.write('PACK')
  header.writeUInt32BE(2, 4)
  header.writeUInt32BE(objects.length, 8)
  let at = header.length
  const entries = objects.map((object) => {
    const bytes = object.entry ?? entryOf(object)
    const entry = { sha: object.sha, at, bytes }
    at += bytes.length
    return entry
  })
  const body = Buffer.concat([header, ...entries.map(({ bytes }) => bytes)])
  const sum = createHash('sha1').update(body).digest()
  return { pack: Buffer.concat([body, sum]), idx: writeIndex(entries, sum), packName: `pack-${sum.toString('hex')}` }
}

const TYPE_BITS = { commit: 1, tree: 2, blob: 3, tag: 4 }

function entryOf({ type, bytes }: FreshObject): Buffer {
  const head: number[] = []
  let rest = bytes.length >> 4
  head.push((TYPE_BITS[type] << 4) | (bytes.length & 15) | (rest > 0 ? 128 : 0))
  for (; rest > 0; rest >>= 7) head.push((rest & 127) | (rest > 127 ? 128 : 0))
  return Buffer.concat([Buffer.from(head), deflateSync(bytes)])
}
