import { Badge, Button, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatDuration } from '#contract/duration.ts'
import type { Commit, SubmissionPush } from '#contract/submissions.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Marked } from '#web/ui/hidden.tsx'
import { Empty, Loaded, When } from '#web/ui/parts.tsx'

interface CommitsProps {
  id: string
  onPush: (push: SubmissionPush) => void
  onCommit: (commit: Commit) => void
  /** What else can be done with a commit. */
  acts?: ((commit: Commit) => ReactNode) | undefined
  /** What was said of it. */
  below?: ((commit: Commit) => ReactNode) | undefined
}

/** Pushes by our clock, commits by their own, and what each of them changed. */
export function SubmissionCommits({ id, onPush, onCommit, acts, below }: CommitsProps) {
  const pushes = useOp(operations.listSubmissionPushes, { params: { id } }, { fixed: true })
  const commits = useOp(operations.listSubmissionCommits, { params: { id } }, { fixed: true })
  return (
    <Stack gap="lg" p="md">
      <div>
        <Title order={3} size="h6" mb="xs">Pushes, by our server’s clock</Title>
        <Loaded of={pushes}>{({ items }) => (items.length === 0 ? <Empty>Nothing was pushed.</Empty> : <Pushes items={items} onPush={onPush} />)}</Loaded>
      </div>
      <div>
        <Title order={3} size="h6" mb="xs">Commits</Title>
        <Loaded of={commits}>{({ items }) => (items.length === 0 ? <Empty>There are no commits but the starter’s.</Empty> : <ol className="commits">{items.map((c) => <CommitItem key={c.sha} c={c} onCommit={onCommit} acts={acts?.(c)} below={below?.(c)} />)}</ol>)}</Loaded>
      </div>
    </Stack>
  )
}

function Pushes({ items, onPush }: { items: readonly SubmissionPush[]; onPush: CommitsProps['onPush'] }) {
  return (
    <Table.ScrollContainer type="native" minWidth={480} tabIndex={0} role="region" aria-label="Pushes that changed something">
      <Table aria-label="Pushes that changed something">
        <Table.Thead><Table.Tr><Table.Th>Received</Table.Th><Table.Th>To</Table.Th><Table.Th>Newest commit</Table.Th><Table.Th>What it changed</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {items.map((p, i) => (
            <Table.Tr key={`${p.seq}-${p.to}`}>
              <Table.Td><When at={p.received_at} plain /></Table.Td>
              <Table.Td><Marked text={p.branch} />{p.forced && <Badge ml="xs" size="xs" variant="light" color="orange">history rewritten</Badge>}</Table.Td>
              <Table.Td><code>{p.to.slice(0, 7)}</code> <Marked text={p.subject} /></Table.Td>
              <Table.Td><Button size="compact-xs" variant="default" aria-label={`Show what push ${i + 1} changed`} onClick={() => onPush(p)}>Show</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** People work before they push, so a commit is often older than its arrival; one that is younger says a time that can't be. */
const APART_MS = 5 * 60_000

function Apart({ claimed, received }: { claimed: string | null; received: string | null }) {
  if (!claimed || !received) return null
  const apart = Date.parse(received) - Date.parse(claimed)
  if (Math.abs(apart) <= APART_MS) return null
  const span = formatDuration(roughly(Math.abs(apart) / 60_000))
  return apart < 0 ? <Badge color="yellow" variant="light" tt="none">claims {span} after it came</Badge> : <Text size="xs" c="dimmed">{span} after its claim</Text>
}

function roughly(minutes: number): string {
  if (minutes >= 72 * 60) return `P${Math.round(minutes / 1440)}D`
  return minutes >= 120 ? `PT${Math.round(minutes / 60)}H` : `PT${Math.round(minutes)}M`
}

/** What a commit says of its time, beside when it reached us. */
function CommitItem({ c, onCommit, acts, below }: { c: Commit; onCommit: CommitsProps['onCommit']; acts: ReactNode; below: ReactNode }) {
  const short = c.sha.slice(0, 7)
  return (
    <li className="commit">
      <div className="commit-line">
        <div>
          <Text size="sm" fw={600}><Marked text={c.subject} /></Text>
          {c.body && <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><Marked text={c.body} /></Text>}
          <Text size="xs" c="dimmed"><code>{short}</code> · it claims <When at={c.claimed_at} plain /> · we received it <When at={c.received_at} plain /></Text>
          <Apart claimed={c.claimed_at} received={c.received_at} />
        </div>
        <span className="commit-acts">
          {c.parents[0] && <Button size="compact-xs" variant="default" aria-label={`Show what ${short} changed`} onClick={() => onCommit(c)}>Show</Button>}
          {acts}
        </span>
      </div>
      {below}
    </li>
  )
}
