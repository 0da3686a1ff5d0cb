import { Button, Group, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Member, ROLES, type Role } from '#contract/accounts.ts'
import { operations, useAct, useOp } from '../../api/client.ts'
import { Loaded, Page, Refused, When } from '../../ui/parts.tsx'

/** Who belongs to the organization; owners invite, change and remove. */
export function MembersPage() {
  const members = useOp(operations.listMembers)
  const session = useOp(operations.getSession)
  const owner = session.data?.member.role === 'owner'
  return (
    <Page title="Members">
      {owner && <Invite />}
      <Loaded of={members}>
        {({ items }) => (
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Email</Table.Th><Table.Th>Role</Table.Th>{owner && <Table.Th>Change</Table.Th>}</Table.Tr></Table.Thead>
              <Table.Tbody>{items.map((m) => <MemberRow key={m.id} m={m} owner={owner} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
      {owner && <Invitations />}
    </Page>
  )
}

const roleOf = (value: string | null): Role => ROLES.find((r) => r === value) ?? 'reviewer'

function MemberRow({ m, owner }: { m: Member; owner: boolean }) {
  const change = useAct(operations.changeMember)
  const remove = useAct(operations.removeMember)
  const params = { id: m.id }
  return (
    <Table.Tr>
      <Table.Td>{m.name}</Table.Td>
      <Table.Td>{m.email}</Table.Td>
      <Table.Td>{owner ? <Select aria-label={`Role of ${m.name}`} data={[...ROLES]} value={m.role} allowDeselect={false} onChange={(v) => change.mutate({ params, body: { role: roleOf(v) } })} /> : m.role}</Table.Td>
      {owner && <Table.Td><Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate({ params })}>Remove {m.name}</Button><Refused error={remove.error ?? change.error} /></Table.Td>}
    </Table.Tr>
  )
}

function Invite() {
  const form = useForm({ initialValues: { name: '', email: '', role: 'reviewer' as Role } })
  const act = useAct(operations.inviteMember, { onDone: () => form.reset() })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
      <Refused error={act.error} />
      <Group align="flex-start">
        <TextInput label="Name" required {...form.getInputProps('name')} />
        <TextInput label="Email" type="email" required {...form.getInputProps('email')} error={act.error?.field('body.email')} />
        <Select label="Role" data={[...ROLES]} allowDeselect={false} value={form.values.role} onChange={(v) => form.setFieldValue('role', roleOf(v))} />
        <Button type="submit" mt={25} loading={act.isPending}>Invite</Button>
      </Group>
    </form>
  )
}

function Invitations() {
  const invitations = useOp(operations.listInvitations)
  const revoke = useAct(operations.revokeInvitation)
  return (
    <Loaded of={invitations}>
      {({ items }) => (items.length === 0 ? null : (
        <Stack>
          <Title order={2} size="h4">Invited</Title>
          {items.map((i) => <Group key={i.id} justify="space-between"><Text>{i.name}, {i.email}, as {i.role}; open until <When at={i.expires_at} /></Text><Button size="xs" variant="default" onClick={() => revoke.mutate({ params: { id: i.id } })}>Withdraw</Button></Group>)}
        </Stack>
      ))}
    </Loaded>
  )
}
