import { Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import type { FeedbackMaterial } from '#contract/feedback.ts'

interface Props {
  items: FeedbackMaterial[]
  headings: string[]
  /** The section pieces go into; null puts each where it fits. */
  into: string | null
  onInto: (heading: string | null) => void
  onInsert: (m: FeedbackMaterial) => void
}

const FITS = 'Where each one fits'

/** What the reviews left for the candidate: notes to them, and the published words of the levels. Nothing else of a review is here. */
export function Material({ items, headings, into, onInto, onInsert }: Props) {
  const notes = items.filter((m) => m.kind === 'note')
  const levels = items.filter((m) => m.kind === 'level')
  return (
    <Stack component="section" aria-label="To compose from" gap="xs">
      <Title order={3} size="h5">To compose from</Title>
      {items.length === 0 && <Text size="sm" c="dimmed">The reviewers left no notes to the candidate. Write in your own words what was strong and what to work on.</Text>}
      {items.length > 0 && <Select label="Insert into" size="sm" maw={360} allowDeselect={false} data={[FITS, ...new Set(headings)]} value={into && headings.includes(into) ? into : FITS} onChange={(v) => onInto(v === FITS ? null : v)} />}
      <Pieces title="Notes to the candidate" label="note" items={notes} onInsert={onInsert} />
      <Pieces title="Words of the levels the reviewers found" label="words" items={levels} onInsert={onInsert} />
    </Stack>
  )
}

function Pieces({ title, label, items, onInsert }: { title: string; label: string; items: FeedbackMaterial[]; onInsert: Props['onInsert'] }) {
  if (items.length === 0) return null
  return (
    <>
      <Text size="sm" fw={500}>{title}</Text>
      {items.map((m, i) => (
        <Group key={`${m.criterion}${m.body}`} wrap="nowrap" align="flex-start" gap="xs">
          <Button size="compact-sm" variant="default" style={{ flexShrink: 0 }} onClick={() => onInsert(m)} aria-label={`Insert ${label} ${i + 1}`}>Insert</Button>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{m.criterion && <b>{m.criterion}: </b>}{m.path && <code>{m.path}{m.line > 0 && `:${m.line}`} </code>}{m.body}</Text>
        </Group>
      ))}
    </>
  )
}
