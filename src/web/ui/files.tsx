import { Badge } from '@mantine/core'
import { Fragment } from 'react'
import { Marked } from './hidden.tsx'

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
              <span>{pieces(f.path).map((p, i) => <Fragment key={i}><Marked text={p} /><wbr /></Fragment>)}</span>
              {f.change !== 'unchanged' && <Badge size="xs" variant="light" color={f.change === 'added' ? 'green' : 'blue'} style={{ flexShrink: 0 }}>{f.change}</Badge>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A long path breaks behind a separator, not within a word. */
const pieces = (path: string) => path.split(/(?<=[/_.-])/)

/** Changed files first, then by path. */
export function inOrder<F extends FileRow>(files: readonly F[]): F[] {
  return files.toSorted((a, b) => Number(a.change === 'unchanged') - Number(b.change === 'unchanged') || (a.path < b.path ? -1 : 1))
}
