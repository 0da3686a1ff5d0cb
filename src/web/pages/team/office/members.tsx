import { Button, Group, Modal, NativeSelect, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type Member, ROLES, type Role } from '#contract/accounts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Empty, Loaded, Page, Refused, When } from '#web/ui/parts.tsx'
import { Rows } from './table.tsx'

const asRole = (value: string): Role => ROLES.find((r) => r === value) ?? 'reviewer'

/** Everybody in the organization; owners also invite, change and remove. */
export function MembersPage() {
  const session = useOp(operations.getSession)
  const members = useOp(operations.listMembers)
  const role = session.data?.member.role
  return (
    <Page title="Members" lead="Owners and recruiters hire. Reviewers and interviewers see the candidates they are asked about.">
      {role === 'owner' && <InviteForm />}
      <Loaded of={members}>{({ items }) => (items.length === 0 ? <Empty>Nobody is a member yet. An owner invites people.</Empty> : <Members members={items} owner={role === 'owner'} />)}</Loaded>
      {(role === 'owner' || role === 'recruiter') && <Invitations owner={role === 'owner'} />}
    </Page>
  )
}

function Members({ members, owner }: { members: readonly Member[]; owner: boolean }) {
  const change = useAct(operations.changeMember)
  const [leaving, setLeaving] = useState<Member | null>(null)
  return (
    <Stack>
      <Refused error={change.error} />
      <Rows label="Members" head={['Name', 'Email', 'Role', 'Since', ...(owner ? ['Actions'] : [])]} minWidth={720}>
        {members.map((m) => (
          <Table.Tr key={m.id}>
            <Table.Th scope="row">{m.name}{!m.active && <Text size="xs" c="dimmed" fw={400}>removed</Text>}</Table.Th>
            <Table.Td>{m.email}</Table.Td>
            <Table.Td>{owner && m.active ? <NativeSelect aria-label={`Role of ${m.name}`} data={ROLES} value={m.role} disabled={change.isPending} onChange={(e) => change.mutate({ params: { id: m.id }, body: { role: asRole(e.currentTarget.value) } })} /> : m.role}</Table.Td>
            <Table.Td><When at={m.since} plain /></Table.Td>
            {owner && <Table.Td>{m.active && <Button size="xs" variant="default" aria-label={`Remove ${m.name}`} onClick={() => setLeaving(m)}>Remove</Button>}</Table.Td>}
          </Table.Tr>
        ))}
      </Rows>
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title="Remove a member" closeButtonProps={{ 'aria-label': 'Close' }}>
        {leaving && <Removal member={leaving} onClose={() => setLeaving(null)} />}
      </Modal>
    </Stack>
  )
}

function Removal({ member, onClose }: { member: Member; onClose: () => void }) {
  const act = useAct(operations.removeMember, { onDone: onClose })
  return (
    <Stack>
      <Refused error={act.error} />
      <Text>{member.name} ({member.email}) is signed out at once, and their API tokens end. What they did stays in the record.</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>Keep</Button>
        <Button color="red" loading={act.isPending} onClick={() => act.mutate({ params: { id: member.id } })}>Remove {member.name}</Button>
      </Group>
    </Stack>
  )
}

function InviteForm() {
  const form = useForm({ initialValues: { name: '', email: '', role: 'reviewer' } })
  const act = useAct(operations.inviteMember, { onDone: () => form.reset() })
  const field = (name: 'name' | 'email' | 'role') => ({ ...form.getInputProps(name), error: act.error?.field(`body.${name}`) })
  return (
    <Paper withBorder p="md" component="section" aria-label="Invite a member">
      <form onSubmit={form.onSubmit((v) => act.mutate({ body: { ...v, role: asRole(v.role) } }))}>
        <Stack>
          <Refused error={act.error} />
          <Group align="flex-start">
            <TextInput label="Name" required autoComplete="off" {...field('name')} />
            <TextInput label="Email" type="email" required autoComplete="off" {...field('email')} />
            <NativeSelect label="Role" data={ROLES} {...field('role')} />
          </Group>
          <Group>
            <Button type="submit" loading={act.isPending}>Invite</Button>
            {act.data && <Text role="status">Invited {act.data.email}</Text>}
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}

function Invitations({ owner }: { owner: boolean }) {
  const invitations = useOp(operations.listInvitations)
  const revoke = useAct(operations.revokeInvitation)
  return (
    <Stack>
      <Title order={2} size="h4">Open invitations</Title>
      <Refused error={revoke.error} />
      <Loaded of={invitations}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>No invitation waits for an answer.</Empty>
          ) : (
            <Rows label="Open invitations" head={['Name', 'Email', 'Role', 'Expires', ...(owner ? ['Actions'] : [])]} minWidth={720}>
              {items.map((i) => (
                <Table.Tr key={i.id}>
                  <Table.Th scope="row">{i.name}</Table.Th>
                  <Table.Td>{i.email}</Table.Td>
                  <Table.Td>{i.role}</Table.Td>
                  <Table.Td><When at={i.expires_at} /></Table.Td>
                  {owner && <Table.Td><Button size="xs" variant="default" aria-label={`Revoke the invitation of ${i.name}`} loading={revoke.isPending && revoke.variables.params?.id === i.id} onClick={() => revoke.mutate({ params: { id: i.id } })}>Revoke</Button></Table.Td>}
                </Table.Tr>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Stack>
  )
}
