import { Anchor, Button, Card, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { GalleryTemplate, Job } from '#contract/jobs.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Page, Refused, StateBadge } from '#web/ui/parts.tsx'

/** Every job the member can see, and the way to a new one. */
export function JobsPage() {
  const jobs = useOp(operations.listJobs)
  const session = useOp(operations.getSession)
  const [template, setTemplate] = useState<string | null>(null)
  const role = session.data?.member.role
  const hiring = role === 'owner' || role === 'recruiter'
  const button = hiring && <Button leftSection={<IconPlus size={16} />} onClick={() => setTemplate('backend-engineer')}>New job</Button>
  return (
    <Page title="Jobs" actions={button}>
      <Modal opened={template !== null} onClose={() => setTemplate(null)} title="New job">{template && <NewJob template={template} />}</Modal>
      <Loaded of={jobs}>
        {({ items }) => {
          if (items.length > 0) return <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>{items.map((job) => <JobCard key={job.id} job={job} />)}</SimpleGrid>
          return hiring ? <Gallery onUse={setTemplate} /> : <Empty>You are not in the hiring team of any job yet. An owner or a recruiter adds you.</Empty>
        }}
      </Loaded>
    </Page>
  )
}

function JobCard({ job }: { job: Job }) {
  const { counts } = job
  return (
    <Card withBorder>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Anchor component={Link} to={`/jobs/${job.id}`} fw={600} size="lg">{job.title}</Anchor>
        <StateBadge state={job.state} />
      </Group>
      <Text size="sm" c="dimmed">{job.location || 'No place set'}</Text>
      <Text size="sm" mt="sm">{counts.active} active, {counts.hired} hired, {counts.rejected} rejected, {counts.withdrawn} withdrawn</Text>
      {job.has_unpublished_changes && job.state === 'open' && <Text size="sm" c="dimmed">The draft differs from what is in force</Text>}
    </Card>
  )
}

/** Nothing there yet: the templates a first job can begin from. */
function Gallery({ onUse }: { onUse: (slug: string) => void }) {
  const gallery = useOp(operations.listGallery)
  return (
    <Stack>
      <Text>There is no job yet. A job begins from a template: its stages, its paid take-home, its rubric. Everything in it can be changed.</Text>
      <Loaded of={gallery}>{({ items }) => <SimpleGrid cols={{ base: 1, md: 2 }}>{items.map((t) => <TemplateCard key={t.slug} template={t} onUse={() => onUse(t.slug)} />)}</SimpleGrid>}</Loaded>
    </Stack>
  )
}

function TemplateCard({ template: { process }, onUse }: { template: GalleryTemplate; onUse: () => void }) {
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h4">{process.name}</Title>
      <Text size="sm" mt={4}>{process.description}</Text>
      <Text size="sm" c="dimmed" mt="xs">{[process.timeline, process.candidate_effort].filter(Boolean).join(' · ')}</Text>
      <Text component="ol" size="sm" my="sm" pl="lg">{process.stages.map((s) => <li key={s.key}>{s.name}</li>)}</Text>
      <Button onClick={onUse} w="fit-content">Use {process.name}</Button>
    </Card>
  )
}

function NewJob({ template }: { template: string }) {
  const gallery = useOp(operations.listGallery)
  const navigate = useNavigate()
  const act = useAct(operations.createJob, { onDone: (job) => void navigate({ to: `/jobs/${job.id}` }) })
  const form = useForm({ initialValues: { title: '', template } })
  const templates = gallery.data?.items ?? []
  const chosen = templates.find((t) => t.slug === form.values.template)
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
      <Stack>
        <Refused error={act.error} />
        <TextInput label="Title" data-autofocus required maxLength={120} {...form.getInputProps('title')} error={act.error?.field('body.title')} />
        <Select label="Template" data={templates.map((t) => ({ value: t.slug, label: t.process.name }))} allowDeselect={false} {...form.getInputProps('template')} error={act.error?.field('body.template')} description={chosen?.process.description} />
        <Button type="submit" loading={act.isPending}>Create draft job</Button>
      </Stack>
    </form>
  )
}
