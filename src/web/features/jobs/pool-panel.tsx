import { List, Stack, Text, Title } from '@mantine/core'
import type { JobPool } from '#contract/pools.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Empty, Loaded } from '#web/ui/parts.tsx'
import { PickRule } from './pick-rule.tsx'
import { standingOf } from './pool-words.ts'

/** Who is asked for the next reviews of a job, by the process in force. */
export function PoolPanel({ jobId }: { jobId: string }) {
  const pool = useOp(operations.getJobPool, { params: { id: jobId } })
  return (
    <Stack gap="xs" maw={640} component="section" aria-label="Who is asked for reviews">
      <Title order={2} size="h4">Who is asked for reviews</Title>
      <Loaded of={pool}>{(p) => (p.review ? <Shown pool={p} review={p.review} /> : <Empty>This process has no review. When it has a review stage, you see here who is asked next.</Empty>)}</Loaded>
    </Stack>
  )
}

function Shown({ pool, review }: { pool: JobPool; review: NonNullable<JobPool['review']> }) {
  const there = pool.people.filter((p) => p.in_pool)
  return (
    <>
      <Text size="sm">{review.from === 'team' ? 'The reviewers chosen above, as soon as the team is saved.' : `The members that the stage “${review.stage}” names, whoever is on the team. They are changed on the tab Process.`} {pool.version ? `By version ${pool.version} of the process` : 'Once the process is published'}, each submission gets {review.wanted} reviews.</Text>
      {there.length === 0 ? <Empty>Nobody may be asked yet, so a round would wait. {review.from === 'team' ? 'Choose reviewers above and save the team.' : 'Choose members in the stage’s pool, on the tab Process.'}</Empty> : <List size="sm" spacing={4} type="ordered">{there.map((p) => <List.Item key={p.id}>{p.name} <Text span size="sm" c="dimmed">{standingOf(p)}</Text></List.Item>)}</List>}
      {there.length > 0 && there.length < review.wanted && <Text size="sm" className="late">That is fewer than {review.wanted}: rounds wait until somebody is found.</Text>}
      {review.unknown.length > 0 && <Text size="sm" c="dimmed">Named, and no member: {review.unknown.join(', ')}.</Text>}
      <PickRule calibration={review.calibration} />
    </>
  )
}
