import { ActionIcon, Button, Group, Paper, Stack } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props<T extends { id: string }> {
  /** What one of them is called: `question`. */
  one: string
  items: readonly T[]
  make: (id: string) => T
  onChange: (items: T[]) => void
  max: number
  children: (item: T, put: (item: T) => void, i: number) => ReactNode
}

/** A list to add to, to take from and to put in order. */
export function Repeater<T extends { id: string }>({ one, items, make, onChange, max, children }: Props<T>) {
  const put = (i: number, item: T) => onChange(items.map((old, k) => (k === i ? item : old)))
  return (
    <Stack gap="xs">
      {items.map((item, i) => (
        <Paper key={item.id} withBorder p="sm">
          <Group align="flex-start" wrap="nowrap" gap="xs">
            <Stack gap="xs" style={{ flex: 1, minWidth: 0 }}>{children(item, (next) => put(i, next), i)}</Stack>
            <Stack gap={4}>
              <ActionIcon variant="default" aria-label={`Move ${one} ${i + 1} up`} disabled={i === 0} onClick={() => onChange(moved(items, i, i - 1))}><IconArrowUp size={16} /></ActionIcon>
              <ActionIcon variant="default" aria-label={`Move ${one} ${i + 1} down`} disabled={i === items.length - 1} onClick={() => onChange(moved(items, i, i + 1))}><IconArrowDown size={16} /></ActionIcon>
              <ActionIcon variant="default" aria-label={`Remove ${one} ${i + 1}`} onClick={() => onChange(items.filter((_, k) => k !== i))}><IconTrash size={16} /></ActionIcon>
            </Stack>
          </Group>
        </Paper>
      ))}
      <Button variant="default" size="xs" w="fit-content" leftSection={<IconPlus size={14} />} disabled={items.length >= max} onClick={() => onChange([...items, make(freeId(one, items))])}>Add a {one}</Button>
    </Stack>
  )
}

/** The list with one item at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items]
  const [item] = next.splice(from, 1)
  if (item !== undefined) next.splice(to, 0, item)
  return next
}

function freeId(one: string, items: readonly { id: string }[]): string {
  const taken = new Set(items.map((i) => i.id))
  for (let n = items.length + 1; ; n++) if (!taken.has(`${one}-${n}`)) return `${one}-${n}`
}
