import { Anchor, Button, Group, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Job } from '#contract/jobs.ts'
import { operations, useAct, useOp } from '../api/client.ts'
import { BoardPanel } from '../features/jobs/board.tsx'
import { FactsPanel } from '../features/jobs/facts.tsx'
import { ProcessPanel } from '../features/jobs/process.tsx'
import { TeamPanel } from '../features/jobs/team.tsx'
import { Copyable, Loaded, Page, Refused, StateBadge } from '../ui/parts.tsx'

/** One job: its board, its process, its facts, its team, and the act of publishing. */
export function JobPage() {
  const { id = '' } = useParams({ strict: false })
  const job = useOp(operations.getJob, { params: { id } })
  return <Loaded of={job}>{(j) => <Opened job={j} />}</Loaded>
}

function Opened({ job }: { job: Job }) {
  const params = { id: job.id }
  const publish = useAct(operations.publishJob)
  const close = useAct(operations.closeJob)
  const actions = (
    <>
      <StateBadge state={job.state} />
      {(job.state !== 'open' || job.has_unpublished_changes) && <Button onClick={() => publish.mutate({ params })} loading={publish.isPending}>{job.state === 'open' ? 'Publish changes' : 'Publish'}</Button>}
      {job.state === 'open' && <Button variant="default" onClick={() => close.mutate({ params })} loading={close.isPending}>Close job</Button>}
    </>
  )
  return (
    <Page title={job.title} actions={actions} lead={job.published_version ? `Version ${job.published_version} is in force${job.has_unpublished_changes ? '; the draft differs' : ''}` : 'Not published yet'}>
      <Refused error={publish.error ?? close.error} />
      {job.state === 'open' && (
        <Group gap="xs">
          <Text size="sm">Candidates apply at <Anchor href={job.public_url}>{job.public_url}</Anchor></Text>
          <Copyable label="Copy link" value={job.public_url} />
        </Group>
      )}
      <Tabs defaultValue={job.state === 'draft' ? 'process' : 'board'} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="board">Board</Tabs.Tab>
          <Tabs.Tab value="process">Process</Tabs.Tab>
          <Tabs.Tab value="facts">Facts</Tabs.Tab>
          <Tabs.Tab value="team">Team</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="board" pt="md"><BoardPanel jobId={job.id} /></Tabs.Panel>
        <Tabs.Panel value="process" pt="md"><ProcessPanel jobId={job.id} /></Tabs.Panel>
        <Tabs.Panel value="facts" pt="md"><FactsPanel job={job} /></Tabs.Panel>
        <Tabs.Panel value="team" pt="md"><TeamPanel jobId={job.id} /></Tabs.Panel>
      </Tabs>
    </Page>
  )
}
