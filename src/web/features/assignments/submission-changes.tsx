import { Alert, Badge, Group, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { Change } from '#contract/submissions.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Patch } from '#web/ui/code.tsx'
import { Marked } from '#web/ui/hidden.tsx'
import { Empty, Loaded } from '#web/ui/parts.tsx'

export interface Range {
  from?: string
  to?: string
}

/** What changed, a file at a time: against the starter, or between two commits. */
export function SubmissionChanges({ id, range = {} }: { id: string; range?: Range }) {
  const changes = useOp(operations.listSubmissionChanges, { params: { id }, query: range })
  const [chosen, setChosen] = useState<string | null>(null)
  const [ignore, setIgnore] = useState(false)
  return (
    <Loaded of={changes}>
      {({ items }) => {
        const shown = items.find((c) => c.path === chosen) ?? items[0]
        if (!shown) return <Empty>Nothing changed.</Empty>
        return (
          <Stack gap="xs">
            <Group justify="space-between"><Text size="sm">{sumOf(items)}</Text><Switch size="xs" label="Leave out white space" checked={ignore} onChange={(e) => setIgnore(e.currentTarget.checked)} /></Group>
            <div className="browser">
              <ChangedFiles items={items} shown={shown.path} onOpen={setChosen} />
              <FilePatch id={id} range={range} path={shown.path} ignore={ignore} />
            </div>
          </Stack>
        )
      }}
    </Loaded>
  )
}

function sumOf(items: readonly Change[]): string {
  const sum = (of: 'additions' | 'deletions') => items.reduce((total, c) => total + (c[of] ?? 0), 0).toLocaleString('en')
  return `${items.length.toLocaleString('en')} ${items.length === 1 ? 'file' : 'files'}, ${sum('additions')} lines added, ${sum('deletions')} taken out`
}

function ChangedFiles({ items, shown, onOpen }: { items: readonly Change[]; shown: string; onOpen: (path: string) => void }) {
  return (
    <div className="files" tabIndex={0} role="region" aria-label="Changed files">
      <ul className="tree">
        {items.map((c) => (
          <li key={c.path}>
            <button type="button" aria-current={c.path === shown || undefined} onClick={() => onOpen(c.path)}>
              <span><Marked text={c.path} /></span>
              <Badge size="xs" variant="light" color={c.status === 'deleted' ? 'red' : c.status === 'added' ? 'green' : 'blue'} style={{ flexShrink: 0 }}>{c.additions === null ? c.status : `+${c.additions} −${c.deletions}`}</Badge>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function FilePatch({ id, range, path, ignore }: { id: string; range: Range; path: string; ignore: boolean }) {
  const diff = useOp(operations.getSubmissionDiff, { params: { id }, query: { ...range, path, whitespace: ignore ? 'ignore' : 'show' } })
  return (
    <Loaded of={diff}>
      {(d) => (
        <Stack gap="xs">
          {d.patch ? <Patch text={d.patch} label={`Changes of ${path}`} /> : <Empty>Nothing but white space.</Empty>}
          {d.truncated && <Alert color="orange">The changes go on; only their beginning is shown.</Alert>}
        </Stack>
      )}
    </Loaded>
  )
}
