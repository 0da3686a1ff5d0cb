import { Alert, Anchor, Button, Group, List, NumberInput, Paper, Stack, Table, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Accommodation as PrivateAccommodation } from '#contract/accommodations.ts'
import type { TeamAssignment } from '#contract/assignments.ts'
import { formatMoney } from '#contract/money.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Countdown } from '#web/ui/countdown.tsx'
import { Done, Loaded, Refused, StateBadge, When } from '#web/ui/parts.tsx'
import { SubmissionBrowser } from './submission.tsx'

/** The clock, the push log, the sealed receipt and the work; more time, in writing. */
export function AssignmentPanel({ id, hiring }: { id: string; hiring: boolean }) {
  const assignment = useOp(operations.getAssignment, { params: { id } }, { refetchMs: 10_000 })
  return (
    <Loaded of={assignment}>
      {(a) => (
        <Stack gap="lg">
          <Clock a={a} />
          {a.hosting.provider !== 'built-in' && <Hosting a={a} />}
          {hiring && a.state === 'offered' && <Accommodation a={a} />}
          {hiring && a.state === 'started' && <Extension a={a} />}
          <Pushes a={a} />
          {a.receipt && <Receipt receipt={a.receipt} />}
          {a.submission_id && <SubmissionBrowser id={a.submission_id} />}
        </Stack>
      )}
    </Loaded>
  )
}

function Clock({ a }: { a: TeamAssignment }) {
  return (
    <div>
      <Group><StateBadge state={a.state} />{a.state === 'started' && a.deadline_at ? <Text fw={600}>Time left: <Countdown to={a.deadline_at} /></Text> : null}</Group>
      <Text size="sm" mt="xs">{a.started_at ? <>Started <When at={a.started_at} />; deadline <When at={a.deadline_at} /></> : a.start_by ? <>To be started by <When at={a.start_by} by />{a.planned_start && <>; they mean to begin <When at={a.planned_start} plain /></>}</> : null}</Text>
      {a.extensions.length > 0 && <List size="sm" mt="xs">{a.extensions.map((e) => <List.Item key={e.at}>{Math.round(e.seconds / 60)} more minutes, given <When at={e.at} plain />: {e.reason}</List.Item>)}</List>}
    </div>
  )
}

const WHERE = { none: 'Not asked for yet', preparing: 'Being made', ready: 'Made; nobody is let in before the start', open: 'The candidate is let in' } as const

/** A repository on somebody else's server: how far it is, what went wrong, what can't be promised. */
function Hosting({ a }: { a: TeamAssignment }) {
  const { state, login, url, limits, problem } = a.hosting
  return (
    <section aria-label="Repository on GitHub">
      <Title order={2} size="h5">Repository on GitHub</Title>
      <Text size="sm">{WHERE[state]}{login ? ` (account ${login})` : ''}. {url && <Anchor href={url}>See it there</Anchor>}</Text>
      {problem !== '' && <Alert color="red" title="What went wrong last" mt="xs">{problem}</Alert>}
      <List size="sm" mt="xs" c="dimmed">{limits.map((limit) => <List.Item key={limit}>{limit}</List.Item>)}</List>
    </section>
  )
}

function Extension({ a }: { a: TeamAssignment }) {
  const form = useForm<{ minutes: number | string; reason: string }>({ initialValues: { minutes: 30, reason: '' } })
  const act = useAct(operations.grantExtension, { onDone: () => form.reset() })
  return (
    <Paper withBorder p="md" component="section" aria-label="More time">
      <form onSubmit={form.onSubmit(({ minutes, reason }) => act.mutate({ params: { id: a.id }, body: { seconds: Number(minutes) * 60, reason } }))}>
        <Refused error={act.error} />
        <Group align="flex-end">
          <NumberInput label="More minutes" min={1} max={43_200} allowDecimal={false} w={140} {...form.getInputProps('minutes')} error={act.error?.field('body.seconds')} />
          <TextInput label="Reason, told to the candidate" required style={{ flex: 1, minWidth: 220 }} {...form.getInputProps('reason')} error={act.error?.field('body.reason')} />
          <Button type="submit" variant="default" loading={act.isPending}>Extend</Button>
        </Group>
        <Text size="xs" c="dimmed" mt={4}>Written down and told at once. Time that was given can’t be taken back.</Text>
        <Done when={act.isSuccess}>Extended</Done>
      </form>
    </Paper>
  )
}

/** Asked for in private, before the start; nobody who reviews sees it. */
function Accommodation({ a }: { a: TeamAssignment }) {
  const asked = useOp(operations.getAccommodation, { params: { id: a.id } })
  return (
    <Paper withBorder p="md" component="section" aria-label="Accommodation">
      <Loaded of={asked}>
        {({ multiplier, request }) => (
          <Stack gap="sm">
            <Text size="sm" c="dimmed">Private: reviewers and interviewers see neither this nor how much time was given.</Text>
            {request ? <Asked request={request} /> : <Text size="sm">Nothing was asked for.</Text>}
            <Answer key={multiplier} id={a.id} multiplier={multiplier} waiting={request !== null && request.answered_at === null} />
          </Stack>
        )}
      </Loaded>
    </Paper>
  )
}

function Asked({ request: r }: { request: NonNullable<PrivateAccommodation['request']> }) {
  return (
    <>
      <Text size="sm" fw={600}>The candidate asks (<When at={r.asked_at} plain />)</Text>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{r.text}</Text>
      {r.answered_at && <Text size="sm" c="dimmed">Answered <When at={r.answered_at} plain />{r.answer ? `: ${r.answer}` : ''}</Text>}
    </>
  )
}

function Answer({ id, multiplier, waiting }: { id: string; multiplier: number; waiting: boolean }) {
  const form = useForm<{ multiplier: number | string; answer: string }>({ initialValues: { multiplier, answer: '' } })
  const act = useAct(operations.setAccommodation)
  return (
    <form onSubmit={form.onSubmit((values) => act.mutate({ params: { id }, body: { multiplier: Number(values.multiplier), answer: values.answer } }))}>
      <Refused error={act.error} />
      <Stack gap="xs">
        <NumberInput label="Private time multiplier" description="1 to 4 times the limit, before the start" min={1} max={4} step={0.25} maw={280} {...form.getInputProps('multiplier')} error={act.error?.field('body.multiplier')} />
        <Textarea label="Answer, mailed to the candidate" autosize minRows={2} maxLength={4000} {...form.getInputProps('answer')} error={act.error?.field('body.answer')} />
        <Group><Button type="submit" variant={waiting ? 'filled' : 'default'} loading={act.isPending}>Set and answer</Button><Done when={act.isSuccess}>Set, and told</Done></Group>
      </Stack>
    </form>
  )
}

function Pushes({ a }: { a: TeamAssignment }) {
  if (a.pushes.length === 0) return <Text c="dimmed">Nothing has been pushed.</Text>
  return (
    <section aria-label="Push log">
      <Title order={2} size="h5">Every push, by {a.hosting.provider === 'built-in' ? 'our' : 'GitHub’s'} clock</Title>
      <Table.ScrollContainer type="native" minWidth={600} tabIndex={0} role="region" aria-label="Pushes">
        <Table aria-label="Pushes">
          <Table.Thead><Table.Tr><Table.Th>Received</Table.Th><Table.Th>Branch</Table.Th><Table.Th>Commit</Table.Th><Table.Th>Subject</Table.Th><Table.Th>State</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{a.pushes.map((p) => <Table.Tr key={p.seq}><Table.Td><When at={p.received_at} plain /></Table.Td><Table.Td>{p.branch}</Table.Td><Table.Td><code>{p.commit.slice(0, 7)}</code></Table.Td><Table.Td>{p.subject}</Table.Td><Table.Td>{[p.state, p.forced && 'forced', p.counts && 'counts'].filter(Boolean).join(', ')}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}

function Receipt({ receipt: r }: { receipt: NonNullable<TeamAssignment['receipt']> }) {
  const rows = [['Commit', r.commit], ['Tree', r.tree], ['Content (SHA-256)', r.content_sha256], ['Rubric (SHA-256)', r.rubric_sha256], ['Process', `version ${r.process_version}`], ['Sealed', <When key="at" at={r.sealed_at} plain />], ['How', r.source === 'deadline' ? 'at the deadline' : 'by the candidate'], ['Pay', r.pay ? formatMoney(r.pay) : 'none']] as const
  return (
    <section aria-label="Receipt">
      <Title order={2} size="h5">Sealed submission{r.empty ? ', nothing was pushed' : ''}</Title>
      <Table aria-label="Receipt"><Table.Tbody>{rows.map(([k, v]) => <Table.Tr key={k}><Table.Th scope="row" w={150}>{k}</Table.Th><Table.Td style={{ overflowWrap: 'anywhere' }}>{v}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
    </section>
  )
}
