import { Alert, Button, Stack, Text, Timeline } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ResultOf } from '#contract/operation.ts'
import { type ApiProblem, call, operations } from '#web/api/client.ts'
import { More } from '#web/ui/more.tsx'
import { Empty, Loaded, Page, Refused, When } from '#web/ui/parts.tsx'
import { usePages } from '#web/api/pages.ts'

type Verdict = ResultOf<typeof operations.verifyActivity>

/** Everything that happened in the organization, newest first, and the check that nobody changed it since. */
export function ActivityPage() {
  const events = usePages(operations.listActivity)
  const verify = useMutation<Verdict, ApiProblem>({ mutationFn: () => call(operations.verifyActivity) })
  const button = <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>Verify the record</Button>
  return (
    <Page title="Activity" actions={button} lead="Each event carries the hash of the one before it, so a change made later shows.">
      <Refused error={verify.error} />
      {verify.data && <Verified verdict={verify.data} />}
      <Loaded of={events}>
        {(items) =>
          items.length === 0 ? (
            <Empty>Nothing has happened yet. What anybody does here is listed from the first act on.</Empty>
          ) : (
            <Stack>
              <Timeline bulletSize={12} lineWidth={2}>
                {items.map((e) => <Timeline.Item key={e.id}><Text size="sm"><b>{e.actor.name}</b> {e.text}</Text><Text size="xs" c="dimmed"><When at={e.at} /></Text></Timeline.Item>)}
              </Timeline>
              <More of={events} />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}

function Verified({ verdict: v }: { verdict: Verdict }) {
  return (
    <Alert color={v.ok ? 'green' : 'red'} role="status" title={v.ok ? 'The record is whole' : 'The record was changed'}>
      {v.ok ? `${v.events} events, each follows from the one before.` : `The chain breaks at event ${v.first_broken_seq ?? 'unknown'} of ${v.events}.`}
      {v.head && <Text size="xs" style={{ overflowWrap: 'anywhere' }}>Last hash: {v.head}</Text>}
    </Alert>
  )
}
