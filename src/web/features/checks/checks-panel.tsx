import { Alert, Badge, Button, Group, List, Stack, Text, Title } from '@mantine/core'
import type { Checks, CheckRun } from '#contract/checks.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Refused, When } from '#web/ui/parts.tsx'
import { Step } from './step.tsx'
import { summaryOf } from './summary.ts'

/** What ran of a submission in the sandbox, for the team. Evidence to look at; the rubric is scored by people. */
export function ChecksPanel({ id }: { id: string }) {
  const checks = useOp(operations.getChecks, { params: { id } }, { refetchMs: 10_000 })
  return (
    <section aria-label="Checks">
      <Loaded of={checks}>{(c) => <Shown c={c} id={id} />}</Loaded>
    </section>
  )
}

/** The same, found by the application; nothing before there is a submission. */
export function ChecksOfApplication({ id }: { id: string }) {
  const assignment = useOp(operations.getAssignment, { params: { id } })
  const submission = assignment.data?.submission_id
  return submission ? <ChecksPanel id={submission} /> : null
}

function Shown({ c, id }: { c: Checks; id: string }) {
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h5">Checks</Title>
        {c.can_run_again && <Again id={id} />}
      </Group>
      {c.run ? <Run run={c.run} /> : <Empty>Nothing was run: checks run once something that was pushed is sealed. {c.sandbox.says}</Empty>}
    </Stack>
  )
}

function Again({ id }: { id: string }) {
  const act = useAct(operations.runChecksAgain)
  return (
    <Group gap="xs">
      <Refused error={act.error} />
      <Button variant="default" size="xs" loading={act.isPending} onClick={() => act.mutate({ params: { id } })}>Run again</Button>
    </Group>
  )
}

function Run({ run }: { run: CheckRun }) {
  if (run.state === 'not_run') return <Alert color="gray" title="Nothing was run">{run.reason}</Alert>
  if (run.state !== 'done') return <Text role="status">{run.state === 'waiting' ? 'The checks wait for their turn.' : 'The checks are running. This takes a minute or two.'}</Text>
  return (
    <>
      <Group gap="xs">{run.steps.map((s) => <Badge key={s.title} variant="light" color={summaryOf(s).calm ? 'green' : 'orange'} tt="none" size="lg">{s.title}: {summaryOf(s).text}</Badge>)}</Group>
      <Text size="sm" c="dimmed">The candidate’s code produced this while it ran, so it is evidence to look into and never a score. Run <When at={run.ended_at} />{run.asked_by && <>, asked for by {run.asked_by}</>}.</Text>
      {run.notes.length > 0 && <List size="sm" c="dimmed">{run.notes.map((n) => <List.Item key={n}>{n}</List.Item>)}</List>}
      {run.steps.map((s) => <Step key={s.title} step={s} />)}
    </>
  )
}
