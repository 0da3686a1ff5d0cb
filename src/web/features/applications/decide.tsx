import { Box, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type Application, REJECTION_REASONS } from '#contract/applications.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Act, Refused, words } from '#web/ui/parts.tsx'

/** Move on or end; a button that can't be pressed says why. */
export function Decide({ a }: { a: Application }) {
  const [open, setOpen] = useState<'onward' | 'reject' | null>(null)
  const onward = a.actions.find((x) => x.name === 'advance' || x.name === 'hire')
  const reject = a.actions.find((x) => x.name === 'reject')
  if (a.state !== 'active') return null
  const name = onward?.name === 'hire' ? 'Hire' : 'Advance'
  const close = () => setOpen(null)
  return (
    <Group gap="xs">
      {onward && <Act why={onward.allowed ? null : (onward.why_not ?? 'Not now.')} onClick={() => setOpen('onward')}>{name}</Act>}
      {reject && <Act variant="default" why={reject.allowed ? null : (reject.why_not ?? 'Not now.')} onClick={() => setOpen('reject')}>Reject</Act>}
      <Modal opened={open === 'onward'} onClose={close} title={`${name} ${a.candidate.name}`}><AdvanceForm a={a} onDone={close} /></Modal>
      <Modal opened={open === 'reject'} onClose={close} title={`Reject ${a.candidate.name}`} size="lg"><RejectForm a={a} onDone={close} /></Modal>
    </Group>
  )
}

const ACTS = { advance: 'Advancing', hire: 'Hiring', reject: 'Rejecting' } as const

/** In words below the buttons on a small screen, where nothing hovers; elsewhere the button itself says it. */
export function WhyNot({ a }: { a: Application }) {
  const blocked = a.actions.filter((x) => !x.allowed && x.why_not)
  if (a.state !== 'active' || blocked.length === 0) return null
  const same = blocked.length > 1 && blocked.every((x) => x.why_not === blocked[0]?.why_not)
  if (same) return <Text size="sm" c="dimmed" hiddenFrom="sm">{blocked[0]?.why_not}</Text>
  return <Box hiddenFrom="sm">{blocked.map((x) => <Text key={x.name} size="sm" c="dimmed">{ACTS[x.name]} has to wait: {x.why_not}</Text>)}</Box>
}

function AdvanceForm({ a, onDone }: { a: Application; onDone: () => void }) {
  const act = useAct(operations.advance, { onDone })
  const form = useForm({ initialValues: { note: '' } })
  return (
    <form onSubmit={form.onSubmit(({ note }) => act.mutate({ params: { id: a.id }, body: { from_stage: a.stage_key, note } }))}>
      <Stack>
        <Refused error={act.error} />
        <Text>{a.candidate.name} leaves {a.stage_name} and is told what comes next.</Text>
        <Textarea label="Note for the team" description="The candidate does not see it" autosize minRows={2} {...form.getInputProps('note')} error={act.error?.field('body.note')} />
        <Group><Button type="submit" loading={act.isPending}>Move on</Button><Button variant="default" onClick={onDone}>Cancel</Button></Group>
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
        <Select label="Reason" description="For the team" allowDeselect={false} data={REJECTION_REASONS.map((r) => ({ value: r, label: words(r) }))} {...form.getInputProps('reason')} />
        <Textarea label={`Message, visible to ${a.candidate.name}`} description="It is mailed at once and can’t be taken back" autosize minRows={6} required {...form.getInputProps('message')} error={act.error?.field('body.message')} />
        <Textarea label="Note for the team" description="The candidate does not see it" autosize {...form.getInputProps('note')} error={act.error?.field('body.note')} />
        <Group><Button type="submit" color="red.9" loading={act.isPending}>Reject and send</Button><Button variant="default" onClick={onDone}>Cancel</Button></Group>
      </Stack>
    </form>
  )
}
