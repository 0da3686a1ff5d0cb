import { Badge, Stack, Text, Title } from '@mantine/core'
import type { Review, ReviewComment } from '#contract/reviews.ts'
import { KINDS, RemarkBody } from './remark.tsx'

type Remark = ReviewComment & { of: Review }

/** Every remark of every review in one list, by file and line: both texts, one reading. */
export function Combined({ reviews }: { reviews: readonly Review[] }) {
  const remarks = reviews.flatMap((r) => r.comments.map((c): Remark => ({ ...c, of: r })))
  if (remarks.length === 0) return <Text size="sm" c="dimmed">Nobody left a remark on the code.</Text>
  const paths = [...new Set(remarks.map((c) => c.path))].toSorted()
  return (
    <Stack gap="sm" component="section" aria-label="Remarks on the code">
      <Title order={2} size="h4">Remarks on the code, together</Title>
      {paths.map((path) => (
        <div key={path}>
          <Title order={3} size="h6" style={{ overflowWrap: 'anywhere' }}>{path === '' ? 'On the whole' : <code>{path}</code>}</Title>
          <ul className="remarks-together">{remarks.filter((c) => c.path === path).toSorted((a, b) => a.line - b.line).map((c) => <li key={c.id} className="remark"><Said c={c} /></li>)}</ul>
        </div>
      ))}
    </Stack>
  )
}

function Said({ c }: { c: Remark }) {
  const { name, color } = KINDS[c.kind]
  return (
    <>
      <div className="remark-head"><Text span size="sm" fw={600}>{c.of.reviewer.name}</Text><Badge size="sm" variant="light" tt="none" color={color}>{name}</Badge><Text span size="xs" c="dimmed">{spot(c)}</Text></div>
      <RemarkBody r={c.of} c={c} />
    </>
  )
}

function spot(c: Remark): string {
  const where = c.line === 0 ? '' : c.end_line > c.line ? `lines ${c.line} to ${c.end_line}` : `line ${c.line}`
  return [where, c.side === 'old' ? 'as the starter had it' : '', c.commit ? `commit ${c.commit.slice(0, 7)}` : ''].filter(Boolean).join(', ')
}
