import { Alert, Anchor, Badge, Button, Group, Stack, Table, Text, Timeline } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import type { Payout } from '#contract/payouts.ts'
import { operations, useAct } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Refused, When } from '#web/ui/parts.tsx'
import { PaymentForm, ReasonForm, SettlementForm } from './payout-forms.tsx'
import { RAILS, STATES } from './states.ts'

type Asked = 'payment' | 'hold' | 'cancel' | 'reissue' | 'settle' | null

/** One payout whole: how it came here, and what can be done about it. */
export function PayoutDetail({ p, owner, onDone }: { p: Payout; owner: boolean; onDone: () => void }) {
  const [asked, setAsked] = useState<Asked>(null)
  const back = () => setAsked(null)
  if (asked === 'payment') return <PaymentForm payout={p} onDone={onDone} onBack={back} />
  if (asked === 'settle') return <SettlementForm payout={p} onDone={onDone} onBack={back} />
  if (asked) return <ReasonForm payout={p} act={asked} onDone={onDone} onBack={back} />
  return (
    <Stack>
      <Group justify="space-between"><Text fw={600}>{formatMoney(p.amount)} to {p.candidate.name}</Text><PayoutBadge p={p} /></Group>
      {p.reason && <Alert color={STATES[p.state].color}>{p.reason}</Alert>}
      {p.warning && <Alert color="orange" title="Four eyes are better">{p.warning}</Alert>}
      {p.held_until && <Text size="sm">Goes on by itself <When at={p.held_until} />. {p.released_by.length > 0 ? `${p.released_by.join(', ')} wants it to go on earlier; a second owner has to look, too.` : 'Two owners can let it go on earlier.'}</Text>}
      <Facts p={p} />
      <Steps p={p} />
      <Acts p={p} owner={owner} onAsk={setAsked} />
    </Stack>
  )
}

export function PayoutBadge({ p }: { p: Payout }) {
  return <Group gap={4} wrap="nowrap"><Badge variant="light" color={STATES[p.state].color} style={{ flexShrink: 0 }}>{STATES[p.state].word}</Badge>{p.mode === 'sandbox' && <Badge variant="outline" color="gray" style={{ flexShrink: 0 }}>test money</Badge>}</Group>
}

function Facts({ p }: { p: Payout }) {
  const rows: [string, ReactNode][] = [
    ['For', `${p.stage_name}, ${p.job_title}`],
    ...(p.charity ? [['Goes to', <>{p.candidate.name} asks that it goes to <Anchor key="to" href={p.charity.url} target="_blank" rel="noreferrer">{p.charity.name}</Anchor></>] as [string, ReactNode]] : []),
    ['Promised by', <When key="by" at={p.pay_by} />],
    ['How', p.rail === 'manual' ? 'by hand' : `by ${RAILS[p.rail]}`],
    ...(p.approvals_needed > 0 ? [['Approved by', `${p.approved_by.join(', ') || 'nobody yet'} (${p.approved_by.length} of ${p.approvals_needed})`] as [string, string]] : []),
    ...(p.provider_id ? [['At the provider', `${p.provider_id}${p.provider_says ? `: ${p.provider_says}` : ''}`] as [string, string]] : []),
    ...(p.reference ? [['Reference', `${p.reference}, ${p.paid_on ?? ''}`] as [string, string]] : []),
    ['Key', p.id],
  ]
  return (
    <Table variant="vertical" layout="fixed" aria-label="The payout">
      <Table.Tbody>{rows.map(([name, value]) => <Table.Tr key={name}><Table.Th w={120}>{name}</Table.Th><Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td></Table.Tr>)}</Table.Tbody>
    </Table>
  )
}

function Steps({ p }: { p: Payout }) {
  return (
    <Timeline active={p.steps.length - 1} bulletSize={14} lineWidth={2} aria-label="How it came here">
      {p.steps.map((s, i) => (
        <Timeline.Item key={i} title={<Text size="sm">{STATES[s.state].step}</Text>}>
          <Text size="xs" c="dimmed"><When at={s.at} /></Text>
          {s.reason && s.reason !== p.reason && <Text size="xs">{s.reason}</Text>}
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function Acts({ p, owner, onAsk }: { p: Payout; owner: boolean; onAsk: (asked: Asked) => void }) {
  const approve = useAct(operations.approvePayout)
  const release = useAct(operations.releasePayout)
  const params = { id: p.id }
  const letGo = () => confirm({ title: 'Release this payout?', text: p.held_until ? 'Have you asked the candidate by another way than mail? It goes on as soon as a second owner has looked as well.' : 'It goes on as if it had just been earned.', act: 'Release', onConfirm: () => release.mutate({ params }) })
  return (
    <Stack gap="xs">
      <Refused error={approve.error ?? release.error} />
      <Group gap="xs">
        {p.can.approve && <Button loading={approve.isPending} onClick={() => approve.mutate({ params })}>Approve</Button>}
        {owner && p.can.record_payment && <Button onClick={() => onAsk('payment')}>Record payment</Button>}
        {owner && p.can.settle_by_hand && <Button onClick={() => onAsk('settle')}>Say what became of it</Button>}
        {owner && p.can.release && <Button loading={release.isPending} onClick={letGo}>Release</Button>}
        {owner && p.can.reissue && <Button onClick={() => onAsk('reissue')}>Issue anew</Button>}
        {p.can.hold && <Button variant="default" onClick={() => onAsk('hold')}>{p.held_until ? 'Keep it held' : 'Hold'}</Button>}
        {owner && p.can.cancel && <Button variant="default" onClick={() => onAsk('cancel')}>Cancel payout</Button>}
      </Group>
      {!owner && (p.can.record_payment || p.can.settle_by_hand || p.can.release || p.can.reissue) && <Text size="sm" c="dimmed">An owner does the rest.</Text>}
    </Stack>
  )
}
