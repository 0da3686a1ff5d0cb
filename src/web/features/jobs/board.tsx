import { ActionIcon, Anchor, Card, Group, Menu, Stack, Text, Title } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApplicationCard, Board } from '#contract/applications.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Loaded, Refused, When, days } from '#web/ui/parts.tsx'

/** The stages as columns; no card shows anything of a hidden review. */
export function BoardPanel({ jobId }: { jobId: string }) {
  const board = useOp(operations.getBoard, { params: { id: jobId } }, { refetchMs: 15_000 })
  const act = useAct(operations.advance)
  const move = (card: ApplicationCard) => confirm({ title: `Advance ${card.candidate.name}?`, text: `${card.candidate.name} leaves ${card.stage_name} and is told what comes next.`, act: 'Move on', onConfirm: () => act.mutate({ params: { id: card.id }, body: { from_stage: card.stage_key } }) })
  return (
    <Loaded of={board}>
      {(b) => (
        <Stack>
          <Refused error={act.error} />
          <div className="columns" tabIndex={0} role="region" aria-label="Board">{b.columns.map((c) => <Column key={c.key} column={c} onAdvance={move} />)}</div>
          <Text size="sm" c="dimmed">Ended: {b.ended.hired} hired, {b.ended.rejected} rejected, {b.ended.withdrawn} withdrawn</Text>
        </Stack>
      )}
    </Loaded>
  )
}

function Column({ column, onAdvance }: { column: Board['columns'][number]; onAdvance: (card: ApplicationCard) => void }) {
  return (
    <section className="column" aria-label={column.name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Title order={2} size="h6">{column.name}</Title>
        <Text size="sm" c="dimmed" aria-label={`${column.cards.length} candidates`} role="img">{column.cards.length}</Text>
      </Group>
      <Stack gap="xs">
        {column.cards.map((card) => <CandidateCard key={card.id} card={card} onAdvance={() => onAdvance(card)} />)}
        {column.cards.length === 0 && <Text size="sm" c="dimmed">Nobody here</Text>}
      </Stack>
    </section>
  )
}

const WHO = { candidate: 'Waits for the candidate', team: 'Waits for us', referee: 'Waits for a referee', nobody: 'Waits for nobody' } as const

function CandidateCard({ card, onAdvance }: { card: ApplicationCard; onAdvance: () => void }) {
  const late = card.due_at !== null && Date.parse(card.due_at) < Date.now()
  return (
    <Card withBorder padding="sm" style={card.waiting_on === 'team' ? { borderLeft: '3px solid var(--mantine-primary-color-filled)' } : undefined}>
      <Group justify="space-between" wrap="nowrap" gap={4} align="flex-start">
        <Anchor component={Link} to={`/applications/${card.id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>{card.candidate.name}</Anchor>
        <CardMenu card={card} onAdvance={onAdvance} />
      </Group>
      <Text size="sm">{card.next}</Text>
      <Text size="xs" c="dimmed" mt={4}>{WHO[card.waiting_on]}{card.due_at && <span className={late ? 'late' : undefined}>, {late ? 'was due' : 'due'} <When at={card.due_at} short /></span>}</Text>
      <Text size="xs" c="dimmed">In this stage for {days(card.stage_entered_at)}</Text>
    </Card>
  )
}

/** Asks the server only when it is opened what can be done with the candidate now. */
function CardMenu({ card, onAdvance }: { card: ApplicationCard; onAdvance: () => void }) {
  const [open, setOpen] = useState(false)
  const application = useOp(operations.getApplication, { params: { id: card.id } }, { enabled: open })
  const onward = application.data?.actions.find((a) => a.name === 'advance' || a.name === 'hire')
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end" width={260}>
      <Menu.Target><ActionIcon variant="subtle" color="gray" size="sm" style={{ color: 'inherit' }} aria-label={`Actions for ${card.candidate.name}`}><IconDots size={16} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={`/applications/${card.id}`}>Open</Menu.Item>
        {!onward && <Menu.Label c="dimmed">{application.error ? application.error.message : 'Looking up what can be done…'}</Menu.Label>}
        {onward?.allowed && <Menu.Item onClick={onAdvance}>{onward.name === 'hire' ? 'Hire' : 'Advance'}</Menu.Item>}
        {onward && !onward.allowed && <Menu.Label c="dimmed">Can’t advance yet: {onward.why_not}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
