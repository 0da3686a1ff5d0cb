import { Alert, Badge, Button, Checkbox, FileButton, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { PayoutBatch } from '#contract/payout-batches.ts'
import type { Payout } from '#contract/payouts.ts'
import { fileUrl, operations, useAct, useOp, useSend } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Empty, Loaded, Refused, When } from '#web/ui/parts.tsx'
import { BankFile } from './bank-file.tsx'

/** Payouts by hand, put together for the bank; and the bank's answer. */
export function Batches({ payouts }: { payouts: readonly Payout[] }) {
  const batches = useOp(operations.listPayoutBatches)
  return (
    <Stack component="section" aria-label="Bank files" gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">Bank files</Title>
        <BankAnswer />
      </Group>
      <Loaded of={batches}>
        {({ items }) => (
          <Stack>
            <NewBatch payouts={payouts} taken={new Set(items.filter((b) => b.state !== 'void').flatMap((b) => b.items.map((i) => i.payout_id)))} />
            {items.length === 0 ? <Empty>No file was put together yet. Choose payouts above, and take them to your bank as one file.</Empty> : items.map((b) => <Batch key={b.id} b={b} />)}
          </Stack>
        )}
      </Loaded>
    </Stack>
  )
}

function NewBatch({ payouts, taken }: { payouts: readonly Payout[]; taken: ReadonlySet<string> }) {
  const [chosen, setChosen] = useState<string[]>([])
  const [on, setOn] = useState(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10))
  const act = useAct(operations.createPayoutBatch, { onDone: () => setChosen([]) })
  const free = payouts.filter((p) => p.can.record_payment && p.charity === null && p.state !== 'submitted' && !taken.has(p.id))
  if (free.length === 0) return null
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Refused error={act.error} />
        <Checkbox.Group label="Payouts for one file" value={chosen} onChange={setChosen}>
          <Stack gap={6} mt={6}>{free.map((p) => <Checkbox key={p.id} value={p.id} label={`${formatMoney(p.amount)} to ${p.candidate.name}, ${p.stage_name}`} />)}</Stack>
        </Checkbox.Group>
        <Group align="flex-end">
          <TextInput type="date" label="To be executed on" value={on} onChange={(e) => setOn(e.currentTarget.value)} error={act.error?.field('body.execute_on')} />
          <Button disabled={chosen.length === 0} loading={act.isPending} onClick={() => act.mutate({ body: { payouts: chosen, execute_on: on } })}>Put together</Button>
        </Group>
      </Stack>
    </Paper>
  )
}

const STATES = { open: ['not with the bank yet', 'orange'], handed_over: ['with the bank', 'blue'], void: ['taken apart', 'gray'] } as const

function Batch({ b }: { b: PayoutBatch }) {
  const [writing, setWriting] = useState(false)
  const handOver = useAct(operations.handOverPayoutBatch)
  const takeApart = useAct(operations.voidPayoutBatch)
  const params = { id: b.id }
  const [word, color] = STATES[b.state]
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between"><Text fw={600}>{formatMoney({ amount_minor: b.total_minor, currency: b.currency })} to {b.items.length} {b.items.length === 1 ? 'person' : 'people'}</Text><Badge variant="light" color={color}>{word}</Badge></Group>
        <Text size="sm" c="dimmed">{b.items.map((i) => i.candidate).join(', ')}. For {b.execute_on}; put together by {b.created_by}, <When at={b.created_at} />.</Text>
        <Refused error={handOver.error ?? takeApart.error} />
        {b.state !== 'void' && (
          <Group gap="xs">
            <Button size="xs" variant="default" component="a" href={fileUrl(operations.getPayoutBatchCsv, { params })} download>CSV</Button>
            {b.currency === 'EUR' && <Button size="xs" variant="default" onClick={() => setWriting(!writing)}>SEPA file</Button>}
            {b.state === 'open' && <Button size="xs" loading={handOver.isPending} onClick={() => confirm({ title: 'Is the file with the bank?', text: 'The payouts in it are then under way, and candidates see that.', act: 'It is with the bank', onConfirm: () => handOver.mutate({ params }) })}>It is with the bank</Button>}
            {b.state === 'open' && <Button size="xs" variant="default" loading={takeApart.isPending} onClick={() => takeApart.mutate({ params })}>Take apart</Button>}
          </Group>
        )}
        {writing && <BankFile b={b} />}
      </Stack>
    </Paper>
  )
}

/** The bank's pain.002, read at once. */
function BankAnswer() {
  const act = useSend(operations.readBankStatus)
  const read = (file: File | null) => file && act.mutate({ input: {}, file })
  return (
    <Stack gap={4} align="flex-end">
      <FileButton accept=".xml,application/xml,text/xml" onChange={read}>{(props) => <Button size="xs" variant="default" loading={act.isPending} {...props}>Read the bank’s answer (pain.002)</Button>}</FileButton>
      <Refused error={act.error} />
      {act.data && <Alert color="green" p="xs">{act.data.paid} paid, {act.data.failed} failed, {act.data.unchanged} unchanged{act.data.unknown.length > 0 ? `, ${act.data.unknown.length} not from here` : ''}.</Alert>}
    </Stack>
  )
}
