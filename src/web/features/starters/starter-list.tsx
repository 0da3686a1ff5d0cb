import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Starter } from '#contract/starters.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Empty, Loaded, When } from '#web/ui/parts.tsx'
import { isOnItsWay, VersionState } from './states.tsx'

const POLL_MS = 3_000

/** Every starter of the organization; those put away only if asked for. */
export function StarterList({ begin }: { begin: ReactNode }) {
  const [busy, setBusy] = useState(false)
  const starters = useOp(operations.listStarters, {}, busy ? { refetchMs: POLL_MS } : {})
  const [all, setAll] = useState(false)
  const moving = (starters.data?.items ?? []).some((s) => s.import.state === 'running' || isOnItsWay(s.newest))
  if (moving !== busy) setBusy(moving)
  return (
    <Loaded of={starters}>
      {({ items }) => {
        if (items.length === 0) return <Empty action={begin}>You have no starter of your own. A starter is what the repository of a take-home begins with: take one of ours and change it, or bring a project of yours.</Empty>
        const shown = items.filter((s) => all || !s.archived)
        const away = items.length - items.filter((s) => !s.archived).length
        return (
          <Stack>
            {away > 0 && <Switch size="sm" label={`Show what is archived (${away})`} checked={all} onChange={(e) => setAll(e.currentTarget.checked)} />}
            {shown.length === 0 ? <Empty action={begin}>All your starters are archived.</Empty> : <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>{shown.map((s) => <StarterCard key={s.id} starter={s} />)}</SimpleGrid>}
          </Stack>
        )
      }}
    </Loaded>
  )
}

function StarterCard({ starter: s }: { starter: Starter }) {
  return (
    <Card withBorder>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Anchor component={Link} to={`/starters/${s.id}`} fw={600} size="lg" style={{ overflowWrap: 'anywhere' }}>{s.name}</Anchor>
        {s.archived && <Badge variant="light" color="gray">archived</Badge>}
      </Group>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}><code>{s.slug}</code></Text>
      <Group gap="xs" mt="sm">{s.newest ? <><Text size="sm">Version {s.newest.number}</Text><VersionState state={s.newest.state} /></> : <Text size="sm">{s.import.state === 'running' ? 'Being imported' : s.import.state === 'failed' ? 'The import failed' : 'Nothing in it yet'}</Text>}</Group>
      <Text size="sm" c="dimmed" mt={4}>{readyLine(s)} · begun <When at={s.created_at} short /></Text>
    </Card>
  )
}

function readyLine(s: Starter): string {
  const used = s.jobs === 0 ? 'no job uses it' : s.jobs === 1 ? 'one job uses it' : `${s.jobs} jobs use it`
  return s.newest_ready === null ? `no version is ready · ${used}` : `version ${s.newest_ready} is ready · ${used}`
}
