import { pathFrom } from '#server/lib/visible.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/errors.ts'
import { FILE_BYTES } from '#server/platform/reading/show-files.ts'
import { entryAt, pathFor } from '#server/platform/reading/view.ts'
import { commitIn, open, type Opened } from './read-open.ts'

/** A place in a sealed submission as a reader names it, by paths as they are shown. */
export interface Spot {
  /** Empty for the whole, or for a whole commit. */
  path: string
  /** `old`: as the starter had it. */
  side: 'new' | 'old'
  /** The last line that is meant; 0 for the whole file. */
  line: number
  /** A commit of the history in place of the sealed one. */
  commit: string | null
}

/** What of a place is not there, or null. Asks whether whoever acts may read the submission. */
export async function missingOfSpot(ctx: Context, submissionId: string, spot: Spot): Promise<'commit' | 'path' | 'line' | null> {
  const o = await open(ctx, submissionId, (reader, s) => (spot.path === '' ? [] : [reader.file(spot.side === 'old' ? s.starterCommit : (spot.commit ?? s.commit), pathFrom(spot.path), { maxBytes: FILE_BYTES })]))
  const commit = await orNull(commitIn(o, spot.side === 'old' ? o.submission.starterCommit : (spot.commit ?? undefined)))
  if (commit === null) return 'commit'
  if (spot.path === '') return null
  const lines = await linesOf(o, commit, spot.path)
  if (lines === null) return 'path'
  return spot.line <= lines ? null : 'line'
}

/** How many lines a file has; 0 when there are none to speak of, null when there is no such file. */
async function linesOf(o: Opened, commit: string, shown: string): Promise<number | null> {
  const path = pathFrom(shown)
  // Whoever guesses a name that is hidden must not be told that a file has it.
  const asShown = pathFor(o, path) === shown ? await o.reader.file(commit, path, { maxBytes: FILE_BYTES }) : null
  const file = asShown ?? (await underAnotherName(o, commit, shown))
  if (!file) return null
  if (file.binary) return 0
  const text = file.bytes.toString('utf8')
  return Math.max(1, text.split('\n').length - (text.endsWith('\n') ? 1 : 0))
}

/** Where the review is anonymous, a name in a path is shown masked. */
async function underAnotherName(o: Opened, commit: string, shown: string) {
  const entry = await orNull(entryAt(o, commit, shown))
  return entry && entry.type !== 'submodule' ? o.reader.file(commit, entry.path, { maxBytes: FILE_BYTES }) : null
}

/** What is not found is an answer here. */
async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null
    throw error
  }
}
