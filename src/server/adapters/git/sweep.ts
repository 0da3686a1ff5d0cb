/** Clearing away what a process that was killed has left. */
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { scratchPath } from './layout.ts'
import { removeQuarantines } from './receive-pack.ts'

/**
 * Removes quarantines of pushes that never ended and half-made repositories. To be called at start, before any request
 * is served. Walks folder names only: 10,000 repositories take well under a second.
 */
export async function sweep(reposDir: string): Promise<void> {
  const scratch = scratchPath(reposDir)
  for (const name of await names(scratch)) await rm(path.join(scratch, name), { recursive: true, force: true })
  for (const fan of (await names(reposDir)).filter((name) => /^[a-z0-9]{2}$/.test(name))) {
    const repos = await names(path.join(reposDir, fan))
    await Promise.all(repos.map((repo) => removeQuarantines(path.join(reposDir, fan, repo))))
  }
}

async function names(dir: string): Promise<string[]> {
  return readdir(dir).catch(() => [])
}
