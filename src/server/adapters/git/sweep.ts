/** Clearing away what a process that was killed has left. */
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { scratchPath } from './layout.ts'
import { removeQuarantines } from './receive-pack.ts'

/**
 * Removes quarantines of pushes that never ended, the locks such pushes held their branches with, and half-made
 * repositories. To be called at start, before any request is served: nobody pushes then, so that no lock of a branch is
 * anybody's. Walks folder names only: 10,000 repositories take about a second.
 */
export async function sweep(reposDir: string): Promise<void> {
  const scratch = scratchPath(reposDir)
  for (const name of await names(scratch)) await rm(path.join(scratch, name), { recursive: true, force: true })
  for (const fan of (await names(reposDir)).filter((name) => /^[a-z0-9]{2}$/.test(name))) {
    const repos = (await names(path.join(reposDir, fan))).map((repo) => path.join(reposDir, fan, repo))
    await Promise.all(repos.flatMap((repo) => [removeQuarantines(repo), removeLocks(path.join(repo, 'refs', 'heads'))]))
  }
}

async function removeLocks(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const clear = entries.map((entry) => {
    const place = path.join(dir, entry.name)
    if (entry.isDirectory()) return removeLocks(place)
    return entry.name.endsWith('.lock') ? rm(place, { force: true }) : undefined
  })
  await Promise.all(clear)
}

async function names(dir: string): Promise<string[]> {
  return readdir(dir).catch(() => [])
}
