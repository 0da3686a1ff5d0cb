import { Button, Group, NavLink, Paper, ScrollArea, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { COMMENT_KINDS, type Review, type ReviewComment } from '#contract/reviews.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused } from '#web/ui/parts.tsx'

/** Files, changed ones first; a file's lines, each with a way to remark on it. */
export function CodePane({ r }: { r: Review }) {
  const files = useOp(operations.listSubmissionFiles, { params: { id: r.submission_id } })
  const [path, setPath] = useState<string | null>(null)
  return (
    <Loaded of={files}>
      {({ items }) => {
        const sorted = items.toSorted((a, b) => Number(a.change === 'unchanged') - Number(b.change === 'unchanged') || (a.path < b.path ? -1 : 1))
        const shown = path ?? sorted[0]?.path ?? ''
        return (
          <Stack>
            <ScrollArea.Autosize mah={220} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Files' }}>
              {sorted.map((f) => <NavLink key={f.path} component="button" type="button" label={f.path} description={f.change === 'unchanged' ? undefined : f.change} active={f.path === shown} onClick={() => setPath(f.path)} />)}
            </ScrollArea.Autosize>
            {shown && <File key={shown} r={r} path={shown} />}
          </Stack>
        )
      }}
    </Loaded>
  )
}

function File({ r, path }: { r: Review; path: string }) {
  const file = useOp(operations.getSubmissionFile, { params: { id: r.submission_id }, query: { path } })
  const [line, setLine] = useState<number | null>(null)
  const at = (n: number) => r.comments.filter((c) => c.path === path && c.line === n)
  return (
    <Loaded of={file}>
      {(f) => (f.text === null ? <Text>{path} is not text ({f.size} bytes).</Text> : (
        <Paper withBorder p="xs">
          <Text fw={600} size="sm">{path}</Text>
          <pre className="code" tabIndex={0} aria-label={path} role="region">
            {f.text.split('\n').map((text, i) => (
              <span key={i} className={at(i + 1).length > 0 ? 'line noted' : 'line'}>
                {r.mine && !r.sealed_at ? <button type="button" aria-label={`Comment on line ${i + 1}`} onClick={() => setLine(i + 1)}>{i + 1}</button> : <span aria-hidden="true">{String(i + 1).padStart(4)} </span>}
                {text}
                {at(i + 1).map((c) => <Remark key={c.id} r={r} c={c} />)}
              </span>
            ))}
          </pre>
          {f.truncated && <Text size="sm">The file goes on; only its beginning is shown.</Text>}
          {line !== null && <CommentForm r={r} path={path} line={line} onDone={() => setLine(null)} />}
        </Paper>
      ))}
    </Loaded>
  )
}

function Remark({ r, c }: { r: Review; c: ReviewComment }) {
  const act = useAct(operations.deleteComment)
  return (
    <Group gap="xs" pl="xl" style={{ whiteSpace: 'normal' }}>
      <Text size="sm">{c.kind.replaceAll('_', ' ')}: {c.body}</Text>
      {r.mine && !r.sealed_at && <Button size="compact-xs" variant="default" onClick={() => act.mutate({ params: { id: r.id, comment: c.id } })}>Take back</Button>}
    </Group>
  )
}

function CommentForm({ r, path, line, onDone }: { r: Review; path: string; line: number; onDone: () => void }) {
  const [kind, setKind] = useState<(typeof COMMENT_KINDS)[number]>('evidence')
  const [criterion, setCriterion] = useState<string | null>(null)
  const [body, setBody] = useState('')
  const act = useAct(operations.addComment, { onDone })
  return (
    <Stack mt="sm" gap="xs">
      <Refused error={act.error} />
      <Group grow>
        <Select label={`On line ${line}`} allowDeselect={false} data={COMMENT_KINDS.map((k) => ({ value: k, label: k.replaceAll('_', ' ') }))} value={kind} onChange={(v) => setKind(COMMENT_KINDS.find((k) => k === v) ?? 'evidence')} />
        <Select label="Criterion" clearable data={r.criteria.map((c) => ({ value: c.id, label: c.name }))} value={criterion} onChange={setCriterion} />
      </Group>
      <Textarea label="Comment" data-autofocus autosize minRows={2} value={body} onChange={(e) => setBody(e.currentTarget.value)} />
      <Group><Button disabled={!body.trim()} loading={act.isPending} onClick={() => act.mutate({ params: { id: r.id }, body: { path, line, kind, criterion_id: criterion, body } })}>Add comment</Button><Button variant="default" onClick={onDone}>Cancel</Button></Group>
    </Stack>
  )
}
