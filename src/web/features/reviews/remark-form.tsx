import { Button, Group, SegmentedControl, Select, Text, Textarea } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { COMMENT_KINDS, type Review } from '#contract/reviews.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'
import { KeptNote } from './kept-note.tsx'
import { KINDS } from './remark.tsx'
import { spotName } from './spot.ts'
import { withSuggestion } from './suggestion.ts'
import type { Facts, Writing } from './use-writing.ts'

interface FormProps {
  r: Review
  writing: Writing
  draftKey: string
  /** The remark is there, or given up. */
  onDone: (facts: Facts) => void
}

/** A remark being written, kept as it is written. */
export function RemarkForm({ r, writing, draftKey, onDone }: FormProps) {
  const kept = writing.drafts.get(draftKey)
  const field = useRef<HTMLTextAreaElement>(null)
  const [error, setError] = useState<Error | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (!writing.answers(draftKey)) return
    field.current?.focus({ preventScroll: true })
    field.current?.scrollIntoView({ block: 'nearest' })
  })
  if (!kept) return null
  const f = kept.value
  const place = spotName(f)
  const changes = writing.open.get(draftKey)?.changes ?? null
  const put = (change: Partial<Facts>) => writing.drafts.put(draftKey, { ...f, ...change })
  const act = (doing: Promise<void>) => {
    setBusy(true)
    setError(null)
    doing.then(() => onDone(f), setError).finally(() => setBusy(false))
  }
  const add = () => f.body.trim() !== '' && !busy && act(writing.add(draftKey))
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.shiftKey) {
      e.preventDefault()
      add()
    } else if (e.key === 'Escape' && f.body.trim() === '') act(writing.discard(draftKey))
  }
  return (
    <section className="remark remark-form" aria-label={`Comment on ${place}`}>
      <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>{changes ? 'Edit the comment' : 'Comment'} on {place}</Text>
      <Group gap={8} align="flex-end">
        <SegmentedControl size="xs" aria-label="Kind" data={COMMENT_KINDS.map((k) => ({ value: k, label: KINDS[k].name }))} value={f.kind} onChange={(v) => put({ kind: COMMENT_KINDS.find((k) => k === v) ?? 'evidence' })} />
        <Select size="xs" aria-label="Criterion" placeholder="For no criterion" clearable clearButtonProps={{ 'aria-label': 'For no criterion' }} data={r.criteria.map((c) => ({ value: c.id, label: c.name }))} value={f.criterion_id} onChange={(v) => put({ criterion_id: v })} style={{ flex: '1 1 140px', maxWidth: 260 }} />
      </Group>
      <Textarea ref={field} aria-label="Comment" description={KINDS[f.kind].says} autosize minRows={2} maxRows={16} maxLength={8000} value={f.body} onKeyDown={onKeyDown} onChange={(e) => put({ body: e.currentTarget.value })} />
      <Refused error={error} />
      <Group gap={8}>
        <Button size="xs" disabled={f.body.trim() === ''} loading={busy} onClick={add} title="Ctrl or ⌘ + Enter">{changes ? 'Save comment' : 'Add comment'}</Button>
        <Button size="xs" variant="default" onClick={() => act(writing.discard(draftKey))}>{f.body.trim() === '' || changes ? 'Cancel' : 'Discard'}</Button>
        {f.path !== '' && f.line > 0 && f.side === 'new' && <Suggest r={r} f={f} onUse={(lines) => { put({ body: withSuggestion(f.body, lines) }); field.current?.focus() }} />}
        {f.body.trim() !== '' && <KeptNote of={kept} quiet="Draft kept" />}
      </Group>
    </section>
  )
}

/** Begins a suggestion from the lines as they are. */
function Suggest({ r, f, onUse }: { r: Review; f: Facts; onUse: (lines: string) => void }) {
  const file = useOp(operations.getSubmissionFile, { params: { id: r.submission_id }, query: { path: f.path, ...(f.commit ? { commit: f.commit } : {}) } }, { fixed: true })
  const text = file.data?.text
  if (!text) return null
  return <Button size="xs" variant="subtle" color="gray" onClick={() => onUse(text.split('\n').slice(f.line - 1, f.end_line).join('\n'))}>Suggest a change</Button>
}
