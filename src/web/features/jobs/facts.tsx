import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { EMPLOYMENT_TYPES, type Job } from '#contract/jobs.ts'
import { operations, useAct } from '../../api/client.ts'
import { Refused } from '../../ui/parts.tsx'

/** What the public page says: title, place, pay range, description. */
export function FactsPanel({ job }: { job: Job }) {
  const act = useAct(operations.updateJob)
  const range = job.pay_range
  const form = useForm({ initialValues: { title: job.title, location: job.location, employment_type: job.employment_type, description: job.description, min: (range?.min.amount_minor ?? 0) / 100, max: (range?.max.amount_minor ?? 0) / 100, currency: range?.min.currency ?? 'USD', period: range?.period ?? ('year' as const) } })
  const save = form.onSubmit(({ min, max, currency, period, ...facts }) => {
    const pay_range = max > 0 ? { min: { amount_minor: Math.round(min * 100), currency }, max: { amount_minor: Math.round(max * 100), currency }, period } : null
    act.mutate({ params: { id: job.id }, body: { ...facts, pay_range } })
  })
  return (
    <form onSubmit={save}>
      <Stack maw={640}>
        <Refused error={act.error} />
        <TextInput label="Title" required {...form.getInputProps('title')} />
        <TextInput label="Location" {...form.getInputProps('location')} />
        <Select label="Employment" data={EMPLOYMENT_TYPES.map((t) => ({ value: t, label: t.replaceAll('_', ' ') }))} allowDeselect={false} {...form.getInputProps('employment_type')} />
        <Group grow align="flex-start">
          <NumberInput label="Pay from" min={0} thousandSeparator="," {...form.getInputProps('min')} error={act.error?.field('body.pay_range.min')} />
          <NumberInput label="Pay to" min={0} thousandSeparator="," {...form.getInputProps('max')} error={act.error?.field('body.pay_range.max')} />
          <TextInput label="Currency" maxLength={3} {...form.getInputProps('currency')} />
          <Select label="Per" data={['year', 'month', 'hour']} allowDeselect={false} {...form.getInputProps('period')} />
        </Group>
        <Textarea label="Description" description="Markdown" autosize minRows={6} {...form.getInputProps('description')} />
        <Group><Button type="submit" loading={act.isPending}>Save facts</Button>{act.isSuccess && <span role="status">Saved</span>}</Group>
      </Stack>
    </form>
  )
}
