import { Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Round } from '#contract/rounds.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, When } from '#web/ui/parts.tsx'
import { Buttons, ChooseJoiner } from './leave-forms.tsx'

interface Props {
  round: Round
  onDone: () => void
}

/** Somebody who can't review leaves; what they wrote stays closed. */
export function ReplaceForm({ round, onDone }: Props) {
  const pool = useOp(operations.listReviewerPool, { params: { id: round.id } })
  const open = round.reviewers.filter((r) => r.state === 'assigned')
  const [leaves, setLeaves] = useState<string>(open.length === 1 ? (open[0]?.id ?? '') : '')
  const [joins, setJoins] = useState('')
  const act = useAct(operations.replaceReviewer, { onDone })
  return (
    <form onSubmit={(e) => { e.preventDefault(); act.mutate({ params: { id: round.id }, body: { leaves, joins } }) }}>
      <Stack>
        <Refused error={act.error} />
        <Radio.Group label="Who leaves" description="Somebody who has sealed stays" withAsterisk value={leaves} onChange={setLeaves}>
          <Stack gap="xs" mt="xs">{open.map((p) => <Radio key={p.id} value={p.id} label={p.name} />)}</Stack>
        </Radio.Group>
        <Loaded of={pool}>{({ items }) => <ChooseJoiner items={items} value={joins} onChange={setJoins} />}</Loaded>
        <Text size="sm">Whoever joins begins anew, and nobody reads what was begun. Whoever leaves can’t come back, and reads nothing of the round until all reviews are sealed.</Text>
        <Buttons label="Replace" pending={act.isPending} disabled={leaves === '' || joins === ''} onCancel={onDone} />
      </Stack>
    </form>
  )
}

/** Moving the date by which reviewers are asked to seal. */
export function ExtendForm({ round, onDone }: Props) {
  const form = useForm({ initialValues: { due: '', reason: '' } })
  const act = useAct(operations.extendRound, { onDone })
  const at = new Date(form.values.due)
  return (
    <form onSubmit={form.onSubmit(({ reason }) => act.mutate({ params: { id: round.id }, body: { due_at: at.toISOString(), reason } }))}>
      <Stack>
        <Refused error={act.error} />
        <Text size="sm">{round.due_at ? <>Due now: <When at={round.due_at} by />.</> : 'No date is set.'} What was promised to the candidate does not move: their page goes on saying whether it was kept.</Text>
        <TextInput type="datetime-local" label="New date, in your time" required {...form.getInputProps('due')} error={act.error?.field('body.due_at')} />
        <Textarea label="Reason" description="Kept in the record, read by the team" required autosize minRows={2} maxLength={1000} {...form.getInputProps('reason')} error={act.error?.field('body.reason')} />
        <Buttons label="Move the date" pending={act.isPending} disabled={Number.isNaN(at.getTime())} onCancel={onDone} />
      </Stack>
    </form>
  )
}
