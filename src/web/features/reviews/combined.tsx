import { Badge, Group, List, Stack, Text, Title } from '@mantine/core'
import type { Review, ReviewComment } from '#contract/reviews.ts'
import { words } from '#web/ui/parts.tsx'

type Remark = ReviewComment & { by: string }

/** Every remark of every review in one list, by file and line: both texts, one reading. */
export function Combined({ reviews }: { reviews: readonly Review[] }) {
  const remarks = reviews.flatMap((r) => r.comments.map((c): Remark => ({ ...c, by: r.reviewer.name })))
  if (remarks.length === 0) return <Text size="sm" c="dimmed">Nobody left a remark on the code.</Text>
  const paths = [...new Set(remarks.map((c) => c.path))].toSorted()
  return (
    <Stack gap="sm" component="section" aria-label="Remarks on the code">
      <Title order={2} size="h4">Remarks on the code, together</Title>
      {paths.map((path) => (
        <div key={path}>
          <Title order={3} size="h6" style={{ overflowWrap: 'anywhere' }}>{path === '' ? 'On the whole' : <code>{path}</code>}</Title>
          <List size="sm" spacing={6} listStyleType="none">{remarks.filter((c) => c.path === path).toSorted((a, b) => a.line - b.line).map((c) => <List.Item key={c.id}><RemarkLine c={c} /></List.Item>)}</List>
        </div>
      ))}
    </Stack>
  )
}

function RemarkLine({ c }: { c: Remark }) {
  return (
    <>
      <Group gap={6}><Text span size="sm" fw={600}>{c.by}</Text><Badge size="sm" variant="light" color="gray">{words(c.kind)}</Badge><Text span size="xs" c="dimmed">{spot(c)}</Text></Group>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{c.body}</Text>
    </>
  )
}

function spot(c: Remark): string {
  const where = c.line === 0 ? '' : c.end_line > c.line ? `lines ${c.line} to ${c.end_line}` : `line ${c.line}`
  return [where, c.side === 'old' ? 'as the starter had it' : '', c.commit ? `commit ${c.commit.slice(0, 7)}` : ''].filter(Boolean).join(', ')
}
