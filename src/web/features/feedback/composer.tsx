import { Alert, Button, Grid, Group, List, Menu, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { HEADINGS, changedSections, templateSections } from '#contract/feedback-text.ts'
import type { Feedback } from '#contract/feedback.ts'
import { Refused, When } from '#web/ui/parts.tsx'
import { Delivery } from './delivery.tsx'
import { Material } from './material.tsx'
import { Letter } from './preview.tsx'
import { SectionEditor } from './section-editor.tsx'
import { type Keyed, added, fitting, inserted, moved, worded } from './sections.ts'
import { Tone } from './tone.tsx'
import { type Draft, useDraft } from './use-draft.ts'

/** Sections filled by a click and by hand on the one side, the letter as the candidate will see it on the other. */
export function Composer({ f, name }: { f: Feedback; name: string }) {
  const draft = useDraft(f)
  const [into, setInto] = useState<string | null>(null)
  return (
    <Stack>
      {draft.theirs ? <Conflict draft={draft} theirs={draft.theirs} /> : <Refused error={draft.problem} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <Sections draft={draft} name={name} onFocus={setInto} />
            <AddSections f={f} draft={draft} />
            <Text size="sm" c="dimmed" role="status">{draft.standing}</Text>
            <Material items={f.material} headings={draft.sections.map((s) => s.heading).filter(Boolean)} into={into} onInto={setInto} onInsert={(m) => draft.change(inserted(draft.sections, into ?? fitting(m), worded(m)))} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack className="pinned">
            <Tone text={draft.text} />
            <Letter id={f.application_id} text={draft.text} name={name} />
          </Stack>
        </Grid.Col>
      </Grid>
      <Flags draft={draft} />
      <Delivery f={f} name={name} draft={draft} />
    </Stack>
  )
}

function Sections({ draft, name, onFocus }: { draft: Draft; name: string; onFocus: (heading: string | null) => void }) {
  const { sections, change } = draft
  const [removed, setRemoved] = useState<{ section: Keyed; at: number } | null>(null)
  const remove = (section: Keyed, at: number) => {
    change(sections.length > 1 ? sections.toSpliced(at, 1) : [{ key: crypto.randomUUID(), heading: '', body: '' }])
    setRemoved(section.body.trim() ? { section, at } : null)
  }
  return (
    <Stack>
      {sections.map((s, i) => (
        <SectionEditor
          key={s.key}
          section={s}
          name={name}
          place={{ first: i === 0, last: i === sections.length - 1 }}
          onChange={(next) => change(sections.with(i, { ...s, ...next }))}
          onMove={(by) => change(moved(sections, i, by))}
          onRemove={() => remove(s, i)}
          onFocus={() => onFocus(s.heading || null)}
        />
      ))}
      {removed && <Text size="sm" role="status">Removed “{removed.section.heading || 'the beginning'}”. <Button variant="subtle" size="compact-sm" onClick={() => { change(sections.toSpliced(removed.at, 0, removed.section)); setRemoved(null) }}>Put it back</Button></Text>}
    </Stack>
  )
}

function AddSections({ f, draft }: { f: Feedback; draft: Draft }) {
  const there = new Set(draft.sections.map((s) => s.heading))
  const criteria = [...new Set(f.material.map((m) => m.criterion).filter(Boolean))]
  const offered = [...Object.values(HEADINGS), ...criteria].filter((h) => !there.has(h))
  const add = (heading: string) => draft.change(added(draft.sections, [{ heading, body: '' }]))
  const unstarted = draft.sections.every((s) => !s.heading && !s.body.trim())
  return (
    <Group gap="xs">
      {unstarted && <Button variant="default" onClick={() => draft.change(added(draft.sections, templateSections()))}>Start from the template</Button>}
      <Menu>
        <Menu.Target><Button variant="default">Add a section</Button></Menu.Target>
        <Menu.Dropdown>
          {offered.map((h) => <Menu.Item key={h} onClick={() => add(h)}>{h}</Menu.Item>)}
          <Menu.Item onClick={() => add('Another heading')}>With a heading of your own</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

/** Two wrote at once: both texts are there, and a person decides. */
function Conflict({ draft, theirs }: { draft: Draft; theirs: Feedback }) {
  const changed = changedSections(draft.text, theirs.text)
  return (
    <Alert color="orange" role="alert" title={`${theirs.saved_by ?? 'Somebody'} saved other words meanwhile`}>
      <Stack gap="xs">
        <Text size="sm">Saved <When at={theirs.saved_at} />. {changed.length > 0 && <>They differ from yours in {changed.map((c) => `“${c}”`).join(', ')}.</>} Yours are still in the fields and are not saved. Copy over what you want to keep of theirs, then save yours; or take theirs.</Text>
        <div className="sheet">{theirs.text || 'They removed everything.'}</div>
        <Group><Button size="xs" onClick={draft.keepMine}>Save mine</Button><Button size="xs" variant="default" onClick={draft.takeTheirs}>Take theirs</Button></Group>
      </Stack>
    </Alert>
  )
}

function Flags({ draft }: { draft: Draft }) {
  if (draft.flags.length === 0) return null
  return (
    <Alert color="red" role="alert" title="This must not go to the candidate">
      <List size="sm">{draft.flags.map((x) => <List.Item key={`${x.why}${x.sentence}`}><q>{x.sentence}</q> {x.message}</List.Item>)}</List>
    </Alert>
  )
}
