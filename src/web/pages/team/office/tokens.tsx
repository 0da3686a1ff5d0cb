import { Alert, Button, Checkbox, Code, Group, NumberInput, Paper, Stack, Table, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ApiToken, SCOPES, type Scope } from '#contract/accounts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Copyable, Empty, Loaded, Page, Refused, When } from '#web/ui/parts.tsx'
import { Rows } from './table.tsx'

/** API tokens of one's own. */
export function TokensPage() {
  const tokens = useOp(operations.listTokens)
  return (
    <Page title="API tokens" lead="A token acts as you, within its scopes, until it expires or you revoke it.">
      <NewToken />
      <Title order={2} size="h4">Your tokens</Title>
      <Loaded of={tokens}>{({ items }) => (items.length === 0 ? <Empty>You have no token. Create one above for a script or an integration.</Empty> : <Tokens tokens={items} />)}</Loaded>
    </Page>
  )
}

const MEANINGS: Record<Scope, string> = {
  read: 'Read what you can read',
  'hiring:write': 'Change jobs and applications',
  'reviews:write': 'Write your reviews',
  'interviews:write': 'Change interviews and times',
  'payouts:write': 'Record payments',
  admin: 'Manage members, the organization and your account',
}

function NewToken() {
  const form = useForm<{ name: string; scopes: string[]; expires_in_days: number | string }>({ initialValues: { name: '', scopes: ['read'], expires_in_days: 90 } })
  const act = useAct(operations.createToken, { onDone: () => form.reset() })
  const create = form.onSubmit(({ name, scopes, expires_in_days }) => act.mutate({ body: { name, scopes: SCOPES.filter((s) => scopes.includes(s)), expires_in_days: Number(expires_in_days) } }))
  return (
    <Paper withBorder p="md" component="section" aria-label="New token">
      <form onSubmit={create}>
        <Stack>
          <Refused error={act.error} />
          <Group align="flex-start">
            <TextInput label="Name" description="What will use it" required maxLength={80} {...form.getInputProps('name')} error={act.error?.field('body.name')} />
            <NumberInput label="Valid for days" description="1 to 365" required min={1} max={365} allowDecimal={false} {...form.getInputProps('expires_in_days')} error={act.error?.field('body.expires_in_days')} />
          </Group>
          <Checkbox.Group label="Scopes" {...form.getInputProps('scopes')} error={act.error?.field('body.scopes')}>
            <Stack gap="xs" mt="xs">{SCOPES.map((s) => <Checkbox key={s} value={s} label={`${s}: ${MEANINGS[s]}`} />)}</Stack>
          </Checkbox.Group>
          <Group><Button type="submit" loading={act.isPending}>Create token</Button></Group>
          {act.data && <Shown token={act.data.token} onHide={() => act.reset()} />}
        </Stack>
      </form>
    </Paper>
  )
}

/** The secret, the only time it is ever shown. */
function Shown({ token, onHide }: { token: string; onHide: () => void }) {
  return (
    <Alert color="green" role="status" title="Copy the token now. It is shown only this once.">
      <Stack gap="xs">
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{token}</Code>
        <Group gap="xs"><Copyable label="Copy token" value={token} /><Button variant="default" size="xs" onClick={onHide}>I have copied it</Button></Group>
      </Stack>
    </Alert>
  )
}

function Tokens({ tokens }: { tokens: readonly ApiToken[] }) {
  const revoke = useAct(operations.revokeToken)
  return (
    <Stack>
      <Refused error={revoke.error} />
      <Rows label="Your tokens" head={['Name', 'Scopes', 'Last used', 'Expires', 'Actions']} minWidth={760}>
        {tokens.map((t) => (
          <Table.Tr key={t.id}>
            <Table.Th scope="row">{t.name}</Table.Th>
            <Table.Td>{t.scopes.join(', ')}</Table.Td>
            <Table.Td>{t.last_used_at ? <When at={t.last_used_at} /> : 'Never'}</Table.Td>
            <Table.Td><When at={t.expires_at} /></Table.Td>
            <Table.Td><Button size="xs" variant="default" aria-label={`Revoke ${t.name}`} loading={revoke.isPending && revoke.variables.params?.id === t.id} onClick={() => revoke.mutate({ params: { id: t.id } })}>Revoke</Button></Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </Stack>
  )
}
