import { Button, Group, Paper, TextInput, Textarea } from '@mantine/core'
import type { Section } from '#contract/feedback-text.ts'

interface Props {
  section: Section
  name: string
  place: { first: boolean; last: boolean }
  onChange: (next: Partial<Section>) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
  onFocus: () => void
}

/** One section: its heading, its words, and its place among the others. */
export function SectionEditor({ section: s, name, place, onChange, onMove, onRemove, onFocus }: Props) {
  const called = s.heading ? `“${s.heading}”` : 'the beginning'
  const alone = place.first && place.last
  return (
    <Paper withBorder p="sm" radius="md" role="group" aria-label={s.heading || 'Beginning'} onFocus={onFocus}>
      {(s.heading || !place.first) && <TextInput label="Heading" size="sm" mb="xs" value={s.heading} maxLength={120} onChange={(e) => onChange({ heading: e.currentTarget.value })} />}
      <Textarea label={s.heading ? `${s.heading}, visible to ${name}` : `Feedback, visible to ${name}`} description={s.heading ? undefined : 'Sent whichever way you decide, and final once sent. At least 80 characters in all. Markdown works.'} autosize minRows={s.heading ? 3 : 5} value={s.body} onChange={(e) => onChange({ body: e.currentTarget.value })} />
      {!(alone && !s.heading) && (
        <Group gap={6} mt="xs">
          <Button size="compact-sm" variant="default" disabled={place.first} onClick={() => onMove(-1)} aria-label={`Move ${called} up`}>Up</Button>
          <Button size="compact-sm" variant="default" disabled={place.last} onClick={() => onMove(1)} aria-label={`Move ${called} down`}>Down</Button>
          <Button size="compact-sm" variant="default" onClick={onRemove} aria-label={`Remove ${called}`}>Remove</Button>
        </Group>
      )}
    </Paper>
  )
}
