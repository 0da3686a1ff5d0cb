import { createHash } from 'node:crypto'

export interface DigestedFile {
  /** Git's: `100644`, `100755`, `120000` for a symbolic link, `160000` for a submodule. */
  mode: string
  path: string
  /** SHA-256 of the bytes, in hex; of a submodule, which has none here, the id of its commit. */
  digest: string
}

/**
 * One hash over a whole tree, which rests on no SHA-1: SHA-256 over `mode SP digest TAB path NUL` of each file, sorted
 * by these bytes. Anybody can compute it from a clone.
 */
export function contentDigest(files: readonly DigestedFile[]): string {
  const lines = files.map((f) => Buffer.from(`${f.mode} ${f.digest}\t${f.path}\0`))
  const hash = createHash('sha256')
  for (const line of lines.sort(Buffer.compare)) hash.update(line)
  return hash.digest('hex')
}
