import { Group, Select, TextInput } from '@mantine/core'
import { formatDuration } from '#contract/duration.ts'
import type { Stage, StagePayout } from '#contract/process.ts'
import { digitsOf } from '#web/money.ts'
import { AmountInput } from '#web/ui/amount-input.tsx'
import { useMistake } from './mistakes.ts'

function inWords(iso: string): string {
  try {
    return formatDuration(iso)
  } catch {
    return 'not a duration yet'
  }
}

/** A length of time as ISO 8601, said in words below. */
export function DurationInput({ label, value, path, hint = 'Such as PT4H, P5D or PT20S', optional, onChange }: { label: string; value: string; path: string; hint?: string; optional?: boolean | string; onChange: (value: string) => void }) {
  const mistake = useMistake()
  const said = value ? `${value} is ${inWords(value)}` : optional === true ? 'Empty: no date is set' : optional || 'Needed'
  return <TextInput label={label} description={`${hint}. ${said}.`} value={value} onChange={(e) => onChange(e.currentTarget.value.trim().toUpperCase())} error={mistake(path)} />
}

/** What a stage pays: how much, when it is owed, how soon it is sent. Nothing means unpaid. */
export function PayForm({ stage, onChange }: { stage: Stage; onChange: (stage: Stage) => void }) {
  const mistake = useMistake()
  const pay: StagePayout = stage.payout ?? { amount_minor: 0, currency: 'USD', policy: 'always', pay_within: 'P5D' }
  const put = (change: Partial<StagePayout>) => {
    const next = { ...pay, ...change }
    onChange({ ...stage, payout: next.amount_minor > 0 ? next : undefined })
  }
  return (
    <>
      <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
        <AmountInput key={digitsOf(pay.currency)} label="Pay" description="0 for none" minor={pay.amount_minor} digits={digitsOf(pay.currency)} onMinor={(amount_minor) => put({ amount_minor })} error={mistake('payout.amount_minor')} />
        <TextInput label="Currency" description="Such as USD" maxLength={3} value={pay.currency} onChange={(e) => put({ currency: e.currentTarget.value.toUpperCase() })} error={mistake('payout.currency')} />
        <Select label="Paid" description="When it is owed" allowDeselect={false} data={[{ value: 'always', label: 'whatever is handed in' }, { value: 'when_pushed', label: 'when something was pushed' }]} value={pay.policy} onChange={(v) => put({ policy: v === 'when_pushed' ? 'when_pushed' : 'always' })} />
      </Group>
      {stage.payout && <DurationInput label="Sent within" path="payout.pay_within" value={stage.payout.pay_within} onChange={(pay_within) => put({ pay_within })} />}
    </>
  )
}
