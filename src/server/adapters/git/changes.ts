/** Reads what `git diff-tree -z` prints. Pure. */
import type { FileChange, TouchedFile } from './port.ts'

/** Of `--raw --numstat`: the raw records come first, then the counts, in the same order of paths. */
export function parseChanges(output: string): FileChange[] {
  const fields = output.split('\0')
  const { files, end } = readFiles(fields)
  let at = end
  return files.map((file) => {
    const change = { ...file, ...countsIn(fields[at]) }
    at += file.status === 'renamed' ? 3 : 1
    return change
  })
}

/** Of `--raw`. */
export function parseTouched(output: string): TouchedFile[] {
  return readFiles(output.split('\0')).files
}

function readFiles(fields: string[]): { files: TouchedFile[]; end: number } {
  const files: TouchedFile[] = []
  let at = 0
  while (fields[at]?.startsWith(':')) {
    const file = readRaw(fields, at)
    files.push(file)
    at += file.status === 'renamed' ? 3 : 2
  }
  return { files, end: at }
}

function readRaw(fields: string[], at: number): TouchedFile {
  const letter = fields[at]?.split(' ')[4]?.[0] ?? 'M'
  const path = fields[at + 1] ?? ''
  if (letter === 'R') return { path: fields[at + 2] ?? '', oldPath: path, status: 'renamed' }
  return { path, status: statusOf(letter) }
}

function statusOf(letter: string): FileChange['status'] {
  if (letter === 'A') return 'added'
  if (letter === 'D') return 'deleted'
  return letter === 'T' ? 'retyped' : 'modified'
}

/** A rename has an empty path here, followed by both names. Binary files have "-" for counts. */
function countsIn(field = ''): Pick<FileChange, 'additions' | 'deletions'> {
  const [additions = '-', deletions = '-'] = field.split('\t')
  return { additions: additions === '-' ? null : Number(additions), deletions: deletions === '-' ? null : Number(deletions) }
}
