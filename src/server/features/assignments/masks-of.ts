import type { RepoReader } from '#server/adapters/git/port.ts'
import { type LoadedApplication, loadApplicationById } from '#server/features/applications/index.ts'
import { type Found, inFile, inMessage, namesPeople } from '#server/lib/identities.ts'
import { type Identity, type Mask, maskFor, maskKeepingLength } from '#server/lib/mask.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { findHosted } from './hosted-store.ts'
import type { Submission } from './submission-store.ts'

const MOST_COMMITS = 500
const MOST_FILES = 60
const FILE_BYTES = 128 * 1024

export interface Masks {
  mask: Mask
  /** For bytes that are no text, whose places must stay. */
  maskBytes: Mask
  /** Whom they hide. */
  people: readonly Identity[]
  accounts: readonly string[]
}

type Sealed = Pick<Submission, 'id' | 'repoId' | 'commit' | 'starterCommit' | 'assignmentId'>

/** A submission never changes and every page asks for its masks; a changed name or address is a new key. */
const kept = new Map<string, Promise<Masks>>()
const KEPT = 50

/** What takes every name of this submission out of a text: the candidate's, and whoever else is named as its author anywhere in it. */
export async function masksOf(ctx: Context, s: Sealed, application: Pick<LoadedApplication, 'id'>, reader: RepoReader): Promise<Masks> {
  const known = await ctx.as(SYSTEM).transaction(async (tx) => ({ candidate: (await loadApplicationById(tx, application.id)).candidate, login: (await findHosted(tx, s.assignmentId))?.login ?? null }))
  const key = [s.id, known.candidate.name, known.candidate.email, known.login].join('\n')
  const made = kept.get(key) ?? makeMasks(s, known, reader)
  kept.delete(key)
  kept.set(key, made)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
  // What failed is tried again by the next who asks.
  made.catch(() => kept.delete(key))
  return made
}

async function makeMasks(s: Sealed, known: { candidate: Identity; login: string | null }, reader: RepoReader): Promise<Masks> {
  const [commits, files] = await Promise.all([inCommits(s, reader), inFiles(s, reader)])
  // Whoever is the first to read something of it soon asks for all that changed: its lines are counted meanwhile.
  reader.changes(s.starterCommit, s.commit).catch(() => undefined)
  const found = [commits, ...files]
  const people = [known.candidate, ...found.flatMap((f) => f.people)]
  const accounts = [...(known.login ? [known.login] : []), ...found.flatMap((f) => f.accounts)]
  return { mask: maskFor(people, accounts), maskBytes: maskKeepingLength(people, accounts), people, accounts }
}

async function inCommits(s: Sealed, reader: RepoReader): Promise<Found> {
  const commits = await reader.log(s.commit, { limit: MOST_COMMITS, since: s.starterCommit })
  const people = commits.flatMap((c) => [{ name: c.authorName, email: c.authorEmail }, { name: c.committerName, email: c.committerEmail }, ...inMessage(c.body)])
  return { people, accounts: [] }
}

/** Files that name people, where the candidate wrote them: whom the starter names is no secret. */
async function inFiles(s: Sealed, reader: RepoReader): Promise<Found[]> {
  const touched = (await reader.touched(s.starterCommit, s.commit)).filter((c) => c.status !== 'deleted' && namesPeople(c.path)).slice(0, MOST_FILES)
  const found: Found[] = []
  for (const { path, oldPath } of touched) {
    const [before, now] = await Promise.all([textOf(reader, s.starterCommit, oldPath ?? path), textOf(reader, s.commit, path)])
    found.push(inFile(path, /package\.json$/i.test(path) ? now : without(now, before)))
  }
  return found
}

async function textOf(reader: RepoReader, commit: string, path: string): Promise<string> {
  const file = await reader.file(commit, path, { maxBytes: FILE_BYTES }).catch(() => null)
  return !file || file.binary ? '' : file.bytes.toString('utf8')
}

function without(text: string, before: string): string {
  const known = new Set(before.split('\n'))
  return text.split('\n').filter((line) => !known.has(line)).join('\n')
}
