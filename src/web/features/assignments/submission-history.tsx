import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { formatDuration } from '#contract/duration.ts'
import type { SubmissionPush } from '#contract/submissions.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Marked } from '#web/ui/hidden.tsx'
import { Empty, Loaded, When } from '#web/ui/parts.tsx'
import { type Range, SubmissionChanges } from './submission-changes.tsx'

interface Shown extends Range {
  title: string
}

/** Pushes by our clock, commits by their own, and what each of them changed. */
export function SubmissionHistory({ id }: { id: string }) {
  const [shown, setShown] = useState<Shown | null>(null)
  if (shown) {
    return (
      <Stack gap="xs">
        <Group><Button size="xs" variant="default" onClick={() => setShown(null)}>Back to the history</Button><Text fw={600} size="sm">{shown.title}</Text></Group>
        <SubmissionChanges key={shown.title} id={id} range={rangeOf(shown)} />
      </Stack>
    )
  }
  return (
    <Stack gap="lg">
      <Pushes id={id} onShow={setShown} />
      <SubmissionCommits id={id} onShow={setShown} />
    </Stack>
  )
}

function rangeOf({ from, to }: Shown): Range {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

function Pushes({ id, onShow }: { id: string; onShow: (shown: Shown) => void }) {
  const pushes = useOp(operations.listSubmissionPushes, { params: { id } })
  const show = (p: SubmissionPush, n: number) => onShow({ from: p.from, to: p.to, title: `Push ${n}: ${p.to.slice(0, 7)}` })
  return (
    <div>
      <Title order={3} size="h6" mb="xs">Pushes, by our server’s clock</Title>
      <Loaded of={pushes}>
        {({ items }) => items.length === 0 ? <Empty>Nothing was pushed.</Empty> : (
          <Table.ScrollContainer type="native" minWidth={520} tabIndex={0} role="region" aria-label="Pushes that changed something">
            <Table aria-label="Pushes that changed something">
              <Table.Thead><Table.Tr><Table.Th>Received</Table.Th><Table.Th>To</Table.Th><Table.Th>Newest commit</Table.Th><Table.Th>What it changed</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {items.map((p, i) => (
                  <Table.Tr key={`${p.seq}-${p.to}`}>
                    <Table.Td><When at={p.received_at} plain /></Table.Td>
                    <Table.Td><Marked text={p.branch} />{p.forced && <Badge ml="xs" size="xs" variant="light" color="orange">history rewritten</Badge>}</Table.Td>
                    <Table.Td><code>{p.to.slice(0, 7)}</code> <Marked text={p.subject} /></Table.Td>
                    <Table.Td><Button size="compact-xs" variant="default" aria-label={`Show what push ${i + 1} changed`} onClick={() => show(p, i + 1)}>Show</Button></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </div>
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

/** What commits say of their time, beside when they reached us. */
export function SubmissionCommits({ id, onShow }: { id: string; onShow?: (shown: Shown) => void }) {
  const commits = useOp(operations.listSubmissionCommits, { params: { id } })
  return (
    <div>
      <Title order={3} size="h6" mb="xs">Commits</Title>
      <Loaded of={commits}>
        {({ items }) => (
          <Table.ScrollContainer type="native" minWidth={560} tabIndex={0} role="region" aria-label="Commits">
            <Table aria-label="Commits">
              <Table.Thead><Table.Tr><Table.Th>Commit</Table.Th><Table.Th>Subject</Table.Th><Table.Th>It claims</Table.Th><Table.Th>We received it</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {items.map((c) => (
                  <Table.Tr key={c.sha}>
                    <Table.Td>{onShow && c.parents[0] ? <Button size="compact-xs" variant="default" aria-label={`Show what ${c.sha.slice(0, 7)} changed`} onClick={() => onShow({ from: c.parents[0] ?? '', to: c.sha, title: `Commit ${c.sha.slice(0, 7)}` })}><code>{c.sha.slice(0, 7)}</code></Button> : <code>{c.sha.slice(0, 7)}</code>}</Table.Td>
                    <Table.Td><Marked text={c.subject} />{c.body && <Text size="xs" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}><Marked text={c.body} /></Text>}</Table.Td>
                    <Table.Td><When at={c.claimed_at} plain /></Table.Td>
                    <Table.Td><When at={c.received_at} plain /><Apart claimed={c.claimed_at} received={c.received_at} /></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </div>
  )
}
