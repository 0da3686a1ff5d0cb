import { Button, Group, Stack, Text, Textarea, Timeline } from '@mantine/core'
import { useState } from 'react'
import type { FeedEvent } from '#contract/applications.ts'
import { operations, useAct } from '#web/api/client.ts'
import { usePages } from '#web/api/pages.ts'
import { More } from '#web/ui/more.tsx'
import { Empty, Loaded, Refused, When } from '#web/ui/parts.tsx'

const NOTE = 'application.note_added'

/** Everything that happened, newest first. */
export function FeedPanel({ id }: { id: string }) {
  const feed = usePages(operations.listEvents, { params: { id } })
  return (
    <Loaded of={feed}>
      {(items) => (
        <Stack>
          <Events items={items} />
          <More of={feed} />
        </Stack>
      )}
    </Loaded>
  )
}

/** Notes of the team, and a place for another; the candidate sees none of them. */
export function NotesPanel({ id }: { id: string }) {
  const feed = usePages(operations.listEvents, { params: { id } })
  const [text, setText] = useState('')
  const add = useAct(operations.addNote, { onDone: () => setText('') })
  return (
    <Stack>
      <Refused error={add.error} />
      <Textarea label="Note for the team" description="The candidate does not see it" autosize minRows={3} maxLength={8000} value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <Group><Button disabled={!text.trim()} loading={add.isPending} onClick={() => add.mutate({ params: { id }, body: { text } })}>Add note</Button></Group>
      <Loaded of={feed}>
        {(items) => {
          const notes = items.filter((e) => e.type === NOTE)
          return (
            <>
              {notes.length === 0 ? <Empty>No notes yet. Write down here what the team should remember about this application.</Empty> : <Events items={notes} />}
              <More of={feed} label="Look further back" />
            </>
          )
        }}
      </Loaded>
    </Stack>
  )
}

function Events({ items }: { items: readonly FeedEvent[] }) {
  return (
    <Timeline bulletSize={12} lineWidth={2}>
      {items.map((e) => (
        <Timeline.Item key={e.id}>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><b>{e.actor.name}</b> {e.text}</Text>
          <Text size="xs" c="dimmed"><When at={e.at} /></Text>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}
