import { Button, Modal, Stack, Table, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { Payout } from '#contract/payouts.ts'
import { operations, useAct, useOp } from '../../api/client.ts'
import { Empty, Loaded, Page, Refused, StateBadge, When } from '../../ui/parts.tsx'

/** What is owed to candidates and by when, and what was paid. */
export function PayoutsPage() {
  const payouts = useOp(operations.listPayouts)
  const session = useOp(operations.getSession)
  const [paying, setPaying] = useState<Payout | null>(null)
  return (
    <Page title="Payouts" lead="Owed whatever the outcome">
      <Loaded of={payouts}>
        {({ items }) => (items.length === 0 ? <Empty>Nothing is owed. Pay is owed the moment a submission is sealed.</Empty> : (
          <Table.ScrollContainer minWidth={680}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>Candidate</Table.Th><Table.Th>For</Table.Th><Table.Th>Amount</Table.Th><Table.Th>State</Table.Th><Table.Th>Pay by</Table.Th><Table.Th>Reference</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {items.map((p) => (
                  <Table.Tr key={p.id}>
                    <Table.Td>{p.candidate.name}</Table.Td><Table.Td>{p.stage_name}</Table.Td><Table.Td>{formatMoney(p.amount)}</Table.Td><Table.Td><StateBadge state={p.state} /></Table.Td><Table.Td><When at={p.pay_by} plain /></Table.Td>
                    <Table.Td>{p.state === 'paid' ? p.reference : session.data?.member.role === 'owner' ? <Button size="xs" variant="default" onClick={() => setPaying(p)}>Record payment</Button> : '–'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        ))}
      </Loaded>
      <Modal opened={paying !== null} onClose={() => setPaying(null)} title="Record payment" closeButtonProps={{ 'aria-label': 'Close' }}>{paying && <PaymentForm p={paying} onDone={() => setPaying(null)} />}</Modal>
    </Page>
  )
}

function PaymentForm({ p, onDone }: { p: Payout; onDone: () => void }) {
  const act = useAct(operations.recordPayment, { onDone })
  const form = useForm({ initialValues: { reference: '', paid_on: new Date().toISOString().slice(0, 10) } })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ params: { id: p.id }, body }))}>
      <Stack>
        <Refused error={act.error} />
        <TextInput label="Bank’s reference" required {...form.getInputProps('reference')} />
        <TextInput label="Paid on" type="date" required {...form.getInputProps('paid_on')} error={act.error?.field('body.paid_on')} />
        <Button type="submit" loading={act.isPending}>{formatMoney(p.amount)} was sent</Button>
      </Stack>
    </form>
  )
}
