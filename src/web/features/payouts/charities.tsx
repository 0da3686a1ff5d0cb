import { Anchor, Button, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { Charity } from '#contract/payouts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Done, Loaded, Refused } from '#web/ui/parts.tsx'

const MOST = 10

type Save = ReturnType<typeof useAct<typeof operations.putCharities>>

/** Where candidates may ask that their pay goes in their place. */
export function Charities({ owner }: { owner: boolean }) {
  const found = useOp(operations.listCharities)
  // Kept here, because the form begins anew with what was saved, and “Saved” is said after that.
  const act = useAct(operations.putCharities)
  return (
    <Stack component="section" aria-label="Charities" gap="sm">
      <Title order={2} size="h4">Charities</Title>
      <Text size="sm" c="dimmed">A candidate may ask that their pay goes to one of these. You give it by hand, and record it with the reference.</Text>
      <Loaded of={found}>{({ items }) => (owner ? <Form key={JSON.stringify(items)} items={items} act={act} /> : <Shown items={items} />)}</Loaded>
    </Stack>
  )
}

function Shown({ items }: { items: readonly Charity[] }) {
  if (items.length === 0) return <Text size="sm" c="dimmed">There is none yet. An owner writes them down here.</Text>
  return <List size="sm">{items.map((c) => <List.Item key={c.name}><Anchor href={c.url} target="_blank" rel="noreferrer">{c.name}</Anchor></List.Item>)}</List>
}

function Form({ items, act }: { items: readonly Charity[]; act: Save }) {
  const [list, setList] = useState<Charity[]>([...items])
  const change = (i: number, part: Partial<Charity>) => setList(list.map((c, n) => (n === i ? { ...c, ...part } : c)))
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Refused error={act.error} />
        {list.length === 0 && <Text size="sm">There is none yet, so candidates are not asked.</Text>}
        {list.map((c, i) => (
          <Group key={i} align="flex-end" gap="xs">
            <TextInput style={{ flex: '1 1 180px' }} label={`Charity ${i + 1}`} maxLength={120} value={c.name} onChange={(e) => change(i, { name: e.currentTarget.value })} error={act.error?.field(`body.items.${i}.name`)} />
            <TextInput style={{ flex: '2 1 220px' }} label={`Link ${i + 1}`} type="url" placeholder="https://…" value={c.url} onChange={(e) => change(i, { url: e.currentTarget.value })} error={act.error?.field(`body.items.${i}.url`)} />
            <Button variant="default" aria-label={`Remove charity ${i + 1}`} onClick={() => setList(list.filter((_, n) => n !== i))}>Remove</Button>
          </Group>
        ))}
        <Group>
          <Button variant="default" disabled={list.length >= MOST} onClick={() => setList([...list, { name: '', url: '' }])}>Add a charity</Button>
          <Button loading={act.isPending} onClick={() => act.mutate({ body: { items: list } })}>Save charities</Button>
          <Done when={act.isSuccess}>Saved</Done>
        </Group>
      </Stack>
    </Paper>
  )
}
