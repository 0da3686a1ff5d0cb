import { Anchor, Button, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { StarterWhole } from '#contract/starters.ts'
import { operations, useAct } from '#web/api/client.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { Act, Done, Empty, Refused } from '#web/ui/parts.tsx'

/** Which jobs name it, and what can be done with the starter as a whole. */
export function Uses({ starter: s }: { starter: StarterWhole }) {
  return (
    <Stack>
      {s.used_by.length === 0 ? <Empty>No job uses this starter yet. Choose it in the process of a job, at the take-home.</Empty> : (
        <Paper withBorder p="md" component="section" aria-label="Jobs that use it">
          <Title order={2} size="h5">Jobs that use it</Title>
          <List size="sm" mt="xs">{s.used_by.map((u) => <List.Item key={`${u.job_id}-${u.version}-${u.where}`}><Anchor component={Link} to={`/jobs/${u.job_id}`} size="sm">{u.title}</Anchor>: {u.version === null ? 'the newest version that is ready' : `version ${u.version}`}, {u.where === 'draft' ? 'in its draft' : 'in a published process'}</List.Item>)}</List>
        </Paper>
      )}
      <Whole starter={s} />
    </Stack>
  )
}

function Whole({ starter: s }: { starter: StarterWhole }) {
  const navigate = useNavigate()
  const [name, setName] = useState(s.name)
  const change = useAct(operations.changeStarter)
  const remove = useAct(operations.deleteStarter, { onDone: () => void navigate({ to: '/starters' }) })
  const params = { id: s.id }
  const why = s.used_by.length > 0 ? 'A process names this starter, and candidates’ work refers to it. Archive it instead.' : null
  const sure = () => confirm({ title: `Delete ${s.name}?`, text: 'Both its repositories go with it, with all versions and hidden tests. This can’t be taken back.', act: 'Delete starter', danger: true, onConfirm: () => remove.mutate({ params }) })
  return (
    <Paper withBorder p="md" component="section" aria-label="The starter">
      <Stack gap="sm">
        <Title order={2} size="h5">The starter</Title>
        <Refused error={change.error ?? remove.error} />
        <Group align="flex-end">
          <TextInput label="Name" description={`Processes go on calling it ${s.slug}`} maxLength={80} value={name} onChange={(e) => setName(e.currentTarget.value)} error={change.error?.field('body.name')} />
          <Button variant="default" disabled={name.trim() === '' || name === s.name} loading={change.isPending} onClick={() => change.mutate({ params, body: { name } })}>Rename</Button>
        </Group>
        <Text size="sm">{s.archived ? 'It is archived: no process is offered it, and it takes no push. Jobs that use it go on.' : 'Archived, it is offered to no process and takes no push. Jobs that use it go on.'}</Text>
        <Group>
          <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ params, body: { archived: !s.archived } })}>{s.archived ? 'Take it back into use' : 'Archive'}</Button>
          <Act variant="light" color="red" why={why} loading={remove.isPending} onClick={sure}>Delete starter</Act>
          <Done when={change.isSuccess}>Saved</Done>
        </Group>
      </Stack>
    </Paper>
  )
}
