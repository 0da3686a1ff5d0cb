import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { formatMoney } from '#contract/money.ts'
import type { Offer, OfferTerms } from '#contract/offers.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, StateBadge, When } from '#web/ui/parts.tsx'

/** The terms, written and extended inside the promised time; then what the candidate answered. */
export function OfferPanel({ id }: { id: string }) {
  const offer = useOp(operations.getOffer, { params: { id } })
  const organization = useOp(operations.getOrganization)
  return (
    <Loaded of={offer}>
      {(o) => (
        <Stack>
          <Group><StateBadge state={o.state} />{o.due_at && <Text>Promised by <When at={o.due_at} /></Text>}{o.typed_name && <Text>Signed by {o.typed_name}</Text>}{o.decline_reason && <Text>Declined: {o.decline_reason}</Text>}</Group>
          {o.state === 'draft' ? <Loaded of={organization}>{(org) => <TermsForm o={o} howWeWork={org.how_we_work} />}</Loaded> : o.terms && <Terms t={o.terms} hash={o.terms_sha256} />}
        </Stack>
      )}
    </Loaded>
  )
}

function Terms({ t, hash }: { t: OfferTerms; hash: string | null }) {
  return <section aria-label="Terms"><Title order={2} size="h4">Terms</Title><Text>{formatMoney(t.salary)} per {t.period}; equity: {t.equity.kind} {t.equity.amount}; from {t.start_on}, {t.place}; open until <When at={t.expires_at} /></Text><Text size="xs" style={{ overflowWrap: 'anywhere' }}>SHA-256 {hash}</Text></section>
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

function TermsForm({ o, howWeWork }: { o: Offer; howWeWork: string }) {
  const save = useAct(operations.draftOffer)
  const extend = useAct(operations.extendOffer)
  const t = o.terms
  const form = useForm({ initialValues: { salary: (t?.salary.amount_minor ?? 0) / 100, currency: t?.salary.currency ?? 'USD', kind: t?.equity.kind ?? ('options' as const), amount: t?.equity.amount ?? '', unit: t?.equity.unit ?? ('percent' as const), vesting: t?.equity.vesting ?? '', start_on: t?.start_on ?? inDays(30).slice(0, 10), place: t?.place ?? '', benefits: t?.benefits ?? '', how_we_work: t?.how_we_work ?? howWeWork, expires_on: (t?.expires_at ?? inDays(7)).slice(0, 10) } })
  const submit = form.onSubmit((v) => {
    const terms: OfferTerms = { salary: { amount_minor: Math.round(v.salary * 100), currency: v.currency }, period: 'year', equity: { kind: v.kind, amount: v.kind === 'none' ? '' : v.amount, unit: v.unit, vesting: v.vesting }, start_on: v.start_on, place: v.place, benefits: v.benefits, how_we_work: v.how_we_work, expires_at: `${v.expires_on}T23:59:00Z` }
    save.mutate({ params: { id: o.application_id }, body: { terms } }, { onSuccess: () => extend.mutate({ params: { id: o.id } }) })
  })
  const field = (name: string) => save.error?.field(`body.terms.${name}`)
  return (
    <form onSubmit={submit}>
      <Stack maw={640}>
        <Refused error={save.error ?? extend.error} />
        <Group grow align="flex-start"><NumberInput label="Salary per year" min={0} thousandSeparator="," required {...form.getInputProps('salary')} error={field('salary')} /><TextInput label="Currency" maxLength={3} {...form.getInputProps('currency')} /></Group>
        <Group grow align="flex-start"><Select label="Equity" allowDeselect={false} data={['none', 'options', 'rsu', 'shares']} {...form.getInputProps('kind')} /><TextInput label="Amount" {...form.getInputProps('amount')} error={field('equity.amount')} /><Select label="Unit" allowDeselect={false} data={['percent', 'units']} {...form.getInputProps('unit')} /></Group>
        <TextInput label="Vesting" {...form.getInputProps('vesting')} />
        <Group grow align="flex-start"><TextInput type="date" label="Start" required {...form.getInputProps('start_on')} /><TextInput type="date" label="Open until" required {...form.getInputProps('expires_on')} error={field('expires_at')} /></Group>
        <TextInput label="Place" required {...form.getInputProps('place')} error={field('place')} />
        <Textarea label="Benefits" autosize {...form.getInputProps('benefits')} />
        <Textarea label="How the team works" required autosize minRows={3} {...form.getInputProps('how_we_work')} error={field('how_we_work')} />
        <Group><Button type="submit" loading={save.isPending || extend.isPending}>Extend offer</Button></Group>
      </Stack>
    </form>
  )
}
