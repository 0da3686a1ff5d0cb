interface FileRow {
  path: string
  change: 'added' | 'modified' | 'unchanged'
}

/** Changed files first, then by path. */
export function inOrder<F extends FileRow>(files: readonly F[]): F[] {
  return files.toSorted((a, b) => Number(a.change === 'unchanged') - Number(b.change === 'unchanged') || (a.path < b.path ? -1 : 1))
}
