import { Button, Group, List, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { Interview } from '#contract/interviews.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, StateBadge, When } from '#web/ui/parts.tsx'
import { ScorecardForm } from './scorecard.tsx'

/** The booked time, the agenda over the candidate's own code, and the scorecard. */
export function InterviewPanel({ id, stage }: { id: string; stage: string }) {
  const interview = useOp(operations.getInterview, { params: { id, stage } })
  const application = useOp(operations.getApplication, { params: { id } })
  const session = useOp(operations.getSession)
  const definition = application.data?.definition.find((s) => s.key === stage)
  const criteria = definition?.type === 'live_interview' ? definition.config.criteria : []
  return (
    <Loaded of={interview}>
      {(i) => (
        <Stack>
          <Status i={i} />
          <Agenda i={i} />
          {i.interviewer?.id === session.data?.member.id && i.state !== 'to_book' && <ScorecardForm key={i.id} i={i} criteria={criteria} />}
          {i.scorecards.map((s) => <section key={s.id} aria-label="Scorecard"><Title order={2} size="h5">{s.author.name}: {s.recommendation?.replace('_', ' ')}</Title><Text>{s.summary}</Text><List>{s.scores.map((x) => <List.Item key={x.criterion_id}>{s.criteria.find((c) => c.id === x.criterion_id)?.name}: {x.level}. {x.evidence}</List.Item>)}</List></section>)}
        </Stack>
      )}
    </Loaded>
  )
}

function Status({ i }: { i: Interview }) {
  const held = useAct(operations.markHeld)
  const missed = useAct(operations.markNoShow)
  const params = { id: i.id }
  return (
    <>
      <Refused error={held.error ?? missed.error} />
      <Group>
        <StateBadge state={i.state} />
        {i.state === 'booked' && <Text><When at={i.starts_at} /> with {i.interviewer?.name}; the candidate’s zone is {i.candidate_time_zone}</Text>}
        {i.held_at && <Text>Held <When at={i.held_at} /></Text>}
        {i.state === 'booked' && <Button loading={held.isPending} onClick={() => held.mutate({ params })}>Mark as held</Button>}
        {i.state === 'booked' && <Button variant="default" loading={missed.isPending} onClick={() => missed.mutate({ params })}>Did not come</Button>}
      </Group>
    </>
  )
}

function Agenda({ i }: { i: Interview }) {
  const [text, setText] = useState('')
  const add = useAct(operations.addAgendaItem, { onDone: () => setText('') })
  return (
    <section aria-label="Agenda">
      <Title order={2} size="h4">Agenda</Title>
      <List type="ordered" spacing="xs">
        {i.agenda.map((item) => <List.Item key={item.id}><Text fw={600}>{item.text}</Text><Text size="sm" c="dimmed">{item.source}{item.path ? `, at ${item.path}:${item.line}` : ''}{item.prompt ? `. ${item.prompt}` : ''}</Text></List.Item>)}
      </List>
      <Refused error={add.error} />
      <Group align="flex-end" mt="sm">
        <TextInput label="Another question" value={text} onChange={(e) => setText(e.currentTarget.value)} />
        <Button variant="default" disabled={!text.trim()} onClick={() => add.mutate({ params: { id: i.id }, body: { text } })}>Add</Button>
      </Group>
    </section>
  )
}
