import type { ReviewComment } from '#contract/reviews.ts'

/** Where a remark is pinned: lines, a file (line 0), a commit, or the whole. */
export type Spot = Pick<ReviewComment, 'path' | 'side' | 'line' | 'end_line' | 'commit'>

export const WHOLE: Spot = { path: '', side: 'new', line: 0, end_line: 0, commit: null }

/** A place in words: `src/app.ts:3`, `src/app.ts:3–7`, `the whole`. */
export function spotName({ path, side, line, end_line: end, commit }: Spot): string {
  const where = `${commit && path ? ` in ${commit.slice(0, 7)}` : ''}${side === 'old' ? ', as the starter had it' : ''}`
  if (path === '') return commit ? `commit ${commit.slice(0, 7)}` : 'the whole'
  return `${path}${line === 0 ? '' : `:${line}${end > line ? `–${end}` : ''}`}${where}`
}

export const isSameSpot = (a: Spot, b: Spot) => a.path === b.path && a.side === b.side && a.line === b.line && a.end_line === b.end_line && a.commit === b.commit

/**
 * The place that a remark can have for the lines somebody chose. Only the starter has an old side: in what one push or
 * commit changed, a line that went is spoken of as part of its file.
 */
export function spotOf(lines: Omit<Spot, 'commit'>, commit: string | null): Spot {
  return commit !== null && lines.side === 'old' ? { path: lines.path, side: 'new', line: 0, end_line: 0, commit } : { ...lines, commit }
}

/** The whole first, then commits, then files in their order and their lines from the top. */
export function compareSpots(a: Spot, b: Spot): number {
  const rank = (s: Spot) => (s.path === '' ? (s.commit ? 1 : 0) : 2)
  return rank(a) - rank(b) || compare(a.path, b.path) || a.end_line - b.end_line || compare(a.commit ?? '', b.commit ?? '')
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))
