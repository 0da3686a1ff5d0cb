/** Where things are on disk. Paths are built from checked ids only, never from a URL. */
import path from 'node:path'

export const DEFAULT_BRANCH = 'main'
export const ZERO_SHA = '0'.repeat(40)
/** Hidden from every client (`transfer.hideRefs`). */
export const HIDDEN_REFS = 'refs/handiwork'

const REPO_ID = /^[a-z0-9]{26}$/
const SHA = /^[0-9a-f]{40}$/
const PUSH_ID = /^[A-Za-z0-9_]{1,64}$/

/** Fans out over the last two characters: ids made in one second share their first ones. */
export function repoPath(reposDir: string, repoId: string): string {
  if (!REPO_ID.test(repoId)) throw new Error(`Not a repository id: ${JSON.stringify(repoId)}`)
  return path.join(reposDir, repoId.slice(-2), `${repoId}.git`)
}

export function starterPath(reposDir: string, starterId: string): string {
  return path.join(reposDir, '.starters', checkedSha(starterId))
}

/** Half-made and half-deleted repositories: same file system, so that both ends of their life are one rename. */
export function scratchPath(reposDir: string): string {
  return path.join(reposDir, '.scratch')
}

export function checkedSha(sha: string): string {
  if (!SHA.test(sha)) throw new Error(`Not a full object id: ${JSON.stringify(sha)}`)
  return sha
}

export function pushRef(pushId: string, n: number): string {
  if (!PUSH_ID.test(pushId)) throw new Error(`Not a push id: ${JSON.stringify(pushId)}`)
  return `${HIDDEN_REFS}/pushes/${n === 0 ? pushId : `${pushId}-${n}`}`
}
