/** Hashing what a commit holds, file by file, in one pass and without keeping any of it in memory. */
import { type Hash, createHash } from 'node:crypto'
import { type DigestedFile, contentDigest } from '#server/lib/content-digest.ts'
import type { Git } from './environment.ts'
import { endGroup, mustRun, startGit } from './run.ts'
import type { TreeEntry } from './port.ts'

/** A submission is 200 MB at most; a minute reads that from any disk. */
const TIMEOUT_MS = 60_000

/** @throws Error when an object is missing */
export async function contentHash(git: Git, repo: string, commit: string, entries: readonly TreeEntry[]): Promise<{ treeSha: string; sha256: string }> {
  const blobs = [...new Set(entries.filter((e) => e.type !== 'submodule').map((e) => e.sha))]
  const digests = await digestBlobs(git, repo, blobs)
  const files = entries.map((e): DigestedFile => ({ mode: e.mode, path: e.path, digest: e.type === 'submodule' ? e.sha : (digests.get(e.sha) ?? '') }))
  const tree = await mustRun(git, [`--git-dir=${repo}`, 'rev-parse', '--verify', `${commit}^{tree}`])
  return { treeSha: tree.toString().trim(), sha256: contentDigest(files) }
}

/** SHA-256 of each blob's bytes, by its id. */
async function digestBlobs(git: Git, repo: string, shas: readonly string[]): Promise<Map<string, string>> {
  if (shas.length === 0) return new Map()
  const child = startGit(git, [`--git-dir=${repo}`, 'cat-file', '--batch', '--buffer'], ['pipe', 'pipe', 'ignore'])
  const timer = setTimeout(() => endGroup(child), TIMEOUT_MS)
  // git may end before it has read everything; what is missing then is found out below.
  child.stdin?.on('error', () => {})
  child.stdin?.end(`${shas.join('\n')}\n`)
  try {
    const hasher = new BlobHasher()
    for await (const chunk of child.stdout ?? []) hasher.push(chunk as Buffer)
    const { digests } = hasher
    if (digests.size !== shas.length) throw new Error(`${shas.length - digests.size} objects of ${repo} could not be read`)
    return digests
  } finally {
    clearTimeout(timer)
  }
}

const HEADER = /^([0-9a-f]{40}) blob (\d+)$/
const LINE_BREAK = 10

/** Reads `cat-file --batch` as it comes: a header line, so many bytes, a line break; again and again. */
class BlobHasher {
  readonly digests = new Map<string, string>()
  private unread = Buffer.alloc(0)
  private blob: { sha: string; left: number; hash: Hash } | null = null

  push(chunk: Buffer): void {
    let rest = this.unread.length > 0 ? Buffer.concat([this.unread, chunk]) : chunk
    while (rest.length > 0) {
      const next = this.blob ? this.body(rest, this.blob) : this.header(rest)
      if (!next) break
      rest = next
    }
    this.unread = Buffer.from(rest)
  }

  /** @returns what follows the header; null when not all of it is there */
  private header(bytes: Buffer): Buffer | null {
    // Between two objects there is the line break that ends the one before.
    const from = bytes[0] === LINE_BREAK ? 1 : 0
    const end = bytes.indexOf(LINE_BREAK, from)
    if (end < 0) return null
    const [, sha, size] = HEADER.exec(bytes.toString('latin1', from, end)) ?? []
    if (!sha) throw new Error('An object is missing, or is no file')
    this.blob = { sha, left: Number(size), hash: createHash('sha256') }
    return bytes.subarray(end + 1)
  }

  private body(bytes: Buffer, blob: { sha: string; left: number; hash: Hash }): Buffer {
    const part = bytes.subarray(0, blob.left)
    blob.hash.update(part)
    blob.left -= part.length
    if (blob.left === 0) {
      this.digests.set(blob.sha, blob.hash.digest('hex'))
      this.blob = null
    }
    return bytes.subarray(part.length)
  }
}
