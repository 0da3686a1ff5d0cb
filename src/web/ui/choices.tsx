import { Badge } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import './choices.css'
import { inOrder } from './files.ts'
import { Marked } from './hidden.tsx'

interface ChoicesProps<T> {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  shown: string
  onChoose: (key: string) => void
  children: (item: T) => ReactNode
}

/** A short list to choose one from. */
export function Choices<T>({ label, items, keyOf, shown, onChoose, children }: ChoicesProps<T>) {
  return (
    <div className="choices" tabIndex={0} role="region" aria-label={label}>
      <ul>{items.map((item) => <li key={keyOf(item)}><button type="button" aria-current={keyOf(item) === shown || undefined} onClick={() => onChoose(keyOf(item))}>{children(item)}</button></li>)}</ul>
    </div>
  )
}

interface FileRow {
  path: string
  change: 'added' | 'modified' | 'unchanged'
}

const pathOf = (f: { path: string }) => f.path

/** Files, changed ones first. */
export function FileChoices({ files, shown, onOpen }: { files: readonly FileRow[]; shown: string; onOpen: (path: string) => void }) {
  return (
    <Choices label="Files" items={inOrder(files)} keyOf={pathOf} shown={shown} onChoose={onOpen}>
      {(f) => <span className="choice-line"><Path path={f.path} />{f.change !== 'unchanged' && <Badge size="xs" variant="light" color={f.change === 'added' ? 'green' : 'blue'} style={{ flexShrink: 0 }}>{f.change}</Badge>}</span>}
    </Choices>
  )
}

/** A long path breaks behind a separator, not within a word. */
function Path({ path }: { path: string }) {
  return <span>{path.split(/(?<=[/_.-])/).map((p, i) => <Fragment key={i}><Marked text={p} /><wbr /></Fragment>)}</span>
}

interface ChangedFile {
  path: string
  status: string
  /** null for what is not text. */
  additions: number | null
  deletions: number | null
}

export function sumOfChanges(items: readonly ChangedFile[]): string {
  const sum = (of: 'additions' | 'deletions') => items.reduce((total, c) => total + (c[of] ?? 0), 0)
  const [added, gone] = [sum('additions'), sum('deletions')]
  return `${items.length.toLocaleString('en')} ${items.length === 1 ? 'file' : 'files'}, ${added.toLocaleString('en')} ${added === 1 ? 'line' : 'lines'} added, ${gone.toLocaleString('en')} taken out`
}

/** Files that changed, each with how much. */
export function ChangeChoices({ items, shown, onOpen }: { items: readonly ChangedFile[]; shown: string; onOpen: (path: string) => void }) {
  return (
    <Choices label="Changed files" items={items} keyOf={pathOf} shown={shown} onChoose={onOpen}>
      {(c) => <span className="choice-line"><Path path={c.path} /><Badge size="xs" variant="light" color={c.status === 'deleted' ? 'red' : c.status === 'added' ? 'green' : 'blue'} style={{ flexShrink: 0 }}>{c.additions === null ? c.status : `+${c.additions} −${c.deletions}`}</Badge></span>}
    </Choices>
  )
}
