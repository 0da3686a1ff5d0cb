import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Switch, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Review } from '#contract/reviews.ts'
import type { Round } from '#contract/rounds.ts'
import { When, words } from '#web/ui/parts.tsx'
import { Combined } from './combined.tsx'
import { Discussion } from './discussion.tsx'

type Criterion = Review['criteria'][number]

/** Sealed reviews beside each other, criterion by criterion; where they differ much, what came of talking about it. */
export function SideBySide({ round }: { round: Round }) {
  const [differing, setDiffering] = useState(false)
  const { reviews } = round
  const criteria = (reviews[0]?.criteria ?? []).filter((c) => !differing || spread(c, reviews) > 0)
  return (
    <Stack component="section" aria-label="Side by side">
      <Group justify="space-between">
        <Title order={2} size="h4">{round.revealed_at ? 'Side by side' : 'Sealed reviews, opened early'}</Title>
        {round.revealed_at && <Text size="sm" c="dimmed">Revealed <When at={round.revealed_at} /></Text>}
      </Group>
      <Heads reviews={reviews} />
      {reviews.length > 1 && <Switch label="Only criteria with a difference" checked={differing} onChange={(e) => setDiffering(e.currentTarget.checked)} />}
      {criteria.map((c) => <CriterionRow key={c.id} c={c} round={round} />)}
      {differing && criteria.length === 0 && <Text c="dimmed">They agree on every criterion.</Text>}
      <Combined reviews={reviews} />
    </Stack>
  )
}

const columns = (reviews: readonly Review[]) => ({ base: 1, sm: Math.max(1, reviews.length) })

function Heads({ reviews }: { reviews: readonly Review[] }) {
  return (
    <SimpleGrid cols={columns(reviews)}>
      {reviews.map((r) => (
        <Paper key={r.id} withBorder p="sm" component="section" aria-label={`Review by ${r.reviewer.name}`}>
          <Group justify="space-between" gap="xs"><Text fw={600}>{r.reviewer.name}</Text><Badge variant="light" color={r.recommendation?.endsWith('no') ? 'orange' : 'green'}>{words(r.recommendation ?? 'no recommendation')}</Badge></Group>
          <Text size="sm" c="dimmed">{r.weighted === null ? 'No criterion could be assessed' : `${r.weighted.toFixed(2)} of 5, weighted`}</Text>
          <Text size="sm" mt="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{r.summary}</Text>
          <Anchor component={Link} to={`/reviews/${r.id}`} size="sm" mt="xs" display="inline-block">Open the review by {r.reviewer.name}</Anchor>
        </Paper>
      ))}
    </SimpleGrid>
  )
}

function levelsOn(c: Criterion, reviews: readonly Review[]): number[] {
  return reviews.flatMap((r) => r.scores.find((s) => s.criterion_id === c.id)?.level ?? [])
}

function spread(c: Criterion, reviews: readonly Review[]): number {
  const levels = levelsOn(c, reviews)
  return levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels)
}

function CriterionRow({ c, round }: { c: Criterion; round: Round }) {
  const far = spread(c, round.reviews)
  const discussion = round.discussions.find((d) => d.criterion_id === c.id)
  return (
    <Paper withBorder p="sm" component="section" aria-label={c.name} className={far >= 2 ? 'differs' : undefined}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={3} size="h5">{c.name} <Text span size="sm" c="dimmed" fw={400}>{c.weight} %</Text></Title>
        <Apart far={far} compared={levelsOn(c, round.reviews).length} reviews={round.reviews.length} />
      </Group>
      <SimpleGrid cols={columns(round.reviews)}>{round.reviews.map((r) => <Score key={r.id} c={c} r={r} />)}</SimpleGrid>
      {discussion && <Discussion round={round} c={c} d={discussion} />}
    </Paper>
  )
}

function Apart({ far, compared, reviews }: { far: number; compared: number; reviews: number }) {
  if (reviews < 2) return null
  if (compared < 2) return <Text size="sm" c="dimmed">nothing to compare</Text>
  if (far === 0) return <Text size="sm" c="dimmed">no difference</Text>
  return <Badge variant="light" color={far >= 2 ? 'orange' : 'gray'}>{far === 1 ? '1 level apart' : `${far} levels apart`}</Badge>
}

function Score({ c, r }: { c: Criterion; r: Review }) {
  const s = r.scores.find((x) => x.criterion_id === c.id)
  const level = c.levels.find((l) => l.level === s?.level)
  return (
    <div>
      <Text size="xs" c="dimmed">{r.reviewer.name}</Text>
      {level ? <Text fw={600}>{level.level} · {level.name}</Text> : <Text fw={600}>Can’t be assessed</Text>}
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{level ? s?.evidence : s?.cannot_assess}</Text>
    </div>
  )
}
