import { Alert, Button, Group, Modal, Stack, Table, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { formatMoney } from '#contract/money.ts'
import { type Offer, type OfferTerms, offerCan } from '#contract/offers.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, StateBadge, When } from '#web/ui/parts.tsx'
import { TermsForm } from './terms-form.tsx'

/** The terms, written and extended inside the promised time; then what the candidate answered. */
export function OfferPanel({ id, name }: { id: string; name: string }) {
  const offer = useOp(operations.getOffer, { params: { id } }, { refetchMs: 30_000 })
  return <Loaded of={offer}>{(o) => <Opened o={o} name={name} />}</Loaded>
}

function Opened({ o, name }: { o: Offer; name: string }) {
  const [again, setAgain] = useState(false)
  const writing = offerCan.edit(o) || again
  return (
    <Stack>
      <Clock o={o} />
      {o.decline_reason && <Alert color="gray" title="Why it was declined">{o.decline_reason}</Alert>}
      {writing ? <TermsForm o={o} name={name} onDone={() => setAgain(false)} /> : o.terms && <Terms t={o.terms} hash={o.terms_sha256} />}
      <Group>
        {offerCan.rescind(o) && <Rescind o={o} name={name} />}
        {offerCan.redraft(o) && !again && <Button variant="default" onClick={() => setAgain(true)}>Write another offer</Button>}
      </Group>
    </Stack>
  )
}

/** The promise counts from the interview; here is how much of it is left. */
function Clock({ o }: { o: Offer }) {
  const late = o.due_at !== null && o.extended_at === null && Date.parse(o.due_at) < Date.now()
  return (
    <Group>
      <StateBadge state={o.state} />
      {o.due_at && !o.extended_at && <Text className={late ? 'late' : undefined}>{late ? 'Late: promised' : 'Promised'} by <When at={o.due_at} by /></Text>}
      {o.extended_at && <Text>Extended <When at={o.extended_at} />{o.due_at && (o.extended_at <= o.due_at ? ', within the promised time' : ', after the promised time')}</Text>}
      {o.typed_name && <Text>Signed by {o.typed_name}</Text>}
      {o.answered_at && <Text>Answered <When at={o.answered_at} /></Text>}
    </Group>
  )
}

function Terms({ t, hash }: { t: OfferTerms; hash: string | null }) {
  const equity = t.equity.kind === 'none' ? 'none' : `${t.equity.amount}${t.equity.unit === 'percent' ? ' %' : ' units'} in ${t.equity.kind}${t.equity.vesting ? `; ${t.equity.vesting}` : ''}`
  const rows = [['Salary', `${formatMoney(t.salary)} per ${t.period}`], ['Equity', equity], ['Start', t.start_on], ['Place', t.place], ['Open until', <When key="until" at={t.expires_at} />], ['Benefits', t.benefits || '–'], ['How the team works', t.how_we_work], ['SHA-256 of the terms', hash ?? '–']] as const
  return <Table aria-label="Terms"><Table.Tbody>{rows.map(([k, v]) => <Table.Tr key={k} style={{ verticalAlign: 'top' }}><Table.Th scope="row" w={150}>{k}</Table.Th><Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{v}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
}

function Rescind({ o, name }: { o: Offer; name: string }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const act = useAct(operations.rescindOffer, { onDone: () => setOpen(false) })
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>Rescind offer</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Rescind offer">
        <Stack>
          <Refused error={act.error} />
          <Textarea label={`Reason, visible to ${name}`} description="It is mailed at once and can’t be taken back" data-autofocus autosize minRows={3} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={act.error?.field('body.reason')} />
          <Group><Button color="red.9" disabled={!reason.trim()} loading={act.isPending} onClick={() => act.mutate({ params: { id: o.id }, body: { reason } })}>Rescind and send</Button><Button variant="default" onClick={() => setOpen(false)}>Cancel</Button></Group>
        </Stack>
      </Modal>
    </>
  )
}
