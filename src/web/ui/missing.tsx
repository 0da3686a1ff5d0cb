import { Text } from '@mantine/core'

/** What a scorecard still lacks, in sight while it is written: how much, and all of it when opened. */
export function Missing({ items }: { items: readonly { path: string; message: string }[] }) {
  if (items.length === 0) return <Text size="sm" className="missing">Nothing is missing: it can be sealed.</Text>
  return (
    <details className="missing">
      <summary>Missing before it can be sealed: {items.length}</summary>
      <ul>{items.map((m) => <li key={m.path}>{m.message}</li>)}</ul>
    </details>
  )
}
