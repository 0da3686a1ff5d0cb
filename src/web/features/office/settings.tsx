import { Alert, Button, Checkbox, Code, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Organization, SCOPES, type Scope } from '#contract/accounts.ts'
import { operations, useAct, useOp } from '../../api/client.ts'
import { Copyable, Empty, Loaded, Page, Refused, When } from '../../ui/parts.tsx'

export function OrganizationPage() {
  const organization = useOp(operations.getOrganization)
  return <Page title="Organization" lead="What candidates read about you"><Loaded of={organization}>{(o) => <OrganizationForm o={o} />}</Loaded></Page>
}

function OrganizationForm({ o }: { o: Organization }) {
  const form = useForm({ initialValues: { name: o.name, website: o.website, about: o.about, how_we_work: o.how_we_work } })
  const act = useAct(operations.updateOrganization)
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
      <Stack maw={640}>
        <Refused error={act.error} />
        <TextInput label="Name" required {...form.getInputProps('name')} error={act.error?.field('body.name')} />
        <TextInput label="Website" {...form.getInputProps('website')} error={act.error?.field('body.website')} />
        <Textarea label="About" autosize minRows={3} {...form.getInputProps('about')} />
        <Textarea label="How the team works" autosize minRows={3} {...form.getInputProps('how_we_work')} />
        <Group><Button type="submit" loading={act.isPending}>Save</Button>{act.isSuccess && <span role="status">Saved</span>}</Group>
      </Stack>
    </form>
  )
}

/** Tokens for scripts, shown once. */
export function TokensPage() {
  const tokens = useOp(operations.listTokens)
  const revoke = useAct(operations.revokeToken)
  return (
    <Page title="API tokens" lead="For scripts that act as you, and no more than you allow">
      <NewToken />
      <Loaded of={tokens}>{({ items }) => (items.length === 0 ? <Empty>You have no tokens.</Empty> : <Stack>{items.map((t) => <Group key={t.id} justify="space-between"><Text>{t.name}: {t.scopes.join(', ')}; until <When at={t.expires_at} plain /></Text><Button size="xs" variant="default" onClick={() => revoke.mutate({ params: { id: t.id } })}>Revoke {t.name}</Button></Group>)}</Stack>)}</Loaded>
    </Page>
  )
}

function NewToken() {
  const form = useForm({ initialValues: { name: '', scopes: ['read'] as Scope[], expires_in_days: 90 } })
  const act = useAct(operations.createToken)
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
      <Stack maw={640}>
        <Refused error={act.error} />
        {act.data && <Alert color="green" title="Copy it now; it is not shown again"><Code block>{act.data.token}</Code><Copyable label="Copy token" value={act.data.token} /></Alert>}
        <TextInput label="Name" required {...form.getInputProps('name')} error={act.error?.field('body.name')} />
        <Checkbox.Group label="Scopes" value={form.values.scopes} onChange={(v) => form.setFieldValue('scopes', SCOPES.filter((s) => v.includes(s)))} error={act.error?.field('body.scopes')}><Group mt="xs">{SCOPES.map((s) => <Checkbox key={s} value={s} label={s} />)}</Group></Checkbox.Group>
        <NumberInput label="Days" min={1} max={365} {...form.getInputProps('expires_in_days')} />
        <Button type="submit" w="fit-content" loading={act.isPending}>Create token</Button>
      </Stack>
    </form>
  )
}
