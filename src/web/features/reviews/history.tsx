import { Table, Text } from '@mantine/core'
import { operations, useOp } from '#web/api/client.ts'
import { Loaded, When } from '#web/ui/parts.tsx'

/** What the candidate changed against the starter. */
export function Diff({ id }: { id: string }) {
  const diff = useOp(operations.getSubmissionDiff, { params: { id } })
  return <Loaded of={diff}>{(d) => <><pre className="code" tabIndex={0} role="region" aria-label="Diff to starter">{d.patch || 'Nothing was changed.'}</pre>{d.truncated && <Text size="sm">The diff goes on; only its beginning is shown.</Text>}</>}</Loaded>
}

/** What commits say of their time, beside when they reached us. */
export function Commits({ id }: { id: string }) {
  const commits = useOp(operations.listSubmissionCommits, { params: { id } })
  return (
    <Loaded of={commits}>
      {({ items }) => (
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>Commit</Table.Th><Table.Th>Subject</Table.Th><Table.Th>Claims</Table.Th><Table.Th>We received</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{items.map((c) => <Table.Tr key={c.sha}><Table.Td>{c.sha.slice(0, 7)}</Table.Td><Table.Td>{c.subject}</Table.Td><Table.Td><When at={c.claimed_at} plain /></Table.Td><Table.Td><When at={c.received_at} plain /></Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Loaded>
  )
}
