import { Anchor, Card, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ApplicationCard, Board } from '#contract/applications.ts'
import { operations, useOp } from '../../api/client.ts'
import { Loaded, When } from '../../ui/parts.tsx'

/** The stages as columns; no card shows anything of a hidden review. */
export function BoardPanel({ jobId }: { jobId: string }) {
  const board = useOp(operations.getBoard, { params: { id: jobId } }, { refetchMs: 15_000 })
  return (
    <Loaded of={board}>
      {(b) => (
        <Stack>
          <div className="columns" tabIndex={0} role="region" aria-label="Board">{b.columns.map((c) => <Column key={c.key} column={c} />)}</div>
          <Text size="sm" c="dimmed">Ended: {b.ended.hired} hired, {b.ended.rejected} rejected, {b.ended.withdrawn} withdrawn</Text>
        </Stack>
      )}
    </Loaded>
  )
}

function Column({ column }: { column: Board['columns'][number] }) {
  return (
    <section aria-label={column.name}>
      <Title order={2} size="h5" mb="xs">{column.name} ({column.cards.length})</Title>
      <Stack gap="xs">
        {column.cards.map((card) => <CandidateCard key={card.id} card={card} />)}
        {column.cards.length === 0 && <Text size="sm" c="dimmed">Nobody here</Text>}
      </Stack>
    </section>
  )
}

const WHO = { candidate: 'Waits for the candidate', team: 'Waits for us', referee: 'Waits for a referee', nobody: 'Waits for nobody' } as const

function CandidateCard({ card }: { card: ApplicationCard }) {
  return (
    <Card withBorder padding="sm">
      <Anchor component={Link} to={`/applications/${card.id}`} fw={600}>{card.candidate.name}</Anchor>
      <Text size="sm">{card.next}</Text>
      <Text size="xs" c="dimmed">{WHO[card.waiting_on]}{card.due_at && <>, due <When at={card.due_at} /></>}</Text>
      <Text size="xs" c="dimmed">In this stage since <When at={card.stage_entered_at} plain /></Text>
    </Card>
  )
}
