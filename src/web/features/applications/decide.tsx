import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type Application, REJECTION_REASONS } from '#contract/applications.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Act, Refused } from '#web/ui/parts.tsx'

/** Move on or end; a button that can't be pressed says why. */
export function Decide({ a }: { a: Application }) {
  const [open, setOpen] = useState<'advance' | 'reject' | null>(null)
  const of = (name: string) => a.actions.find((x) => x.name === name)
  const advance = of('advance')
  const reject = of('reject')
  if (a.state !== 'active') return null
  return (
    <Group gap="xs">
      {advance && <Act why={advance.allowed ? null : advance.why_not} onClick={() => setOpen('advance')}>Advance</Act>}
      {reject && <Act variant="default" why={reject.allowed ? null : reject.why_not} onClick={() => setOpen('reject')}>Reject</Act>}
      <Modal opened={open === 'advance'} onClose={() => setOpen(null)} title="Advance" closeButtonProps={{ 'aria-label': 'Close' }}><AdvanceForm a={a} onDone={() => setOpen(null)} /></Modal>
      <Modal opened={open === 'reject'} onClose={() => setOpen(null)} title="Reject" closeButtonProps={{ 'aria-label': 'Close' }}><RejectForm a={a} onDone={() => setOpen(null)} /></Modal>
    </Group>
  )
}

function AdvanceForm({ a, onDone }: { a: Application; onDone: () => void }) {
  const act = useAct(operations.advance, { onDone })
  const form = useForm({ initialValues: { note: '' } })
  return (
    <form onSubmit={form.onSubmit(({ note }) => act.mutate({ params: { id: a.id }, body: { from_stage: a.stage_key, note } }))}>
      <Stack>
        <Refused error={act.error} />
        <Text>{a.candidate.name} leaves {a.stage_name} and is told what comes next.</Text>
        <Textarea label="Note for the team" description="The candidate does not see it" autosize minRows={2} {...form.getInputProps('note')} />
        <Button type="submit" loading={act.isPending}>Move on</Button>
      </Stack>
    </form>
  )
}

function RejectForm({ a, onDone }: { a: Application; onDone: () => void }) {
  const act = useAct(operations.reject, { onDone })
  const form = useForm({ initialValues: { reason: 'work_sample' as (typeof REJECTION_REASONS)[number], note: '', message: '' } })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ params: { id: a.id }, body }))}>
      <Stack>
        <Refused error={act.error} />
        <Select label="Reason" description="For the team" allowDeselect={false} data={REJECTION_REASONS.map((r) => ({ value: r, label: r.replaceAll('_', ' ') }))} {...form.getInputProps('reason')} />
        <Textarea label={`Message, visible to ${a.candidate.name}`} autosize minRows={5} required {...form.getInputProps('message')} error={act.error?.field('body.message')} />
        <Textarea label="Note for the team" autosize {...form.getInputProps('note')} />
        <Button type="submit" color="red" loading={act.isPending}>Reject and send</Button>
      </Stack>
    </form>
  )
}
