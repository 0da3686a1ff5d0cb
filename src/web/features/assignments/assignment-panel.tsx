import { Button, Group, NumberInput, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { TeamAssignment } from '#contract/assignments.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, StateBadge, When } from '#web/ui/parts.tsx'

/** The clock, the push log and the sealed receipt; and more time, in writing. */
export function AssignmentPanel({ id }: { id: string }) {
  const assignment = useOp(operations.getAssignment, { params: { id } }, { refetchMs: 10_000 })
  return <Loaded of={assignment}>{(a) => <Opened a={a} />}</Loaded>
}

function Opened({ a }: { a: TeamAssignment }) {
  return (
    <Stack>
      <Group><StateBadge state={a.state} /><Text>{a.deadline_at ? <>Deadline <When at={a.deadline_at} /></> : <>To be started by <When at={a.start_by} /></>}</Text></Group>
      {a.state === 'started' && <Extension a={a} />}
      <Pushes a={a} />
      {a.receipt && <Receipt receipt={a.receipt} />}
    </Stack>
  )
}

function Extension({ a }: { a: TeamAssignment }) {
  const act = useAct(operations.grantExtension)
  const form = useForm({ initialValues: { minutes: 30, reason: '' } })
  return (
    <form onSubmit={form.onSubmit(({ minutes, reason }) => act.mutate({ params: { id: a.id }, body: { seconds: minutes * 60, reason } }))}>
      <Refused error={act.error} />
      <Group align="flex-end">
        <NumberInput label="More minutes" min={1} {...form.getInputProps('minutes')} />
        <TextInput label="Reason, told to the candidate" required {...form.getInputProps('reason')} />
        <Button type="submit" variant="default" loading={act.isPending}>Extend</Button>
      </Group>
    </form>
  )
}

function Pushes({ a }: { a: TeamAssignment }) {
  if (a.pushes.length === 0) return <Text c="dimmed">Nothing has been pushed.</Text>
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table>
        <Table.Caption>Every push, by our clock</Table.Caption>
        <Table.Thead><Table.Tr><Table.Th>Received</Table.Th><Table.Th>Branch</Table.Th><Table.Th>Commit</Table.Th><Table.Th>Subject</Table.Th><Table.Th>State</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{a.pushes.map((p) => <Table.Tr key={p.seq}><Table.Td><When at={p.received_at} plain /></Table.Td><Table.Td>{p.branch}</Table.Td><Table.Td>{p.commit.slice(0, 7)}</Table.Td><Table.Td>{p.subject}</Table.Td><Table.Td>{p.state}{p.counts ? ', counts' : ''}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Receipt({ receipt: r }: { receipt: NonNullable<TeamAssignment['receipt']> }) {
  const rows = [['Commit', r.commit], ['Tree', r.tree], ['Content (SHA-256)', r.content_sha256], ['Rubric (SHA-256)', r.rubric_sha256], ['Sealed', r.sealed_at], ['How', r.source === 'deadline' ? 'at the deadline' : 'by the candidate']] as const
  return (
    <>
      <Title order={2} size="h4">Sealed submission</Title>
      <Table.ScrollContainer minWidth={480}><Table><Table.Tbody>{rows.map(([k, v]) => <Table.Tr key={k}><Table.Th>{k}</Table.Th><Table.Td style={{ overflowWrap: 'anywhere' }}>{v}</Table.Td></Table.Tr>)}</Table.Tbody></Table></Table.ScrollContainer>
    </>
  )
}
