import { Badge, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { AgendaItem, Interview } from '#contract/interviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'

interface Spot {
  path: string
  line: number
}

interface Props {
  i: Interview
  canRun: boolean
  /** The line chosen in the code beside it, when there is code beside it. */
  chosen?: Spot | null
  onOpen?: (spot: Spot) => void
}

const SOURCES = { standing: 'asked of everybody', review: 'from a review', added: 'added' } as const
const nameOf = (s: Spot) => (s.line > 0 ? `${s.path}:${s.line}` : s.path)

/** The questions of the interview, each pointing at the candidate's own lines. */
export function Agenda({ i, canRun, chosen = null, onOpen }: Props) {
  return (
    <Stack component="section" aria-label="Agenda" gap="xs">
      <Title order={2} size="h4">Agenda</Title>
      {i.agenda.length === 0 && <Text c="dimmed">It is empty. Add the first question.</Text>}
      <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {i.agenda.map((item, n) => <Question key={item.id} id={i.id} item={item} n={n + 1} canRun={canRun} chosen={chosen} onOpen={onOpen} />)}
      </Stack>
      {canRun && <Add id={i.id} chosen={chosen} />}
    </Stack>
  )
}

interface QuestionProps {
  id: string
  item: AgendaItem
  n: number
  canRun: boolean
  chosen: Spot | null
  onOpen: Props['onOpen']
}

function Question({ id, item, n, canRun, chosen, onOpen }: QuestionProps) {
  const point = useAct(operations.pointAgendaItem)
  const remove = useAct(operations.removeAgendaItem)
  const params = { id, item: item.id }
  const where = item.path ? nameOf(item) : null
  return (
    <Paper component="li" withBorder p="sm">
      <Refused error={point.error ?? remove.error} />
      <Group justify="space-between" align="flex-start" gap={4}><Text fw={600} style={{ flex: '1 1 240px' }}>{n}. {item.text}</Text><Badge variant="light" color="gray" tt="none" style={{ flexShrink: 0 }}>{SOURCES[item.source]}</Badge></Group>
      {item.prompt && <Text size="sm" c="dimmed">{item.prompt}</Text>}
      <Group gap={6} mt={6}>
        {where && (onOpen ? <Button size="compact-xs" variant="default" onClick={() => onOpen(item)} aria-label={`Open ${where}`}>{where}</Button> : <code>{where}</code>)}
        {canRun && chosen && nameOf(chosen) !== where && <Button size="compact-xs" variant="default" loading={point.isPending} onClick={() => point.mutate({ params, body: chosen })} aria-label={`Point at ${nameOf(chosen)}: question ${n}`}>Point at {nameOf(chosen)}</Button>}
        {canRun && item.source === 'added' && <Button size="compact-xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate({ params })} aria-label={`Remove question ${n}`}>Remove</Button>}
      </Group>
    </Paper>
  )
}

function Add({ id, chosen }: { id: string; chosen: Spot | null }) {
  const [text, setText] = useState('')
  const act = useAct(operations.addAgendaItem, { onDone: () => setText('') })
  return (
    <div>
      <Refused error={act.error} />
      <Textarea label="Another question" description={chosen ? `It will point at ${nameOf(chosen)}` : 'Choose a line in the code to point at it'} autosize value={text} onChange={(e) => setText(e.currentTarget.value)} error={act.error?.field('body.text')} />
      <Button mt="xs" variant="default" size="xs" disabled={!text.trim()} loading={act.isPending} onClick={() => act.mutate({ params: { id }, body: { text, ...chosen } })}>Add question</Button>
    </div>
  )
}
