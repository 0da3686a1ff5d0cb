import { Alert, Anchor, Group, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { SourceFile } from '#contract/submissions.ts'
import { fileUrl, operations, useOp } from '#web/api/client.ts'
import { Code } from '#web/ui/code.tsx'
import type { Place } from '#web/ui/code-editor.tsx'
import { Marked } from '#web/ui/hidden.tsx'
import { Loaded, When } from '#web/ui/parts.tsx'

interface FileProps {
  id: string
  path: string
  noted?: readonly number[]
  place?: Place | null
  onLine?: (line: number) => void
}

/** One file of the submission, as it was sealed; with whom and when each line came, if asked. */
export function SubmissionFile({ id, path, noted, place, onLine }: FileProps) {
  const [whole, setWhole] = useState(false)
  const [blame, setBlame] = useState(false)
  const file = useOp(operations.getSubmissionFile, { params: { id }, query: { path, lines: whole ? 'whole' : 'cut' } }, { enabled: path !== '' })
  if (path === '') return <Text c="dimmed">Choose a file.</Text>
  return (
    <Loaded of={file}>
      {(f) => (
        <Stack gap="xs">
          <Group justify="space-between" gap="xs">
            <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}><Marked text={path} /></Text>
            <Group gap="md">
              {f.text !== null && f.kind === 'file' && <Switch size="xs" label="Who and when, by line" checked={blame} onChange={(e) => setBlame(e.currentTarget.checked)} />}
              <Anchor size="sm" href={fileUrl(operations.downloadSubmissionFile, { params: { id }, query: { path } })} download>Save the file</Anchor>
            </Group>
          </Group>
          <Notes f={f} whole={whole} onWhole={() => setWhole(true)} />
          {f.text !== null && (blame ? <Blame id={id} path={path} text={f.text} /> : <Code key={path} label={path} path={path} text={f.text} noted={noted ?? []} place={place ?? null} {...(onLine ? { onLine } : {})} />)}
        </Stack>
      )}
    </Loaded>
  )
}

/** What is true of a file before it is read. */
function Notes({ f, whole, onWhole }: { f: SourceFile; whole: boolean; onWhole: () => void }) {
  const [first] = f.hidden_on
  return (
    <>
      {f.kind === 'symlink' && <Alert color="blue">A link. This is the text it points to; it is not followed.</Alert>}
      {f.kind === 'submodule' && <Alert color="blue">Another repository’s commit. Only its id is here.</Alert>}
      {f.text === null && <Text>This is not text: {f.type}, {f.size.toLocaleString('en')} bytes. It can be saved, and is never opened here.</Text>}
      {first !== undefined && <Alert color="orange">Characters that are not seen, or reorder what is, stand here as marks such as <span className="hidden-mark">⟦U+202E⟧</span>: {f.hidden_on.length === 1 ? 'on line' : 'on lines'} {f.hidden_on.slice(0, 10).join(', ')}{f.hidden_on.length > 10 && ' and more'}.</Alert>}
      {f.cut_lines > 0 && !whole && <Text size="sm">{f.cut_lines === 1 ? 'One line is' : `${f.cut_lines} lines are`} very long and cut. <Anchor component="button" type="button" size="sm" onClick={onWhole}>Show them whole</Anchor></Text>}
      {f.truncated && <Alert color="orange">The file goes on; only its beginning is shown. Save it to see all.</Alert>}
    </>
  )
}

/** Lines beside the commit they came with, and when our server received it. */
function Blame({ id, path, text }: { id: string; path: string; text: string }) {
  const blame = useOp(operations.getSubmissionBlame, { params: { id }, query: { path } })
  const lines = text.split('\n')
  return (
    <Loaded of={blame}>
      {({ items }) => (
        <div className="blame" tabIndex={0} role="region" aria-label={`${path}, with the commit of each line`}>
          {items.flatMap((run) => [
            <div key={`${run.from_line}-from`} className="from">
              {run.in_starter ? 'Starter' : <><code>{run.sha.slice(0, 7)}</code> <Marked text={run.subject} /><br />received <When at={run.received_at} plain /></>}
            </div>,
            <div key={run.from_line}><pre>{lines.slice(run.from_line - 1, run.from_line - 1 + run.lines).map((line, i) => <span key={i}>{String(run.from_line + i).padStart(4)}  <Marked text={line} />{'\n'}</span>)}</pre></div>,
          ])}
        </div>
      )}
    </Loaded>
  )
}
