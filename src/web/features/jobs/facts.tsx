import { Button, Fieldset, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { EMPLOYMENT_TYPES, type Job } from '#contract/jobs.ts'
import { operations, useAct } from '#web/api/client.ts'
import { digitsOf } from '#web/money.ts'
import { AmountInput } from '#web/ui/amount-input.tsx'
import { Done, Refused, words } from '#web/ui/parts.tsx'

/** What the public page says: title, place, pay range, description. */
export function FactsPanel({ job, canEdit }: { job: Job; canEdit: boolean }) {
  const act = useAct(operations.updateJob)
  const range = job.pay_range
  const form = useForm({ initialValues: { title: job.title, location: job.location, employment_type: job.employment_type, description: job.description, paid: true, min: range?.min.amount_minor ?? 0, max: range?.max.amount_minor ?? 0, currency: range?.min.currency ?? 'USD', period: range?.period ?? ('year' as const) } })
  const { currency, paid } = form.values
  const save = form.onSubmit(({ min, max, currency: c, period, paid: said, ...facts }) => {
    const pay_range = said && max > 0 ? { min: { amount_minor: min, currency: c }, max: { amount_minor: max, currency: c }, period } : null
    act.mutate({ params: { id: job.id }, body: { ...facts, pay_range } })
  })
  const error = (path: string) => act.error?.field(`body.${path}`)
  const digits = digitsOf(currency)
  return (
    <form onSubmit={save}>
      <Fieldset variant="unstyled" disabled={!canEdit} aria-label="Facts"><Stack maw={680}>
        <Refused error={act.error} />
        <TextInput label="Title" required {...form.getInputProps('title')} error={error('title')} />
        <TextInput label="Location" description="Such as Berlin, or Remote (EU)" {...form.getInputProps('location')} error={error('location')} />
        <Select label="Employment" data={EMPLOYMENT_TYPES.map((t) => ({ value: t, label: words(t) }))} allowDeselect={false} {...form.getInputProps('employment_type')} error={error('employment_type')} />
        <Switch label="Say the range candidates see before they apply" {...form.getInputProps('paid', { type: 'checkbox' })} />
        {paid && (
          <Group grow align="flex-start" preventGrowOverflow={false} wrap="wrap">
            <AmountInput key={`min${digits}`} label="Pay from" minor={form.values.min} digits={digits} onMinor={(v) => form.setFieldValue('min', v)} error={error('pay_range.min.amount_minor')} />
            <AmountInput key={`max${digits}`} label="Pay to" minor={form.values.max} digits={digits} onMinor={(v) => form.setFieldValue('max', v)} error={error('pay_range.max')} />
            <TextInput label="Currency" maxLength={3} {...form.getInputProps('currency')} onChange={(e) => form.setFieldValue('currency', e.currentTarget.value.toUpperCase())} error={error('pay_range.min.currency')} />
            <Select label="Per" data={['year', 'month', 'hour']} allowDeselect={false} {...form.getInputProps('period')} error={error('pay_range.period')} />
          </Group>
        )}
        <Textarea label="Description" description="Markdown" autosize minRows={8} {...form.getInputProps('description')} error={error('description')} />
        {canEdit && <Group><Button type="submit" loading={act.isPending}>Save facts</Button><Done when={act.isSuccess}>Saved</Done></Group>}
      </Stack></Fieldset>
    </form>
  )
}
