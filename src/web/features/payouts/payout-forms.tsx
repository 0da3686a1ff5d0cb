import { Button, Group, Radio, Stack, Text, TextInput, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { Payout } from '#contract/payouts.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'

interface FormProps {
  payout: Payout
  onDone: () => void
  onBack: () => void
}

/** Today in this browser's zone, as `2026-11-23`. */
function today(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** Money that moved outside is written down here, once. */
export function PaymentForm({ payout, onDone, onBack }: FormProps) {
  const form = useForm({ initialValues: { reference: '', paid_on: today() } })
  const act = useAct(operations.recordPayment, { onDone })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ params: { id: payout.id }, body }))}>
      <Stack>
        <Refused error={act.error} />
        <Text>{formatMoney(payout.amount)} to {payout.charity ? `${payout.charity.name}, as ${payout.candidate.name} has asked,` : payout.candidate.name} for {payout.stage_name}. This can’t be taken back.</Text>
        <TextInput label="Reference" description="The bank’s, so that both sides can find the transfer" data-autofocus required maxLength={140} {...form.getInputProps('reference')} error={act.error?.field('body.reference')} />
        <TextInput label="Paid on" type="date" required {...form.getInputProps('paid_on')} error={act.error?.field('body.paid_on')} />
        <Buttons act="Record payment" pending={act.isPending} onBack={onBack} />
      </Stack>
    </form>
  )
}

const WORDS = {
  hold: { act: 'Hold', text: 'Nothing is sent until an owner releases it. The candidate is told that it takes longer, and not why.' },
  cancel: { act: 'Cancel payout', text: 'This payout ends unsent. The money stays owed to the candidate, and can be issued anew with two people’s approval.' },
  reissue: { act: 'Issue anew', text: 'A payout of its own takes the place of this one. Two people have to approve it before it goes.' },
} as const

const operationOf = { hold: operations.holdPayout, cancel: operations.cancelPayout, reissue: operations.reissuePayout } as const

export function ReasonForm({ payout, act: name, onDone, onBack }: FormProps & { act: keyof typeof WORDS }) {
  const [reason, setReason] = useState('')
  const act = useAct(operationOf[name], { onDone })
  return (
    <Stack>
      <Refused error={act.error} />
      <Text>{formatMoney(payout.amount)} to {payout.candidate.name}. {WORDS[name].text}</Text>
      <Textarea label="Why" description="At least 10 characters, for the team" data-autofocus autosize minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={act.error?.field('body.reason')} />
      <Group>
        <Button disabled={reason.trim().length < 10} loading={act.isPending} onClick={() => act.mutate({ params: { id: payout.id }, body: { reason } })}>{WORDS[name].act}</Button>
        <Button variant="default" onClick={onBack}>Back</Button>
      </Group>
    </Stack>
  )
}

/** The rail can't tell any more, so somebody looks at its own page. */
export function SettlementForm({ payout, onDone, onBack }: FormProps) {
  const [outcome, setOutcome] = useState('found')
  const [words, setWords] = useState('')
  const act = useAct(operations.settlePayoutByHand, { onDone })
  const body = outcome === 'found' ? { outcome: 'found' as const, provider_id: words } : outcome === 'send_again' ? { outcome: 'send_again' as const } : { outcome: 'never_sent' as const, reason: words }
  return (
    <form onSubmit={(e) => { e.preventDefault(); act.mutate({ params: { id: payout.id }, body }) }}>
      <Stack>
        <Refused error={act.error} />
        <Text>Look for the key <code>{payout.id}</code> on the page of {payout.rail}.</Text>
        <Radio.Group label="What do you see there?" value={outcome} onChange={setOutcome}>
          <Stack gap="xs" mt={4}>
            <Radio value="found" label="The payment is there" />
            <Radio value="send_again" label="What stood in its way is gone: send it again, under the same key" />
            <Radio value="never_sent" label="It is not there, and was never sent" />
          </Stack>
        </Radio.Group>
        {outcome !== 'send_again' && <TextInput label={outcome === 'found' ? 'Its id at the provider' : 'How you know'} required value={words} onChange={(e) => setWords(e.currentTarget.value)} error={act.error?.field('body.provider_id') ?? act.error?.field('body.reason')} />}
        <Buttons act="Settle" pending={act.isPending} onBack={onBack} />
      </Stack>
    </form>
  )
}

function Buttons({ act, pending, onBack }: { act: string; pending: boolean; onBack: () => void }) {
  return <Group><Button type="submit" loading={pending}>{act}</Button><Button variant="default" onClick={onBack}>Back</Button></Group>
}
