/** Repositories on this machine's disk. */
import { access, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Git, installGit } from './environment.ts'
import { createFromPatches } from './from-patches.ts'
import { importCommit } from './import.ts'
import { checkedSha, repoPath, scratchPath } from './layout.ts'
import type { RepoStore } from './port.ts'
import { createReadCache } from './read-cache.ts'
import { createReader } from './reader.ts'
import { effective, keepRefs, keepTips, withForced } from './refs.ts'
import { mustRun } from './run.ts'
import { linkPack, writeRepository } from './skeleton.ts'
import { prepareStarter, starterPack } from './starter.ts'

/** A dozen submissions as they are read. */
const CACHE_BYTES = 32 * 1024 * 1024

/** Opens (and prepares, if need be) the folder that holds all repositories. It must be on one file system. */
export function createRepoStore(o: { reposDir: string }): RepoStore {
  const git = installGit(o.reposDir)
  const cache = createReadCache({ maxBytes: CACHE_BYTES })
  const at = (repoId: string) => repoPath(git.reposDir, repoId)
  return {
    prepareStarter: (files, options) => prepareStarter(git, files, options),
    create: (repoId, starterId) => createFromStarter(git, repoId, starterId),
    createFrom: (repoId, from) => createFromCommit(git, repoId, at(from.repoId), checkedSha(from.commit)),
    createFromPatches: async (repoId, starterId, patches) => {
      if (!(await isThere(at(repoId)))) await createFromPatches(git, repoId, starterId, patches)
    },
    importCommit: (repoId, from) => importCommit(git, repoId, from),
    exists: (repoId) => isThere(at(repoId)),
    async remove(repoId) {
      await removeRepository(git, repoId)
      cache.forget(repoId)
    },
    reader: (repoId) => cache.over(repoId, createReader(git, at(repoId))),
    keepRef: (repoId, ref, sha) => keepRefs(git, at(repoId), [{ ref, sha }]),
    async reconcile(repoId, stamp, updates) {
      const inEffect = await effective(git, at(repoId), updates)
      if (inEffect.length > 0) await keepTips(at(repoId), stamp, inEffect)
      return withForced(git, at(repoId), inEffect)
    },
    async tidy(repoId) {
      await mustRun(git, [`--git-dir=${at(repoId)}`, 'gc', '--quiet', '--prune=2.weeks.ago'], { timeoutMs: 120_000 })
    },
  }
}

async function createFromStarter(git: Git, repoId: string, starterId: string): Promise<{ commit: string }> {
  if (await isThere(repoPath(git.reposDir, repoId))) return { commit: starterId }
  const { pack, idx } = await starterPack(git, starterId)
  await writeRepository(git, repoId, starterId, (packDir) => linkPack(packDir, pack, idx))
  return { commit: starterId }
}

async function createFromCommit(git: Git, repoId: string, source: string, commit: string): Promise<void> {
  if (await isThere(repoPath(git.reposDir, repoId))) return
  await writeRepository(git, repoId, commit, async (packDir) => {
    const args = [`--git-dir=${source}`, 'pack-objects', '--quiet', '--revs', '--delta-base-offset']
    await mustRun(git, [...args, path.join(packDir, 'pack')], { input: `${commit}\n`, timeoutMs: 120_000 })
  })
}

/** Renamed first: a repository is there or it is not, also when this process dies in between. */
async function removeRepository(git: Git, repoId: string): Promise<void> {
  const aside = path.join(scratchPath(git.reposDir), `removed-${repoId}-${crypto.randomUUID()}`)
  try {
    await rename(repoPath(git.reposDir, repoId), aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  await rm(aside, { recursive: true, force: true })
}

function isThere(dir: string): Promise<boolean> {
  return access(dir).then(
    () => true,
    () => false,
  )
}
