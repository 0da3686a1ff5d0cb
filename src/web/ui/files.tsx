import { Badge } from '@mantine/core'

interface FileRow {
  path: string
  change: 'added' | 'modified' | 'unchanged'
}

/** The files of a submission, changed ones first. */
export function FileTree({ files, shown, onOpen }: { files: readonly FileRow[]; shown: string; onOpen: (path: string) => void }) {
  return (
    <div className="files" tabIndex={0} role="region" aria-label="Files">
      <ul className="tree">
        {inOrder(files).map((f) => (
          <li key={f.path}>
            <button type="button" aria-current={f.path === shown || undefined} onClick={() => onOpen(f.path)}>
              <span>{f.path}</span>
              {f.change !== 'unchanged' && <Badge size="xs" variant="light" color={f.change === 'added' ? 'green' : 'blue'} style={{ flexShrink: 0 }}>{f.change}</Badge>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Changed files first, then by path. */
export function inOrder<F extends FileRow>(files: readonly F[]): F[] {
  return files.toSorted((a, b) => Number(a.change === 'unchanged') - Number(b.change === 'unchanged') || (a.path < b.path ? -1 : 1))
}
