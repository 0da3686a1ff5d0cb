import { Stack, Tabs } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Job } from '#contract/jobs.ts'
import { operations, useOp } from '#web/api/client.ts'
import { BoardPanel } from '#web/features/jobs/board.tsx'
import { FactsPanel } from '#web/features/jobs/facts.tsx'
import { ProcessPanel } from '#web/features/jobs/process.tsx'
import { PoolPanel } from '#web/features/jobs/pool-panel.tsx'
import { PublishPanel } from '#web/features/jobs/publish.tsx'
import { TeamPanel } from '#web/features/jobs/team.tsx'
import { AgreementPanel } from '#web/features/calibration/agreement.tsx'
import { Loaded, Page, StateBadge } from '#web/ui/parts.tsx'
import { useTab } from './tab.ts'

/** One job: its board, its process, its facts, its team, and the act of publishing. */
export function JobPage() {
  const { id = '' } = useParams({ strict: false })
  const job = useOp(operations.getJob, { params: { id } })
  const session = useOp(operations.getSession)
  return <Loaded of={job}>{(j) => <Loaded of={session}>{(s) => <Opened key={j.id} job={j} hiring={s.member.role === 'owner' || s.member.role === 'recruiter'} />}</Loaded>}</Loaded>
}

function Opened({ job, hiring }: { job: Job; hiring: boolean }) {
  const [wanted, go] = useTab(job.state === 'draft' && hiring ? 'process' : 'board')
  const tab = ['process', 'agreement'].includes(wanted) && !hiring ? 'board' : wanted
  const lead = job.published_version ? `Version ${job.published_version} is in force${job.has_unpublished_changes ? '; the draft differs' : ''}` : 'Not published yet'
  return (
    <Page title={job.title} actions={<StateBadge state={job.state} />} lead={[job.location, lead].filter(Boolean).join(' · ')}>
      {hiring && <PublishPanel job={job} onGo={go} />}
      <Tabs value={tab} onChange={go} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="board">Board</Tabs.Tab>
          {hiring && <Tabs.Tab value="process">Process</Tabs.Tab>}
          <Tabs.Tab value="facts">Facts</Tabs.Tab>
          <Tabs.Tab value="team">Team</Tabs.Tab>
          {hiring && <Tabs.Tab value="agreement">Agreement</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="board" pt="md"><BoardPanel jobId={job.id} /></Tabs.Panel>
        {hiring && <Tabs.Panel value="process" pt="md"><ProcessPanel jobId={job.id} /></Tabs.Panel>}
        <Tabs.Panel value="facts" pt="md"><FactsPanel job={job} canEdit={hiring} /></Tabs.Panel>
        <Tabs.Panel value="team" pt="md"><Stack gap="xl"><TeamPanel jobId={job.id} canEdit={hiring} />{hiring && <PoolPanel jobId={job.id} />}</Stack></Tabs.Panel>
        {hiring && <Tabs.Panel value="agreement" pt="md"><AgreementPanel jobId={job.id} /></Tabs.Panel>}
      </Tabs>
    </Page>
  )
}
