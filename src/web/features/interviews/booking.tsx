import { Button, Group, Text } from '@mantine/core'
import type { Interview } from '#contract/interviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Refused, StateBadge, When } from '#web/ui/parts.tsx'

/** When it is and with whom; afterwards, whether it took place. */
export function Booking({ i, canRun }: { i: Interview; canRun: boolean }) {
  const held = useAct(operations.markHeld)
  const missed = useAct(operations.markNoShow)
  const params = { id: i.id }
  const noShow = () => confirm({ title: 'The candidate did not come?', text: 'The booked time is given back, and the candidate may book again.', act: 'Did not come', onConfirm: () => missed.mutate({ params }) })
  return (
    <div>
      <Refused error={held.error ?? missed.error} />
      <Group>
        <StateBadge state={i.state} />
        {i.state === 'to_book' && <Text>The candidate has been asked to book one of the offered times.</Text>}
        {i.starts_at && <Text><When at={i.starts_at} />{i.interviewer && ` with ${i.interviewer.name}`}{i.candidate_time_zone && `; the candidate’s zone is ${i.candidate_time_zone}`}</Text>}
        {i.held_at && <Text>Held <When at={i.held_at} /></Text>}
      </Group>
      {i.location && <Text size="sm" c="dimmed">Where: {i.location}</Text>}
      {i.state === 'booked' && canRun && (
        <Group mt="sm">
          <Button loading={held.isPending} onClick={() => held.mutate({ params })}>Mark as held</Button>
          <Button variant="default" loading={missed.isPending} onClick={noShow}>Did not come</Button>
          <Text size="sm" c="dimmed">Once it is held, the clock on the offer starts.</Text>
        </Group>
      )}
    </div>
  )
}
