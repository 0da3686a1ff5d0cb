import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { formatMoney } from '#contract/money.ts'
import type { Offer, OfferTerms } from '#contract/offers.ts'
import { type ApiProblem, operations, useAct } from '#web/api/client.ts'
import { digitsOf } from '#web/money.ts'
import { AmountInput } from '#web/ui/amount-input.tsx'
import { Done, Refused } from '#web/ui/parts.tsx'
import { type Written, beginning, termsOf } from './terms.ts'

type Form = ReturnType<typeof useForm<Written>>
interface PartProps {
  form: Form
  wrong: (name: string) => string | undefined
}

/** The terms in plain fields. Saving keeps a draft; extending mails it. */
export function TermsForm({ o, name, onDone }: { o: Offer; name: string; onDone: () => void }) {
  const save = useAct(operations.draftOffer)
  const extend = useAct(operations.extendOffer, { onDone })
  const form = useForm<Written>({ initialValues: beginning(o) })
  const params = { id: o.application_id }
  const keep = (v: Written, then?: (kept: Offer) => void) => save.mutate({ params, body: { terms: termsOf(v) } }, { onSuccess: (kept) => then?.(kept) })
  const wrong = (field: string) => fieldOf(save.error, field)
  return (
    <form onSubmit={form.onSubmit((v) => keep(v, (kept) => extend.mutate({ params: { id: kept.id } })))}>
      <Stack maw={720}>
        <Pay form={form} wrong={wrong} />
        <Equity form={form} wrong={wrong} />
        <Rest form={form} wrong={wrong} />
        <Refused error={save.error ?? extend.error} />
        <Text size="sm" c="dimmed">{inWords(termsOf(form.values))} {name} is mailed when you extend it, and can sign exactly these terms.</Text>
        <Group>
          <Button type="submit" loading={extend.isPending}>Extend offer</Button>
          <Button variant="default" loading={save.isPending} onClick={() => keep(form.values)}>Save draft</Button>
          <Done when={save.isSuccess && !extend.isSuccess}>The draft is kept</Done>
        </Group>
      </Stack>
    </form>
  )
}

const fieldOf = (error: ApiProblem | null, name: string) => error?.field(`body.terms.${name}`)

function inWords(t: OfferTerms): string {
  const pay = /^[A-Z]{3}$/.test(t.salary.currency) ? formatMoney(t.salary) : 'Salary'
  return `${pay} per ${t.period}, from ${t.start_on}, ${t.place || 'place not said'}.`
}

function Pay({ form, wrong }: PartProps) {
  const { period, currency, minor } = form.values
  const digits = digitsOf(currency)
  return (
    <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
      <AmountInput key={digits} label={`Salary per ${period}`} required minor={minor} digits={digits} onMinor={(v) => form.setFieldValue('minor', v)} error={wrong('salary.amount_minor')} />
      <TextInput label="Currency" required maxLength={3} {...form.getInputProps('currency')} onChange={(e) => form.setFieldValue('currency', e.currentTarget.value.toUpperCase())} error={wrong('salary.currency')} />
      <Select label="Paid by the" allowDeselect={false} data={['year', 'month', 'hour']} {...form.getInputProps('period')} error={wrong('period')} />
    </Group>
  )
}

function Equity({ form, wrong }: PartProps) {
  const none = form.values.kind === 'none'
  return (
    <>
      <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
        <Select label="Equity" allowDeselect={false} data={['none', 'options', 'rsu', 'shares']} {...form.getInputProps('kind')} error={wrong('equity.kind')} />
        {!none && <TextInput label="Amount" inputMode="decimal" {...form.getInputProps('amount')} error={wrong('equity.amount')} />}
        {!none && <Select label="Unit" allowDeselect={false} data={['percent', 'units']} {...form.getInputProps('unit')} error={wrong('equity.unit')} />}
      </Group>
      {!none && <TextInput label="Vesting" description="Such as four years, a quarter after the first, then monthly" {...form.getInputProps('vesting')} error={wrong('equity.vesting')} />}
    </>
  )
}

function Rest({ form, wrong }: PartProps) {
  return (
    <>
      <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
        <TextInput type="date" label="Start" required {...form.getInputProps('start_on')} error={wrong('start_on')} />
        <TextInput type="date" label="Open until the end of" required {...form.getInputProps('expires_on')} error={wrong('expires_at')} />
      </Group>
      <TextInput label="Place" required {...form.getInputProps('place')} error={wrong('place')} />
      <Textarea label="Benefits" autosize minRows={2} {...form.getInputProps('benefits')} error={wrong('benefits')} />
      <Textarea label="How the team works" required autosize minRows={4} {...form.getInputProps('how_we_work')} error={wrong('how_we_work')} />
    </>
  )
}
