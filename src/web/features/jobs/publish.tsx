import { Anchor, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { HiringTeam, Job } from '#contract/jobs.ts'
import type { HiringProcess } from '#contract/process.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Copyable, Refused } from '#web/ui/parts.tsx'

interface Need {
  tab: 'facts' | 'team'
  there: boolean
  text: string
}

/** What the server will ask before it publishes, so that nobody finds out by being refused. */
function needsOf(job: Job, process: HiringProcess, team: HiringTeam): Need[] {
  const needs: Need[] = [{ tab: 'facts', there: job.pay_range !== null, text: 'Say the pay range: candidates see it before they apply' }]
  for (const s of process.stages) {
    if (s.type === 'team_review') needs.push({ tab: 'team', there: team.reviewers.length >= s.config.reviewers, text: `Choose ${s.config.reviewers} reviewers for ${s.name}; there are ${team.reviewers.length}` })
    if (s.type === 'live_interview') needs.push({ tab: 'team', there: team.interviewers.length >= s.config.interviewers, text: `Choose an interviewer for ${s.name}` })
  }
  return needs
}

/** Publishing: what is missing, the act itself, and the public address. */
export function PublishPanel({ job, onGo }: { job: Job; onGo: (tab: string) => void }) {
  const params = { id: job.id }
  const process = useOp(operations.getJobProcess, { params })
  const team = useOp(operations.getHiringTeam, { params })
  const publish = useAct(operations.publishJob)
  const close = useAct(operations.closeJob)
  const needs = process.data && team.data ? needsOf(job, process.data.process, team.data) : []
  const waits = job.state !== 'open' || job.has_unpublished_changes
  const stop = () => confirm({ title: 'Close this job?', text: 'Nobody can apply any more. Candidates under way go on. You can publish it again.', act: 'Close job', onConfirm: () => close.mutate({ params }) })
  return (
    <Paper withBorder p="md" component="section" aria-label="Publication">
      <Stack gap="sm">
        <Refused error={publish.error ?? close.error} />
        {job.state === 'open' && (
          <Group justify="space-between">
            <Group gap="xs"><Text size="sm" style={{ overflowWrap: 'anywhere' }}>Candidates apply at <Anchor href={job.public_url}>{job.public_url}</Anchor></Text><Copyable label="Copy link" value={job.public_url} /></Group>
            <Button variant="default" size="xs" onClick={stop} loading={close.isPending}>Close job</Button>
          </Group>
        )}
        {waits && <Waiting job={job} needs={needs} onGo={onGo} />}
        {waits && <Button w="fit-content" onClick={() => publish.mutate({ params })} loading={publish.isPending}>{job.state === 'open' ? 'Publish changes' : 'Publish'}</Button>}
      </Stack>
    </Paper>
  )
}

function Waiting({ job, needs, onGo }: { job: Job; needs: readonly Need[]; onGo: (tab: string) => void }) {
  const title = job.state === 'open' ? 'The draft differs from what is in force' : job.state === 'closed' ? 'This job is closed' : 'Before this job can open'
  return (
    <>
      <Title order={2} size="h5">{title}</Title>
      {job.state === 'open' && <Text size="sm">New candidates run on the draft once you make it the next version. People under way stay on theirs.</Text>}
      <List spacing={4} size="sm">
        {needs.map((n) => (
          <List.Item key={n.text} icon={n.there ? <IconCircleCheck size={18} aria-label="Done" /> : <IconCircleDashed size={18} aria-label="Missing" />}>
            {n.text}{!n.there && <>. <Anchor component="button" type="button" size="sm" onClick={() => onGo(n.tab)}>Go to {n.tab}</Anchor></>}
          </List.Item>
        ))}
      </List>
    </>
  )
}
