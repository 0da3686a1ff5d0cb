import { Button, Group, Paper, Select, Stack, Text, Textarea, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import { COMMENT_KINDS, type Review, type ReviewComment } from '#contract/reviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused, words } from '#web/ui/parts.tsx'

/** Where a remark is pinned: a line, or the whole (no path, line 0). */
export interface Spot {
  path: string
  line: number
}

export const spotName = (s: Spot) => (s.path ? `${s.path}:${s.line}` : 'the whole')
const canWrite = (r: Review) => r.mine && r.sealed_at === null

/** Remarks on the work: those there are, and one being written. */
export function Comments({ r, at, onGo, onClose }: { r: Review; at: Spot | null; onGo: (spot: Spot) => void; onClose: (next: Spot | null) => void }) {
  const section = useRef<HTMLDivElement>(null)
  const whole = useRef<HTMLButtonElement>(null)
  const close = () => {
    onClose(null)
    if (!at?.path) whole.current?.focus()
  }
  return (
    <Stack component="section" aria-label="Comments" gap="sm" ref={section} tabIndex={-1}>
      <Group justify="space-between">
        <Title order={2} size="h5">Comments ({r.comments.length})</Title>
        {canWrite(r) && <Button ref={whole} size="xs" variant="default" onClick={() => onClose({ path: '', line: 0 })}>Comment on the whole</Button>}
      </Group>
      {at && canWrite(r) && <CommentForm key={spotName(at)} r={r} at={at} onClose={close} />}
      {r.comments.length === 0 && <Text size="sm" c="dimmed">{canWrite(r) ? 'Click a line number, or press Enter on a line, to comment on it.' : 'There are none.'}</Text>}
      {r.comments.map((c) => <Comment key={c.id} r={r} c={c} onGo={() => onGo(c)} onGone={() => section.current?.focus()} />)}
    </Stack>
  )
}

function Comment({ r, c, onGo, onGone }: { r: Review; c: ReviewComment; onGo: () => void; onGone: () => void }) {
  const act = useAct(operations.deleteComment, { onDone: onGone })
  const criterion = r.criteria.find((x) => x.id === c.criterion_id)
  return (
    <Paper withBorder p="xs">
      <Refused error={act.error} />
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{words(c.kind)} on {spotName(c)}{criterion ? `, for ${criterion.name}` : ''}</Text>
        <Group gap={4} wrap="nowrap">
          {c.path && <Button size="compact-xs" variant="default" onClick={onGo} aria-label={`Show ${spotName(c)}`}>Show</Button>}
          {canWrite(r) && <Button size="compact-xs" variant="default" loading={act.isPending} aria-label={`Take back the comment on ${spotName(c)}`} onClick={() => act.mutate({ params: { id: r.id, comment: c.id } })}>Take back</Button>}
        </Group>
      </Group>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{c.body}</Text>
    </Paper>
  )
}

const MEANINGS = { evidence: 'evidence for a score', question: 'question for the interview', note_to_candidate: 'note to the candidate' } as const

function CommentForm({ r, at, onClose }: { r: Review; at: Spot; onClose: () => void }) {
  const [kind, setKind] = useState<(typeof COMMENT_KINDS)[number]>('evidence')
  const [criterion, setCriterion] = useState<string | null>(null)
  const [body, setBody] = useState('')
  const act = useAct(operations.addComment, { onDone: onClose })
  const add = () => act.mutate({ params: { id: r.id }, body: { path: at.path, line: at.line, kind, criterion_id: criterion, body } })
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>Comment on {spotName(at)}</Text>
        <Refused error={act.error} />
        <Group align="flex-start">
          <Select style={{ flex: '1 1 220px' }} label="Kind" allowDeselect={false} data={COMMENT_KINDS.map((k) => ({ value: k, label: MEANINGS[k] }))} value={kind} onChange={(v) => setKind(COMMENT_KINDS.find((k) => k === v) ?? 'evidence')} />
          <Select style={{ flex: '1 1 160px' }} label="Criterion" placeholder="None" clearable clearButtonProps={{ 'aria-label': 'No criterion' }} data={r.criteria.map((c) => ({ value: c.id, label: c.name }))} value={criterion} onChange={setCriterion} />
        </Group>
        <Textarea label="Comment" autoFocus autosize minRows={2} value={body} onChange={(e) => setBody(e.currentTarget.value)} error={act.error?.field('body.body')} />
        <Group><Button size="xs" disabled={!body.trim()} loading={act.isPending} onClick={add}>Add comment</Button><Button size="xs" variant="default" onClick={onClose}>Cancel</Button></Group>
      </Stack>
    </Paper>
  )
}
