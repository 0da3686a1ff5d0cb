import { Anchor, Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { AnswerOf } from '#contract/operation.ts'
import type { Payout } from '#contract/payouts.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Batches } from '#web/features/payouts/batches.tsx'
import { PayoutBadge, PayoutDetail } from '#web/features/payouts/payout-detail.tsx'
import { Charities } from '#web/features/payouts/charities.tsx'
import { Payees } from '#web/features/payouts/payees.tsx'
import { PromiseChip } from '#web/features/payouts/promise-chip.tsx'
import { SamePlaces } from '#web/features/payouts/same-places.tsx'
import { PayoutSettings } from '#web/features/payouts/settings-form.tsx'
import { Empty, Loaded, Page, When } from '#web/ui/parts.tsx'
import { Rows } from './table.tsx'

/** What is owed to candidates and where it is; how the company pays. */
export function PayoutsPage() {
  const payouts = useOp(operations.listPayouts, undefined, { refetchMs: 15_000 })
  const ledger = useOp(operations.getLedger)
  const session = useOp(operations.getSession)
  const [open, setOpen] = useState<string | null>(null)
  const owner = session.data?.member.role === 'owner'
  const shown = payouts.data?.items.find((p) => p.id === open)
  return (
    <Page title="Payouts" lead="Pay is owed the moment a candidate hands in work of a paid stage, whatever comes of it.">
      <Loaded of={payouts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>Nothing is owed to anybody. Pay accrues the moment a candidate hands in work of a paid stage.</Empty>
          ) : (
            <Stack>
              {ledger.data && <Balances balances={ledger.data.balances} />}
              <Rows label="Payouts" head={['Candidate', 'For', 'Amount', 'State', 'Pay by', 'Next']} minWidth={860}>
                {items.map((p) => <PayoutRow key={p.id} p={p} owner={owner} onOpen={() => setOpen(p.id)} />)}
              </Rows>
            </Stack>
          )
        }
      </Loaded>
      {owner && payouts.data && payouts.data.items.length > 0 && <Batches payouts={payouts.data.items} />}
      <Compared />
      <SamePlaces />
      {payouts.data && payouts.data.items.length > 0 && <Payees owner={owner} />}
      <PayoutSettings owner={owner} />
      <Charities owner={owner} />
      <Modal opened={shown !== undefined} onClose={() => setOpen(null)} title="Payout" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
        {shown && <PayoutDetail p={shown} owner={owner} onDone={() => setOpen(null)} />}
      </Modal>
    </Page>
  )
}

const ACCOUNTS = [['owed', 'Owed', -1], ['under_way', 'Under way', -1], ['paid_out', 'Paid out', -1]] as const

/** From the double-entry ledger: what the accounts hold. */
function Balances({ balances }: { balances: AnswerOf<typeof operations.getLedger>['balances'] }) {
  return (
    <Group gap="xl" component="section" aria-label="Balances">
      {ACCOUNTS.map(([account, word, sign]) => (
        <div key={account}>
          <Text size="xs" c="dimmed">{word}</Text>
          <Text fw={600}>{balances.filter((b) => b.account === account && b.amount_minor !== 0).map((b) => formatMoney({ amount_minor: sign * b.amount_minor, currency: b.currency })).join(', ') || 'nothing'}</Text>
        </div>
      ))}
    </Group>
  )
}

/** What the providers' own lists say, beside ours. */
function Compared() {
  const found = useOp(operations.listComparisons)
  return (
    <>
      {(found.data?.items ?? []).map((c) => (
        <Text key={c.rail} size="sm" c={c.differences.length > 0 ? 'red' : 'dimmed'}>
          Compared with {c.rail} <When at={c.at} />: {c.compared} payments, {c.differences.length} {c.differences.length === 1 ? 'difference' : 'differences'}{c.differences.map((d) => `; ${d.what.replaceAll('_', ' ')}: ${d.payout_id ?? d.provider_id ?? ''}`).join('')}.
        </Text>
      ))}
    </>
  )
}

function PayoutRow({ p, owner, onOpen }: { p: Payout; owner: boolean; onOpen: () => void }) {
  return (
    <Table.Tr>
      <Table.Th scope="row"><Anchor component={Link} to={`/applications/${p.application_id}`}>{p.candidate.name}</Anchor><Text size="xs" c="dimmed" fw={400}>{p.candidate.email}</Text></Table.Th>
      <Table.Td>{p.job_title}, {p.stage_name}{p.charity && <Text size="xs">to {p.charity.name}, at their wish</Text>}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatMoney(p.amount)}</Table.Td>
      <Table.Td><PayoutBadge p={p} /></Table.Td>
      <Table.Td><When at={p.pay_by} /> <PromiseChip p={p} /></Table.Td>
      <Table.Td><Group gap="xs" wrap="nowrap"><Button size="xs" variant="default" style={{ flexShrink: 0 }} onClick={onOpen} aria-label={`${nextAct(p, owner)}: payout to ${p.candidate.name}`}>{nextAct(p, owner)}</Button>{p.state === 'paid' && <Text size="xs">{p.paid_on}, {p.reference}</Text>}</Group></Table.Td>
    </Table.Tr>
  )
}

function nextAct(p: Payout, owner: boolean): string {
  if (p.can.approve) return 'Approve'
  if (owner && p.can.record_payment) return 'Record payment'
  if (owner && p.can.settle_by_hand) return 'Settle'
  if (owner && p.can.release) return 'Release'
  if (owner && p.can.reissue) return 'Issue anew'
  return 'Look'
}
