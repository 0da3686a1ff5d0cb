import { Anchor, Badge, Group, List, Paper, Stack, Stepper, Tabs, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { Application } from '#contract/applications.ts'
import { operations, useOp } from '#web/api/client.ts'
import { AssignmentPanel } from '#web/features/assignments/assignment-panel.tsx'
import { Decide } from '#web/features/applications/decide.tsx'
import { FeedPanel } from '#web/features/applications/feed.tsx'
import { InterviewPanel } from '#web/features/interviews/interview-panel.tsx'
import { OfferPanel } from '#web/features/offers/offer-panel.tsx'
import { ReferencesPanel } from '#web/features/references/references-panel.tsx'
import { ReviewPanel } from '#web/features/reviews/round-panel.tsx'
import { Loaded, Page, StateBadge, When } from '#web/ui/parts.tsx'

/** A candidate's application: where it stands, what was promised, what to do now, and every stage's own page. */
export function ApplicationPage() {
  const { id = '' } = useParams({ strict: false })
  const application = useOp(operations.getApplication, { params: { id } }, { refetchMs: 15_000 })
  return <Loaded of={application}>{(a) => <Opened a={a} />}</Loaded>
}

function Opened({ a }: { a: Application }) {
  return (
    <Page title={a.candidate.name} lead={a.candidate.email} actions={<><StateBadge state={a.state} /><Decide a={a} /></>}>
      <Text><Anchor component={Link} to={`/jobs/${a.job.id}`}>{a.job.title}</Anchor>, version {a.process_version}. {a.next}</Text>
      <Stages a={a} />
      <Promises a={a} />
      <Panels a={a} />
    </Page>
  )
}

function Stages({ a }: { a: Application }) {
  const done = a.stages.filter((s) => s.state === 'completed').length
  return (
    <Stepper active={a.state === 'hired' ? a.stages.length : done} size="xs" visibleFrom="md" aria-label="Stages">
      {a.stages.map((s) => <Stepper.Step key={s.key} label={s.name} allowStepSelect={false} />)}
    </Stepper>
  )
}

function Promises({ a }: { a: Application }) {
  if (a.promises.length === 0) return null
  return (
    <Group gap="xs" aria-label="Promises" role="group">
      {a.promises.map((p) => (
        <Badge key={p.kind} variant="outline" color={p.state === 'late' || p.state === 'kept_late' ? 'red' : p.state === 'kept' ? 'green' : 'gray'} tt="none" size="lg">
          {p.kind}: {p.state.replace('_', ' ')}{p.state === 'running' ? <>, due <When at={p.due_at} /></> : null}
        </Badge>
      ))}
    </Group>
  )
}

function Panels({ a }: { a: Application }) {
  const has = (type: Application['stages'][number]['type']) => a.stages.find((s) => s.type === type && s.state !== 'pending')
  const interviews = a.stages.filter((s) => s.type === 'live_interview' && s.state !== 'pending')
  const tabs = [
    { value: 'feed', label: 'Feed', body: <FeedPanel id={a.id} /> },
    { value: 'answers', label: 'Application', body: <Answers a={a} /> },
    ...(has('code_assignment') ? [{ value: 'assignment', label: 'Assignment', body: <AssignmentPanel id={a.id} /> }] : []),
    ...(has('team_review') ? [{ value: 'review', label: 'Review', body: <ReviewPanel id={a.id} name={a.candidate.name} /> }] : []),
    ...interviews.map((s) => ({ value: s.key, label: 'Interview', body: <InterviewPanel id={a.id} stage={s.key} /> })),
    ...(has('reference_check') ? [{ value: 'references', label: 'References', body: <ReferencesPanel id={a.id} /> }] : []),
    ...(has('offer') ? [{ value: 'offer', label: 'Offer', body: <OfferPanel id={a.id} /> }] : []),
  ]
  return (
    <Tabs defaultValue="feed" keepMounted={false}>
      <Tabs.List>{tabs.map((t) => <Tabs.Tab key={t.value} value={t.value}>{t.label}</Tabs.Tab>)}</Tabs.List>
      {tabs.map((t) => <Tabs.Panel key={t.value} value={t.value} pt="md">{t.body}</Tabs.Panel>)}
    </Tabs>
  )
}

function Answers({ a }: { a: Application }) {
  return (
    <Stack>
      {a.answers.map((x) => (
        <Paper key={x.id} withBorder p="md">
          <Title order={2} size="h5">{x.label}</Title>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{x.value}</Text>
        </Paper>
      ))}
      {a.links.length > 0 && <List>{a.links.map((l) => <List.Item key={l}><Anchor href={l} rel="noopener noreferrer nofollow" target="_blank">{l}</Anchor></List.Item>)}</List>}
      {a.resume ? <Anchor href={`/api/v1/applications/${a.id}/resume`}>Download {a.resume.filename}</Anchor> : <Text c="dimmed">No résumé.</Text>}
    </Stack>
  )
}
