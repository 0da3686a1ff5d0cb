import { Button, Group, Stack, Text, Textarea, Timeline } from '@mantine/core'
import { useState } from 'react'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, When } from '#web/ui/parts.tsx'

/** Everything that happened, newest first, and a place for notes. */
export function FeedPanel({ id }: { id: string }) {
  const feed = useOp(operations.listEvents, { params: { id }, query: { limit: 100 } })
  const [text, setText] = useState('')
  const add = useAct(operations.addNote, { onDone: () => setText('') })
  return (
    <Stack>
      <Refused error={add.error} />
      <Textarea label="Note for the team" description="The candidate does not see it" autosize minRows={2} value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <Group><Button variant="default" disabled={!text.trim()} loading={add.isPending} onClick={() => add.mutate({ params: { id }, body: { text } })}>Add note</Button></Group>
      <Loaded of={feed}>
        {({ items }) => (
          <Timeline bulletSize={12} lineWidth={2}>
            {items.map((e) => <Timeline.Item key={e.id}><Text size="sm">{e.actor.name} {e.text}</Text><Text size="xs" c="dimmed"><When at={e.at} /></Text></Timeline.Item>)}
          </Timeline>
        )}
      </Loaded>
    </Stack>
  )
}
