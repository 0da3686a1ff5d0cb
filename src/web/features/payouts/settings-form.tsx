import { Button, Group, Paper, Progress, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { formatMoney, minorDigits } from '#contract/money.ts'
import type { AnswerOf } from '#contract/operation.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { AmountInput } from '#web/ui/amount-input.tsx'
import { Done, Loaded, Refused } from '#web/ui/parts.tsx'
import { RAILS } from './states.ts'

type Settings = AnswerOf<typeof operations.getPayoutSettings>
type Save = ReturnType<typeof useAct<typeof operations.putPayoutSettings>>
interface CapRow {
  job_id: string | null
  currency: string
  cap_minor: number
}

/** How the company pays, and what it may spend. */
export function PayoutSettings({ owner }: { owner: boolean }) {
  const settings = useOp(operations.getPayoutSettings)
  // Kept here, because the form begins anew with what was saved, and “Saved” is said after that.
  const act = useAct(operations.putPayoutSettings)
  return (
    <Stack component="section" aria-label="How you pay" gap="sm">
      <Title order={2} size="h4">How you pay</Title>
      <Loaded of={settings}>{(s) => (owner ? <Form key={JSON.stringify(s)} s={s} act={act} /> : <Budgets s={s} />)}</Loaded>
    </Stack>
  )
}

function Form({ s, act }: { s: Settings; act: Save }) {
  const [rail, setRail] = useState<string>(s.rail)
  const [approvals, setApprovals] = useState(String(s.approvals))
  const [caps, setCaps] = useState<CapRow[]>(s.budgets.map(({ job_id, currency, cap_minor }) => ({ job_id, currency, cap_minor })))
  const jobs = useOp(operations.listJobs)
  const change = (i: number, part: Partial<CapRow>) => setCaps(caps.map((c, n) => (n === i ? { ...c, ...part } : c)))
  const save = () => act.mutate({ body: { rail: s.rails.find((r) => r.rail === rail)?.rail ?? 'manual', approvals: Number(approvals), caps } })
  return (
    <Paper withBorder p="md">
      <Stack>
        <Refused error={act.error} />
        <Group align="flex-start">
          <Select style={{ flex: '1 1 220px' }} label="Rail" description="For what is earned from now on" allowDeselect={false} data={s.rails.map((r) => ({ value: r.rail, label: `${RAILS[r.rail]}${r.mode === 'sandbox' ? ' (test money)' : ''}` }))} value={rail} onChange={(v) => v && setRail(v)} />
          <Select style={{ flex: '1 1 220px' }} label="Approval" description="Beyond a budget, and anew, it is always two" allowDeselect={false} data={[{ value: '0', label: 'Nobody has to approve' }, { value: '1', label: 'One person' }, { value: '2', label: 'Two people, an owner among them' }]} value={approvals} onChange={(v) => v && setApprovals(v)} />
        </Group>
        <Budgets s={s} />
        {caps.map((c, i) => (
          <Group key={i} align="flex-end" gap="xs">
            <Select style={{ flex: '2 1 200px' }} label="Budget of" allowDeselect={false} data={[{ value: '', label: 'All jobs, each calendar month' }, ...(jobs.data?.items ?? []).map((j) => ({ value: j.id, label: `${j.title}, altogether` }))]} value={c.job_id ?? ''} onChange={(v) => change(i, { job_id: v || null })} />
            <AmountInput style={{ flex: '1 1 120px' }} label="At most" minor={c.cap_minor} digits={minorDigits(c.currency)} onMinor={(cap_minor) => change(i, { cap_minor })} />
            <TextInput w={80} label="Currency" maxLength={3} value={c.currency} onChange={(e) => change(i, { currency: e.currentTarget.value.toUpperCase() })} error={act.error?.field(`body.caps.${i}.currency`)} />
            <Button variant="default" aria-label={`Remove budget ${i + 1}`} onClick={() => setCaps(caps.filter((_, n) => n !== i))}>Remove</Button>
          </Group>
        ))}
        <Group>
          <Button variant="default" onClick={() => setCaps([...caps, { job_id: null, currency: caps[0]?.currency ?? 'USD', cap_minor: 400_000 }])}>Add a budget</Button>
          <Button loading={act.isPending} onClick={save}>Save</Button>
          <Done when={act.isSuccess}>Saved</Done>
        </Group>
      </Stack>
    </Paper>
  )
}

/** What each budget leaves. Nobody is invited to a paid stage beyond it unless two people say so. */
function Budgets({ s }: { s: Settings }) {
  if (s.budgets.length === 0) return <Text size="sm" c="dimmed">There is no budget, so nothing stops an invitation to a paid stage.</Text>
  return (
    <Stack gap="xs">
      {s.budgets.map((b) => {
        const money = (minor: number) => formatMoney({ amount_minor: minor, currency: b.currency })
        const name = b.job_title ?? 'This month, all jobs'
        const used = b.cap_minor === 0 ? 100 : Math.min(100, ((b.earned_minor + b.promised_minor) / b.cap_minor) * 100)
        return (
          <div key={`${b.job_id ?? ''}${b.currency}`}>
            <Text size="sm"><b>{name}</b>: {money(b.earned_minor)} earned and {money(b.promised_minor)} promised of {money(b.cap_minor)}</Text>
            <Progress value={used} color={used >= 100 ? 'red' : 'blue'} aria-label={`${name}: ${Math.round(used)} % used`} />
          </div>
        )
      })}
    </Stack>
  )
}
