/** Hidden refs, which keep what was pushed, and what the visible ones point at. */
import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from './environment.ts'
import { checkedSha, HIDDEN_REFS, pushRef, ZERO_SHA } from './layout.ts'
import type { AppliedUpdate, PushedTip, PushStamp, RefUpdate } from './port.ts'
import { capture, mustRun } from './run.ts'
import { writeSynced } from './skeleton.ts'

const HIDDEN = new RegExp(`^${HIDDEN_REFS}/[A-Za-z0-9_/-]{1,120}$`)

/** Creates hidden refs in one process. Those that hold the same id already are left; one that holds another rejects. */
export async function keepRefs(git: Git, repo: string, refs: { ref: string; sha: string }[]): Promise<void> {
  const lines = refs.map(({ ref, sha }) => `create ${checkedHidden(ref)} ${checkedSha(sha)}\n`)
  const args = [`--git-dir=${repo}`, 'update-ref', '--stdin']
  const { code, stderr } = await capture(git, args, { input: lines.join('') })
  if (code === 0) return
  const held = await readRefs(git, repo)
  const missing = refs.filter(({ ref, sha }) => held.get(ref) !== sha)
  if (missing.some(({ ref }) => held.has(ref)) || missing.length === refs.length) throw new Error(stderr.trim())
  if (missing.length > 0) await keepRefs(git, repo, missing)
}

/**
 * Keeps the tips of a push, so that rewriting a branch later loses nothing. Written as git's own loose ref files, without
 * a process: this is part of every push. A name belongs to one push, so a file that is there already holds the same id.
 */
export async function keepTips(repo: string, s: PushStamp, updates: RefUpdate[]): Promise<void> {
  const tips = updates.filter(({ newSha }) => newSha !== ZERO_SHA)
  await mkdir(path.join(repo, HIDDEN_REFS, 'pushes'), { recursive: true })
  await Promise.all(tips.map(({ newSha }, n) => writeRef(path.join(repo, pushRef(s.pushId, n)), checkedSha(newSha))))
}

/** Synced and renamed: after a power cut the ref is whole or absent, and an empty ref file would break the repository. */
async function writeRef(file: string, sha: string): Promise<void> {
  const temporary = `${file}.lock`
  await writeSynced(temporary, `${sha}\n`)
  await rename(temporary, file)
}

/** Every ref and the object it names. */
export async function readRefs(git: Git, repo: string): Promise<Map<string, string>> {
  const args = [`--git-dir=${repo}`, 'for-each-ref', '--format=%(objectname) %(refname)']
  const lines = (await mustRun(git, args)).toString().split('\n').filter(Boolean)
  return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]))
}

/**
 * The updates that took effect. Exactly at the pushed id, not merely past it: a refused rewind to an older commit would
 * otherwise look applied. Pushes to one repository run one at a time, so nothing can have moved on in between.
 */
export async function effective(git: Git, repo: string, updates: RefUpdate[]): Promise<RefUpdate[]> {
  const refs = await readRefs(git, repo)
  return updates.filter(({ ref, newSha }) => refs.get(ref) === newSha)
}

/** Says of each update whether it was forced. A push on top of what was there names it as a parent: no process then. */
export async function withForced(git: Git, repo: string, updates: RefUpdate[], tips: readonly PushedTip[] = []): Promise<AppliedUpdate[]> {
  const applied: AppliedUpdate[] = []
  for (const update of updates) applied.push({ ...update, forced: await isForced(git, repo, update, tips) })
  return applied
}

async function isForced(git: Git, repo: string, { ref, oldSha, newSha }: RefUpdate, tips: readonly PushedTip[]): Promise<boolean> {
  if (oldSha === ZERO_SHA) return false
  // A tag that moves is a rewrite whatever it points at.
  if (!ref.startsWith('refs/heads/')) return true
  const tip = tips.find((t) => t.sha === newSha)
  return !tip?.parents.includes(oldSha) && !(await isAncestor(git, repo, oldSha, newSha))
}

export async function isAncestor(git: Git, repo: string, a: string, b: string): Promise<boolean> {
  const args = [`--git-dir=${repo}`, 'merge-base', '--is-ancestor', checkedSha(a), checkedSha(b)]
  return (await capture(git, args)).code === 0
}

function checkedHidden(ref: string): string {
  if (!HIDDEN.test(ref)) throw new Error(`Not a hidden ref: ${JSON.stringify(ref)}`)
  return ref
}
