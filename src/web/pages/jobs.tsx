import { Anchor, Button, Card, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Job } from '#contract/jobs.ts'
import { operations, useAct, useOp } from '../api/client.ts'
import { Empty, Loaded, Page, Refused, StateBadge } from '../ui/parts.tsx'

/** Every job the member can see, and the way to a new one. */
export function JobsPage() {
  const jobs = useOp(operations.listJobs)
  const [open, { open: show, close }] = useDisclosure(false)
  const button = <Button onClick={show}>New job</Button>
  return (
    <Page title="Jobs" actions={button}>
      <NewJob open={open} onClose={close} />
      <Loaded of={jobs}>
        {({ items }) => (items.length === 0 ? <Empty>There is no job yet. A job begins from a template: its stages, its paid take-home, its rubric.</Empty> : <SimpleGrid cols={{ base: 1, sm: 2 }}>{items.map((job) => <JobCard key={job.id} job={job} />)}</SimpleGrid>)}
      </Loaded>
    </Page>
  )
}

function JobCard({ job }: { job: Job }) {
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Anchor component={Link} to={`/jobs/${job.id}`} fw={600}>{job.title}</Anchor>
        <StateBadge state={job.state} />
      </Group>
      <Text size="sm" c="dimmed">{job.location || 'No place set'}</Text>
      <Text size="sm">{job.counts.active} active, {job.counts.hired} hired</Text>
    </Card>
  )
}

function NewJob({ open, onClose }: { open: boolean; onClose: () => void }) {
  const gallery = useOp(operations.listGallery, {}, { enabled: open })
  const navigate = useNavigate()
  const act = useAct(operations.createJob, { onDone: (job) => void navigate({ to: `/jobs/${job.id}` }) })
  const form = useForm({ initialValues: { title: '', template: 'backend-engineer' } })
  const templates = gallery.data?.items.map((t) => ({ value: t.slug, label: t.process.name })) ?? []
  return (
    <Modal opened={open} onClose={onClose} title="New job" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
        <Stack>
          <Refused error={act.error} />
          <TextInput label="Title" data-autofocus required {...form.getInputProps('title')} error={act.error?.field('body.title')} />
          <Select label="Template" data={templates} allowDeselect={false} {...form.getInputProps('template')} />
          <Button type="submit" loading={act.isPending}>Create draft job</Button>
        </Stack>
      </form>
    </Modal>
  )
}
