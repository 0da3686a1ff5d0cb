import { Anchor, Button, Modal, Stack, Table, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { Payout } from '#contract/payouts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Page, Refused, StateBadge, When } from '#web/ui/parts.tsx'
import { Rows } from './table.tsx'

/** What is owed to candidates and what was paid. Money moves outside; an owner records it here. */
export function PayoutsPage() {
  const payouts = useOp(operations.listPayouts)
  const session = useOp(operations.getSession)
  const [paying, setPaying] = useState<Payout | null>(null)
  const owner = session.data?.member.role === 'owner'
  return (
    <Page title="Payouts" lead="You pay outside Handiwork, by bank transfer for example, and record the reference here.">
      <Loaded of={payouts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>Nothing is owed to anybody. Pay accrues the moment a candidate hands in work of a paid stage.</Empty>
          ) : (
            <Stack>
              <Text fw={600}>Owed: {owed(items)}</Text>
              <Rows label="Payouts" head={['Candidate', 'For', 'Amount', 'State', 'Pay by', 'Payment']} minWidth={860}>
                {items.map((p) => <PayoutRow key={p.id} payout={p} onPay={owner ? () => setPaying(p) : null} />)}
              </Rows>
            </Stack>
          )
        }
      </Loaded>
      <Modal opened={paying !== null} onClose={() => setPaying(null)} title="Record payment" closeButtonProps={{ 'aria-label': 'Close' }}>
        {paying && <PaymentForm payout={paying} onDone={() => setPaying(null)} />}
      </Modal>
    </Page>
  )
}

/** The open amounts, added up by currency. */
function owed(items: readonly Payout[]): string {
  const sums = new Map<string, number>()
  for (const { state, amount } of items) if (state === 'accrued') sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount_minor)
  return [...sums].map(([currency, amount_minor]) => formatMoney({ amount_minor, currency })).join(', ') || 'nothing'
}

function PayoutRow({ payout: p, onPay }: { payout: Payout; onPay: (() => void) | null }) {
  return (
    <Table.Tr>
      <Table.Th scope="row"><Anchor component={Link} to={`/applications/${p.application_id}`}>{p.candidate.name}</Anchor><Text size="xs" c="dimmed" fw={400}>{p.candidate.email}</Text></Table.Th>
      <Table.Td>{p.job_title}, {p.stage_name}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatMoney(p.amount)}</Table.Td>
      <Table.Td><StateBadge state={p.state} /></Table.Td>
      <Table.Td><When at={p.pay_by} /></Table.Td>
      <Table.Td><Payment payout={p} onPay={onPay} /></Table.Td>
    </Table.Tr>
  )
}

function Payment({ payout: p, onPay }: { payout: Payout; onPay: (() => void) | null }) {
  if (p.state === 'paid') return <>{p.paid_on}, reference {p.reference}</>
  if (!onPay) return <>An owner records it</>
  return <Button size="xs" variant="default" onClick={onPay} aria-label={`Record payment to ${p.candidate.name}`}>Record payment</Button>
}

/** Today in this browser's zone, as `2026-11-23`. */
function today(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

function PaymentForm({ payout, onDone }: { payout: Payout; onDone: () => void }) {
  const form = useForm({ initialValues: { reference: '', paid_on: today() } })
  const act = useAct(operations.recordPayment, { onDone })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ params: { id: payout.id }, body }))}>
      <Stack>
        <Refused error={act.error} />
        <Text>{formatMoney(payout.amount)} to {payout.candidate.name} for {payout.stage_name}. This can’t be taken back.</Text>
        <TextInput label="Reference" description="The bank’s, so that both sides can find the transfer" data-autofocus required maxLength={140} {...form.getInputProps('reference')} error={act.error?.field('body.reference')} />
        <TextInput label="Paid on" type="date" required {...form.getInputProps('paid_on')} error={act.error?.field('body.paid_on')} />
        <Button type="submit" loading={act.isPending}>Record payment</Button>
      </Stack>
    </form>
  )
}
