import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { DeclineReason, PoolMember, Round } from '#contract/rounds.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Refused } from '#web/ui/parts.tsx'

interface Props {
  round: Round
  onDone: () => void
}

const REASONS: { value: DeclineReason; label: string; description: string }[] = [
  { value: 'no_time', label: 'I have no time', description: 'Somebody else is asked at once.' },
  { value: 'not_my_field', label: 'It is not my field', description: 'Better said now than guessed at later.' },
  { value: 'conflict_of_interest', label: 'I have a conflict of interest', description: 'You are not asked for this candidate again.' },
  { value: 'other', label: 'Another reason', description: 'Please say which.' },
]

/** Giving the place back, with a reason for those who decide. */
export function DeclineForm({ round, onDone }: Props) {
  const form = useForm({ initialValues: { reason: 'no_time' as DeclineReason, words: '' } })
  const act = useAct(operations.declineReview, { onDone })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ params: { id: round.my_review_id ?? '' }, body }))}>
      <Stack>
        <Refused error={act.error} />
        <Radio.Group label="Why" withAsterisk {...form.getInputProps('reason')}>
          <Stack gap="xs" mt="xs">{REASONS.map((r) => <Radio key={r.value} value={r.value} label={r.label} description={r.description} />)}</Stack>
        </Radio.Group>
        <Textarea label="In your words" description="Read by those who decide. The candidate and the other reviewers are not told." required={form.values.reason === 'other'} autosize minRows={2} maxLength={1000} {...form.getInputProps('words')} error={act.error?.field('body.words')} />
        <Text size="sm">What you have written stays closed for good, and the round is closed to you until all reviews are sealed.</Text>
        <Buttons label="Decline" pending={act.isPending} onCancel={onDone} />
      </Stack>
    </form>
  )
}

/** Giving the place to a colleague. */
export function HandOverForm({ round, onDone }: Props) {
  const pool = useOp(operations.listReviewerPool, { params: { id: round.id } })
  const [joins, setJoins] = useState('')
  const act = useAct(operations.handOverReview, { onDone })
  return (
    <form onSubmit={(e) => { e.preventDefault(); act.mutate({ params: { id: round.my_review_id ?? '' }, body: { joins } }) }}>
      <Stack>
        <Refused error={act.error} />
        <Loaded of={pool}>{({ items }) => <ChooseJoiner items={items} value={joins} onChange={setJoins} />}</Loaded>
        <Text size="sm">They start empty. What you have written stays closed for good, and the round is closed to you until all reviews are sealed.</Text>
        <Buttons label="Hand over" pending={act.isPending} disabled={joins === ''} onCancel={onDone} />
      </Stack>
    </form>
  )
}

/** The pool, the least loaded first. Who is kept out is shown with the reason, to those who are told it. */
export function ChooseJoiner({ items, value, onChange }: { items: readonly PoolMember[]; value: string; onChange: (id: string) => void }) {
  if (!items.some((p) => p.why_not === null)) return <Empty>Nobody else of the pool may judge this candidate. An owner or a recruiter adds reviewers to the job’s hiring team.</Empty>
  return (
    <Radio.Group label="Who takes over" description="Those with the fewest open reviews first" withAsterisk value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs">{items.map((p) => <Radio key={p.id} value={p.id} label={p.name} disabled={p.why_not !== null} description={p.why_not ?? openReviews(p.open_rounds)} />)}</Stack>
    </Radio.Group>
  )
}

function openReviews(n: number): string {
  return n === 0 ? 'no open review' : n === 1 ? '1 open review' : `${n} open reviews`
}

export function Buttons({ label, pending, disabled = false, danger = false, onCancel }: { label: string; pending: boolean; disabled?: boolean; danger?: boolean; onCancel: () => void }) {
  return (
    <Group>
      <Button type="submit" loading={pending} disabled={disabled} {...(danger ? { color: 'red.9' } : {})}>{label}</Button>
      <Button variant="default" onClick={onCancel}>Cancel</Button>
    </Group>
  )
}
