import { Alert, Anchor, Blockquote, Button, Group, Stack, Table, Text, Textarea, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Feedback, Review, Round } from '#contract/reviews.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Act, Loaded, Refused, When } from '#web/ui/parts.tsx'

/** The round: closed until all are sealed, then side by side; and the words the candidate gets. */
export function ReviewPanel({ id, name }: { id: string; name: string }) {
  const round = useOp(operations.getRound, { params: { id } }, { refetchMs: 10_000 })
  const feedback = useOp(operations.getFeedback, { params: { id } })
  return (
    <Stack>
      <Loaded of={round}>{(r) => (r.revealed_at ? <SideBySide reviews={r.reviews} /> : <Blind round={r} />)}</Loaded>
      <Loaded of={feedback}>{(f) => <FeedbackForm key={f.sent_at ?? 'draft'} f={f} name={name} />}</Loaded>
    </Stack>
  )
}

function Blind({ round }: { round: Round }) {
  return (
    <Alert color="blue" title="Nobody sees a review before all are sealed">
      {round.reviewers.map((r) => <Text key={r.id} size="sm">{r.name}: {r.state}</Text>)}
      {round.my_review_id && <Anchor component={Link} to={`/reviews/${round.my_review_id}`}>Open my review</Anchor>}
    </Alert>
  )
}

function SideBySide({ reviews }: { reviews: Review[] }) {
  const criteria = reviews[0]?.criteria ?? []
  const score = (r: Review, c: string) => r.scores.find((s) => s.criterion_id === c)
  return (
    <Stack>
      <Table.ScrollContainer minWidth={600}>
        <Table>
          <Table.Thead><Table.Tr><Table.Th>Criterion</Table.Th>{reviews.map((r) => <Table.Th key={r.id}>{r.reviewer.name}</Table.Th>)}<Table.Th>Spread</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {criteria.map((c) => {
              const levels = reviews.map((r) => score(r, c.id)?.level ?? 0)
              const spread = Math.max(...levels) - Math.min(...levels)
              return <Table.Tr key={c.id}><Table.Th>{c.name} ({c.weight} %)</Table.Th>{reviews.map((r) => <Table.Td key={r.id}>{score(r, c.id)?.level} · {score(r, c.id)?.evidence}</Table.Td>)}<Table.Td>{spread >= 2 ? `${spread}: talk about it` : spread}</Table.Td></Table.Tr>
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {reviews.map((r) => (
        <section key={r.id} aria-label={`Review by ${r.reviewer.name}`}>
          <Title order={2} size="h5">{r.reviewer.name}: {r.recommendation?.replace('_', ' ')}</Title>
          <Text>{r.summary}</Text>
          {r.comments.map((c) => <Text key={c.id} size="sm">{c.path ? `${c.path}:${c.line}` : 'On the whole'} ({c.kind.replaceAll('_', ' ')}): {c.body}</Text>)}
        </section>
      ))}
    </Stack>
  )
}

function FeedbackForm({ f, name }: { f: Feedback; name: string }) {
  const [text, setText] = useState(f.text || f.notes.map((n) => n.body).join('\n\n'))
  const save = useAct(operations.saveFeedback)
  const send = useAct(operations.sendFeedback)
  const params = { id: f.application_id }
  if (f.sent_at) return <section aria-label="Feedback"><Title order={2} size="h4">Feedback sent <When at={f.sent_at} /></Title><Blockquote>{f.text}</Blockquote></section>
  return (
    <Stack>
      <Title order={2} size="h4">Written feedback</Title>
      {f.due_at && <Text size="sm">Promised by <When at={f.due_at} /></Text>}
      <Refused error={send.error ?? save.error} />
      <Textarea label={`Feedback, visible to ${name}`} description="At least 80 characters. It is sent whichever way you decide." autosize minRows={6} value={text} onChange={(e) => setText(e.currentTarget.value)} error={send.error?.field('body.text')} />
      <Group>
        <Act why={f.can_send ? null : f.why_not} loading={send.isPending} onClick={() => send.mutate({ params, body: { text } })}>Send feedback</Act>
        <Button variant="default" disabled={!f.can_send} loading={save.isPending} onClick={() => save.mutate({ params, body: { text } })}>Save draft</Button>
      </Group>
    </Stack>
  )
}
