import { Alert, Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { CalibrationSet } from '#contract/calibration.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Refused } from '#web/ui/parts.tsx'

/** The rubrics in use and their samples: to be scored before the first real review. */
export function CalibrationSets() {
  const sets = useOp(operations.listCalibrations)
  return (
    <Loaded of={sets}>
      {({ items }) => (items.length === 0 ? <Empty>No job of yours has a review yet. When you are on a job’s hiring team, its samples are here.</Empty> : <Stack>{items.map((s) => <One key={s.rubric_sha256} set={s} />)}</Stack>)}
    </Loaded>
  )
}

function One({ set }: { set: CalibrationSet }) {
  const left = set.samples.filter((s) => s.state !== 'sealed').length
  return (
    <Card withBorder component="section" aria-label={set.rubric_name}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h4">{set.rubric_name}</Title>
        {set.calibrated_at && <Badge variant="light" color="green">calibrated</Badge>}
      </Group>
      <Text size="sm" c="dimmed">{set.jobs.map((j) => j.title).join(', ')}</Text>
      {set.not_possible && <Text mt="xs">{set.not_possible} There is nothing to score here.</Text>}
      {!set.not_possible && !set.calibrated_at && <Text mt="xs">{asked(set, left)}</Text>}
      <Stack gap="xs" mt="sm">{set.samples.map((s) => <Sample key={s.sample_id} set={set} sample={s} />)}</Stack>
    </Card>
  )
}

function asked(set: CalibrationSet, left: number): string {
  const samples = left === 1 ? '1 sample' : `${left} samples`
  if (!set.reviews_for || set.setting === 'off') return `${samples} to try the rubric on, if you like.`
  if (set.setting === 'required') return `Score ${samples} first: until then you are not asked for a review by this rubric.`
  return `Score ${samples} before your first review: you see how your levels differ from the reference’s, and why.`
}

const STATES = { new: 'not begun', begun: 'begun', sealed: 'sealed' }

function Sample({ set, sample }: { set: CalibrationSet; sample: CalibrationSet['samples'][number] }) {
  const navigate = useNavigate()
  const act = useAct(operations.beginCalibration, { onDone: (c) => void navigate({ to: `/calibration/${c.id}` } as never) })
  const begin = () => act.mutate({ body: { rubric_sha256: set.rubric_sha256, sample_id: sample.sample_id } })
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text>{sample.name} <Text span size="sm" c="dimmed">{STATES[sample.state]}</Text></Text>
        {sample.calibration_id ? (
          <Button component={Link} to={`/calibration/${sample.calibration_id}`} variant="default" size="xs" aria-label={`${sample.state === 'sealed' ? 'Compare' : 'Go on with'} ${sample.name}, ${set.rubric_name}`}>{sample.state === 'sealed' ? 'Compare' : 'Go on'}</Button>
        ) : (
          <Button size="xs" variant="default" loading={act.isPending} aria-label={`Score ${sample.name}, ${set.rubric_name}`} onClick={begin}>Score</Button>
        )}
      </Group>
      <Refused error={act.error} />
    </>
  )
}

/** What should come before one's first review, by one rubric or by any. Nothing where nothing is asked. */
export function CalibrateFirst({ rubric, className }: { rubric?: string; className?: string }) {
  const sets = useOp(operations.listCalibrations)
  const open = (sets.data?.items ?? []).filter((s) => (rubric ? s.rubric_sha256 === rubric : s.reviews_for) && s.setting !== 'off' && !s.not_possible && !s.calibrated_at)
  if (open.length === 0) return null
  const required = open.some((s) => s.setting === 'required')
  return (
    <Alert className={className} color="blue" title={required ? 'Score the samples first' : 'Before your first review'}>
      {required ? 'You are not asked for a review before you have scored the sample submissions' : 'Score the sample submissions, and see how your levels differ from the reference’s'}: {open.map((s) => `“${s.rubric_name}”`).join(', ')}. <Anchor component={Link} to="/calibration">Go to the samples</Anchor>
    </Alert>
  )
}
