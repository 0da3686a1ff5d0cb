/** What changed between two commits, as people are shown it. */
import type { Change, SubmissionDiff } from '#contract/submissions.ts'
import { cutLines, visibleBytes } from '#server/lib/visible.ts'
import { notFound } from '../errors.ts'
import { LINE_CHARACTERS } from './show-files.ts'
import { pathFor, type View } from './view.ts'

export const DIFF_BYTES = 2 * 1024 * 1024

export interface CommitRange {
  from: string
  to: string
}

export interface PatchQuery {
  path?: string | undefined
  whitespace: 'show' | 'ignore'
}

export async function showChanges(v: View, range: CommitRange): Promise<Change[]> {
  const changes = await v.reader.changes(range.from, range.to)
  return changes.map((c) => ({ path: pathFor(v, c.path), old_path: c.oldPath === undefined ? null : pathFor(v, c.oldPath), status: c.status, additions: c.additions, deletions: c.deletions }))
}

/** A patch in which nothing is hidden. */
export async function showPatch(v: View, range: CommitRange, query: PatchQuery): Promise<SubmissionDiff> {
  const paths = query.path === undefined ? undefined : await changedPaths(v, range, query.path)
  const diff = await v.reader.diff(range.from, range.to, { maxBytes: DIFF_BYTES, ...(paths ? { paths } : {}), ignoreWhitespace: query.whitespace === 'ignore' })
  return { ...range, patch: cutLines(v.mask(visibleBytes(diff.bytes, { cut: diff.truncated })), LINE_CHARACTERS).text, truncated: diff.truncated }
}

/** A renamed file is told with both its names, or it would look new. */
async function changedPaths(v: View, range: CommitRange, shown: string): Promise<string[]> {
  const change = (await v.reader.changes(range.from, range.to)).find((c) => pathFor(v, c.path) === shown)
  if (!change) throw notFound('A change of this file')
  return [change.path, ...(change.oldPath === undefined ? [] : [change.oldPath])]
}
