/** Reads what `git diff-tree -z --raw --numstat` prints. Pure. */
import type { FileChange } from './port.ts'

/** The raw records come first, then the counts, in the same order of paths. */
export function parseChanges(output: string): FileChange[] {
  const fields = output.split('\0')
  const changes: FileChange[] = []
  let at = 0
  while (fields[at]?.startsWith(':')) at = readRaw(fields, at, changes)
  for (const change of changes) at = readCounts(fields, at, change)
  return changes
}

function readRaw(fields: string[], at: number, changes: FileChange[]): number {
  const letter = fields[at]?.split(' ')[4]?.[0] ?? 'M'
  const path = fields[at + 1] ?? ''
  const counts = { additions: null, deletions: null }
  if (letter !== 'R') {
    changes.push({ path, status: statusOf(letter), ...counts })
    return at + 2
  }
  changes.push({ path: fields[at + 2] ?? '', oldPath: path, status: 'renamed', ...counts })
  return at + 3
}

function statusOf(letter: string): FileChange['status'] {
  if (letter === 'A') return 'added'
  if (letter === 'D') return 'deleted'
  return letter === 'T' ? 'retyped' : 'modified'
}

/** A rename has an empty path here, followed by both names. Binary files have "-" for counts. */
function readCounts(fields: string[], at: number, change: FileChange): number {
  const [additions = '-', deletions = '-'] = (fields[at] ?? '').split('\t')
  change.additions = additions === '-' ? null : Number(additions)
  change.deletions = deletions === '-' ? null : Number(deletions)
  return at + (change.status === 'renamed' ? 3 : 1)
}
