import { Anchor, Group, Skeleton, Text } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import type { BlameRun } from '#contract/submissions.ts'
import { fileUrl, operations, useOp } from '#web/api/client.ts'
import type { Target } from '#web/ui/diff/code-list.tsx'
import { wholeFile } from '#web/ui/diff/patch.ts'
import { type Extra, type LineRow, type Range, rowsOf } from '#web/ui/diff/rows.ts'
import { Marked } from '#web/ui/hidden.tsx'
import { Loaded, Refused } from '#web/ui/parts.tsx'
import { SourceNotes } from '#web/ui/source-notes.tsx'
import { ReadingMenu, useReading } from './submission-reading.tsx'

const CodeList = lazy(() => import('#web/ui/diff/code-list.tsx').then((m) => ({ default: m.CodeList })))

export interface FileProps {
  id: string
  path: string
  target?: Target | null
  extras?: readonly Extra[]
  extra?: ((id: string) => ReactNode) | undefined
  onPick?: ((lines: Range) => void) | undefined
  onChoose?: ((lines: Range) => void) | undefined
  /** What stands at the right of its name. */
  acts?: ReactNode
}

/** One file of the submission, whole, as it was sealed; with whom and when each line came, if asked. */
export function SubmissionFile(props: FileProps) {
  const { id, path } = props
  const [whole, setWhole] = useState(false)
  const file = useOp(operations.getSubmissionFile, { params: { id }, query: { path, lines: whole ? 'whole' : 'cut' } }, { enabled: path !== '', fixed: true })
  if (path === '') return <Text c="dimmed" p="md">Choose a file.</Text>
  return (
    <div className="file-view">
      <Group justify="space-between" gap="xs" className="file-head">
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}><Marked text={path} /></Text>
        <Group gap="sm">
          {props.acts}
          <Anchor size="sm" href={fileUrl(operations.downloadSubmissionFile, { params: { id }, query: { path } })} download>Save the file</Anchor>
          <ReadingMenu of="file" />
        </Group>
      </Group>
      <Loaded of={file}>{(f) => <><SourceNotes f={f} whole={whole} onWhole={() => setWhole(true)} />{f.text !== null && <Lines {...props} text={f.text} isFile={f.kind === 'file'} />}</>}</Loaded>
    </div>
  )
}

const NO_EXTRAS: readonly Extra[] = []

function Lines({ id, path, text, isFile, target = null, extras = NO_EXTRAS, extra, onPick, onChoose }: FileProps & { text: string; isFile: boolean }) {
  const [reading] = useReading()
  const asked = reading.blame && isFile
  const blame = useOp(operations.getSubmissionBlame, { params: { id }, query: { path } }, { enabled: asked, fixed: true })
  const blocks = useMemo(() => wholeFile(text), [text])
  const own = useMemo(() => extras.filter((e) => e.path === path && e.side === 'new'), [extras, path])
  const rows = useMemo(() => rowsOf([{ path, blocks, expected: 0, folded: false }], 'whole', own), [path, blocks, own])
  const notes = useMemo(() => (asked && blame.data ? notesOf(blame.data.items) : null), [asked, blame.data])
  return (
    <Suspense fallback={<Skeleton h={240} role="status" aria-label="Loading the code" />}>
      {asked && <Refused error={blame.error} />}
      <CodeList key={path} label={path} rows={rows} layout="whole" wrap={reading.wrap} tab={reading.tab} target={target} extra={(x) => extra?.(x)} {...(notes ? { note: (row: LineRow) => notes.get(row.right?.new ?? 0) ?? '' } : {})} {...(onPick ? { onPick } : {})} {...(onChoose ? { onChoose } : {})} />
    </Suspense>
  )
}

/** At the first line of each run: which commit, and when it reached us. */
function notesOf(runs: readonly BlameRun[]): ReadonlyMap<number, string> {
  return new Map(runs.map((r) => [r.from_line, r.in_starter ? 'Starter' : `${r.sha.slice(0, 7)} ${r.received_at ? new Date(r.received_at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }) : ''} ${r.subject}`]))
}
