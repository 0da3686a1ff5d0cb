import { Button, Group, SimpleGrid, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { Feedback } from '#contract/feedback.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Done, Refused, When } from '#web/ui/parts.tsx'

/** Composed from the reviewers' notes, shown as the candidate will read it, sent once. */
export function FeedbackForm({ f, name }: { f: Feedback; name: string }) {
  if (f.sent_at) {
    return (
      <section aria-label="Feedback">
        <Title order={2} size="h4" mb="xs">Feedback sent</Title>
        <Text size="sm" c="dimmed" mb="xs">By {f.sent_by ?? 'somebody of the team'}, <When at={f.sent_at} />. Visible to {name}.</Text>
        <div className="sheet">{f.text}</div>
      </section>
    )
  }
  if (!f.can_send) return <Waits f={f} />
  return <Composer f={f} name={name} />
}

/** Nothing can be kept yet, so nothing is asked for. */
function Waits({ f }: { f: Feedback }) {
  return (
    <section aria-label="Feedback">
      <Title order={2} size="h4">Written feedback</Title>
      {f.due_at && <Text size="sm">Promised by <When at={f.due_at} by /></Text>}
      <Text size="sm" c="dimmed">{f.why_not ?? 'It can’t be written yet.'}</Text>
    </section>
  )
}

function Composer({ f, name }: { f: Feedback; name: string }) {
  const [text, setText] = useState(f.text || f.notes.map((n) => n.body).join('\n\n'))
  const save = useAct(operations.saveFeedback)
  const send = useAct(operations.sendFeedback)
  const params = { id: f.application_id }
  return (
    <Stack component="section" aria-label="Feedback">
      <div>
        <Title order={2} size="h4">Written feedback</Title>
        {f.due_at && <Text size="sm">Promised by <When at={f.due_at} by /></Text>}
      </div>
      <Refused error={send.error ?? save.error} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Textarea label={`Feedback, visible to ${name}`} description="At least 80 characters. It is sent whichever way you decide, and can’t be changed after." autosize minRows={8} value={text} onChange={(e) => setText(e.currentTarget.value)} error={send.error?.field('body.text')} />
        <div>
          <Text size="sm" fw={500} mb={4}>Preview: what {name} will read</Text>
          <div className="sheet">{text.trim() || 'Nothing yet.'}</div>
        </div>
      </SimpleGrid>
      {f.notes.length > 0 && <Notes f={f} onUse={(body) => setText(text.trim() ? `${text.trim()}\n\n${body}` : body)} />}
      <Group>
        <Button loading={send.isPending} onClick={() => send.mutate({ params, body: { text } })}>Send feedback</Button>
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ params, body: { text } })}>Save draft</Button>
        <Done when={save.isSuccess}>The draft is kept</Done>
      </Group>
    </Stack>
  )
}

function Notes({ f, onUse }: { f: Feedback; onUse: (body: string) => void }) {
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>Notes to the candidate from the reviews</Text>
      {f.notes.map((n, i) => (
        <Group key={i} wrap="nowrap" align="flex-start" gap="xs">
          <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} onClick={() => onUse(n.body)} aria-label={`Insert note ${i + 1}`}>Insert</Button>
          <Text size="sm">{n.path && <code>{n.path}:{n.line} </code>}{n.body}</Text>
        </Group>
      ))}
    </Stack>
  )
}
