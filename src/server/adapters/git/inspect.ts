/**
 * Looks at what a push would bring in while it is still in quarantine. git's own fsck has been over it already; this is
 * for what fsck allows and we do not.
 */
import path from 'node:path'
import { readObjects } from './batch.ts'
import type { Git } from './environment.ts'
import type { HookCall } from './hook-channel.ts'
import { ZERO_SHA } from './layout.ts'
import type { PushedTip, RefUpdate } from './port.ts'
import { capture } from './run.ts'
import { listTree } from './tree.ts'
import { shown, TREE_LIMITS, tooLarge, tooManyFiles, tooMuch, treeProblems } from './tree-rules.ts'

export interface Inspection {
  /** Sentences for the candidate; none when the push is fine. */
  problems: string[]
  tips: PushedTip[]
}

const MAX_REFS = 50

export async function inspectPush(git: Git, repo: string, call: HookCall): Promise<Inspection> {
  const refProblems = refRules(call.updates)
  if (refProblems.length > 0) return { problems: refProblems, tips: [] }
  const env = quarantineEnv(repo, call.quarantine)
  const [tips, added, trees] = await Promise.all([
    readTips(git, repo, call.updates, env),
    addedProblems(git, repo, env),
    Promise.all([...new Set(call.updates.map((update) => update.newSha))].map((sha) => tipProblems(git, repo, sha, env))),
  ])
  const pointless = call.updates.filter(({ ref }) => !tips.some((tip) => tip.ref === ref))
  const noCommit = pointless.map(({ ref }) => `${shown(ref)} does not point at a commit.`)
  // A large file is named by the tree; the list of new objects knows only that there is one, perhaps in an older commit.
  const problems = [...noCommit, ...trees.flat()]
  return { problems: problems.length > 0 ? problems : added, tips }
}

/** The same for everything in a scratch repository, of which `commit` is to be taken over. */
export async function inspectCommit(git: Git, repo: string, commit: string): Promise<string[]> {
  const tree = await tipProblems(git, repo, commit, {})
  return tree.length > 0 ? tree : addedProblems(git, repo, { GIT_OBJECT_DIRECTORY: path.join(repo, 'objects') })
}

/** Which refs may be pushed. Pure. */
export function refRules(updates: RefUpdate[]): string[] {
  if (updates.length > MAX_REFS) return [`Push at most ${MAX_REFS} branches and tags at once.`]
  const problems = updates.flatMap(({ ref, newSha }) => {
    if (newSha === ZERO_SHA) return ["Branches can't be deleted here: every push is kept."]
    const ordinary = /^refs\/(heads|tags)\/.{1,200}$/u.test(ref) && !/[\x00-\x20\x7f-\x9f\ufffd]/.test(ref)
    return ordinary ? [] : [`${shown(ref)} can't be pushed here: only branches and tags can.`]
  })
  return [...new Set(problems)]
}

/** Empty where a push brings no objects. */
type Quarantine = { GIT_OBJECT_DIRECTORY?: string; GIT_ALTERNATE_OBJECT_DIRECTORIES?: string }

function quarantineEnv(repo: string, quarantine: string): Quarantine {
  if (!quarantine) return {}
  const objects = path.join(repo, 'objects')
  const place = path.resolve(repo, quarantine)
  if (path.dirname(place) !== objects) throw new Error(`Not a quarantine of this repository: ${quarantine}`)
  return { GIT_OBJECT_DIRECTORY: place, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects }
}

async function tipProblems(git: Git, repo: string, sha: string, env: Quarantine): Promise<string[]> {
  const listing = await listTree(git, repo, sha, { env })
  return listing.cut ? [tooManyFiles()] : treeProblems(listing.entries)
}

/** Everything new, in old commits and in no tree at all too: a small pack can hold very much. */
async function addedProblems(git: Git, repo: string, { GIT_OBJECT_DIRECTORY }: Quarantine): Promise<string[]> {
  if (!GIT_OBJECT_DIRECTORY) return []
  const args = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objecttype) %(objectsize)']
  const { stdout, code, truncated } = await capture(git, [`--git-dir=${repo}`, ...args], {
    env: { GIT_OBJECT_DIRECTORY },
    maxBytes: 8 * 1024 * 1024,
    timeoutMs: 10_000,
  })
  if (truncated) return [tooManyFiles()]
  if (code !== 0) throw new Error('The new objects could not be listed')
  return sizeProblems(stdout.toString())
}

function sizeProblems(listing: string): string[] {
  const objects = listing.split('\n').filter(Boolean).map((line) => line.split(' '))
  const sizes = objects.map(([, size]) => Number(size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const largest = objects.reduce((max, [type, size]) => (type === 'blob' ? Math.max(max, Number(size)) : max), 0)
  if (largest > TREE_LIMITS.fileBytes) return [tooLarge('A file in one of the commits', largest)]
  return total > TREE_LIMITS.addedBytes ? [tooMuch(total)] : []
}

async function readTips(
  git: Git,
  repo: string,
  updates: RefUpdate[],
  env: Quarantine,
): Promise<PushedTip[]> {
  const names = updates.map(({ newSha }) => `${newSha}^{commit}`)
  const commits = await readObjects(git, repo, names, { maxBytes: 4 * 1024 * 1024, env })
  return updates.flatMap(({ ref, newSha }, n): PushedTip[] => {
    const commit = commits[n]
    if (!commit || commit.truncated) return []
    return [{ ref, sha: newSha, commit: commit.sha, ...parseCommit(commit.bytes.toString()) }]
  })
}

/** What a commit says of itself. */
export function parseCommit(text: string): Pick<PushedTip, 'subject' | 'author' | 'committedAt' | 'parents'> {
  const [headers = '', message = ''] = text.split(/\n\n([^]*)/)
  const author = /^author (.*?) ?</m.exec(headers)?.[1] ?? ''
  const seconds = Number(/^committer .* (\d+) [+-]\d{4}$/m.exec(headers)?.[1] ?? 0)
  const subject = (message.trimStart().split('\n')[0] ?? '').slice(0, 500)
  const parents = [...headers.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, sha = '']) => sha)
  return { subject, author: author.slice(0, 200), committedAt: isoTime(seconds), parents }
}

/** A commit may claim any time, also one that no calendar has. */
function isoTime(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? new Date(0).toISOString() : time.toISOString()
}
