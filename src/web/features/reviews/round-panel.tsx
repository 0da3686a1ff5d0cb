import { Alert, Anchor, Button, Group, List, Select, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Review } from '#contract/reviews.ts'
import type { Round } from '#contract/rounds.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, When, words } from '#web/ui/parts.tsx'
import { standing } from './standing.ts'

/** The round: closed until all are sealed, then side by side. */
export function RoundPanel({ id, hiring }: { id: string; hiring: boolean }) {
  const round = useOp(operations.getRound, { params: { id } }, { refetchMs: 10_000 })
  return (
    <Stack gap="lg">
      <Loaded of={round}>{(r) => (r.revealed_at ? <Revealed round={r} /> : <><Blind round={r} />{hiring && <Replace round={r} />}</>)}</Loaded>
    </Stack>
  )
}

/** Before the reveal there is nothing to see but who is asked and who is done. */
export function Blind({ round }: { round: Round }) {
  return (
    <Alert color="blue" title="Nobody sees a review before all are sealed">
      <Text size="sm">{standing(round.reviewers, null)}.{round.due_at && <> Due <When at={round.due_at} />.</>}</Text>
      {round.my_review_id && <Anchor component={Link} to={`/reviews/${round.my_review_id}`}>Open my review</Anchor>}
    </Alert>
  )
}

/** Somebody who can't review leaves; what they wrote stays closed. */
function Replace({ round }: { round: Round }) {
  const members = useOp(operations.listMembers)
  const [leaves, setLeaves] = useState<string | null>(null)
  const [joins, setJoins] = useState<string | null>(null)
  const act = useAct(operations.replaceReviewer, { onDone: () => { setLeaves(null); setJoins(null) } })
  const inRound = new Set<string>(round.reviewers.map((r) => r.id))
  const others = (members.data?.items ?? []).filter((m) => m.active && !inRound.has(m.id))
  return (
    <section aria-label="Replace a reviewer">
      <Title order={2} size="h5">Replace a reviewer</Title>
      <Text size="sm" c="dimmed" mb="xs">For somebody who can’t review after all. Whoever joins begins anew; nobody reads what was begun.</Text>
      <Refused error={act.error} />
      <Group align="flex-end">
        <Select label="Who leaves" placeholder="Choose" data={round.reviewers.filter((r) => r.state === 'assigned').map((r) => ({ value: r.id, label: r.name }))} value={leaves} onChange={setLeaves} />
        <Select label="Who joins" placeholder="Choose" data={others.map((m) => ({ value: m.id, label: m.name }))} value={joins} onChange={setJoins} />
        <Button variant="default" disabled={!leaves || !joins} loading={act.isPending} onClick={() => act.mutate({ params: { id: round.id }, body: { leaves: leaves ?? '', joins: joins ?? '' } })}>Replace reviewer</Button>
      </Group>
    </section>
  )
}

function Revealed({ round }: { round: Round }) {
  return (
    <Stack>
      <Group justify="space-between"><Title order={2} size="h4">Side by side</Title><Text size="sm" c="dimmed">Revealed <When at={round.revealed_at} /></Text></Group>
      <SideBySide reviews={round.reviews} />
      {round.reviews.map((r) => <Remarks key={r.id} r={r} />)}
    </Stack>
  )
}

function SideBySide({ reviews }: { reviews: Review[] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={640} tabIndex={0} role="region" aria-label="Scores side by side">
      <Table verticalSpacing="sm" aria-label="Scores side by side" layout="fixed">
        <Table.Thead><Table.Tr><Table.Th w={170}>Criterion</Table.Th>{reviews.map((r) => <Table.Th key={r.id}>{r.reviewer.name}: {words(r.recommendation ?? 'no recommendation')}</Table.Th>)}<Table.Th w={120}>Spread</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{(reviews[0]?.criteria ?? []).map((c) => <CriterionRow key={c.id} c={c} reviews={reviews} />)}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function CriterionRow({ c, reviews }: { c: Review['criteria'][number]; reviews: Review[] }) {
  const scores = reviews.map((r) => r.scores.find((s) => s.criterion_id === c.id))
  const levels = scores.flatMap((s) => s?.level ?? [])
  const spread = levels.length > 1 ? Math.max(...levels) - Math.min(...levels) : 0
  return (
    <Table.Tr className={spread >= 2 ? 'spread' : undefined} style={{ verticalAlign: 'top' }}>
      <Table.Th scope="row">{c.name}<Text size="xs" c="dimmed" fw={400}>{c.weight} %</Text></Table.Th>
      {scores.map((s, i) => <Table.Td key={reviews[i]?.id}><b>{s?.cannot_assess ? 'Can’t be assessed' : (s?.level ?? '–')} {c.levels.find((l) => l.level === s?.level)?.name}</b><Text size="sm">{s?.cannot_assess ?? s?.evidence}</Text></Table.Td>)}
      <Table.Td>{spread >= 2 ? <b>{spread} levels: talk about it</b> : spread === 0 ? 'none' : '1 level'}</Table.Td>
    </Table.Tr>
  )
}

function Remarks({ r }: { r: Review }) {
  return (
    <section aria-label={`Review by ${r.reviewer.name}`}>
      <Title order={3} size="h5">{r.reviewer.name}</Title>
      <Text>{r.summary}</Text>
      {r.comments.length > 0 && <List size="sm" mt="xs">{r.comments.map((c) => <List.Item key={c.id}><b>{words(c.kind)}</b>, {c.path ? <code>{c.path}:{c.line}</code> : 'on the whole'}: {c.body}</List.Item>)}</List>}
      <Anchor component={Link} to={`/reviews/${r.id}`} size="sm">Open the review by {r.reviewer.name}</Anchor>
    </section>
  )
}
