import { Alert, Select, Stack, Table, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { operations, useOp } from '#web/api/client.ts'
import { Code, Patch } from '#web/ui/code.tsx'
import type { Place } from '#web/ui/code-editor.tsx'
import { FileTree, inOrder } from '#web/ui/files.tsx'
import { Empty, Loaded, When } from '#web/ui/parts.tsx'

/** The path that is open, or the first changed file while nobody has chosen. */
export function useOpenFile(submissionId: string | null, chosen: string | null): string {
  const files = useOp(operations.listSubmissionFiles, { params: { id: submissionId ?? '' } }, { enabled: submissionId !== null })
  return chosen ?? inOrder(files.data?.items ?? [])[0]?.path ?? ''
}

export function SubmissionFiles({ id, shown, onOpen }: { id: string; shown: string; onOpen: (path: string) => void }) {
  const files = useOp(operations.listSubmissionFiles, { params: { id } })
  return <Loaded of={files}>{({ items }) => (items.length === 0 ? <Empty>There are no files.</Empty> : <FileTree files={items} shown={shown} onOpen={onOpen} />)}</Loaded>
}

/** The same as a list to choose from, where there is no room for a tree. */
export function SubmissionFileSelect({ id, shown, onOpen }: { id: string; shown: string; onOpen: (path: string) => void }) {
  const files = useOp(operations.listSubmissionFiles, { params: { id } })
  const data = inOrder(files.data?.items ?? []).map((f) => ({ value: f.path, label: f.change === 'unchanged' ? f.path : `${f.path} (${f.change})` }))
  return <Select label="File" searchable allowDeselect={false} data={data} value={shown || null} onChange={(v) => v && onOpen(v)} />
}

interface FileProps {
  id: string
  path: string
  noted?: readonly number[]
  place?: Place | null
  onLine?: (line: number) => void
}

/** One file of the submission, as it was sealed. */
export function SubmissionFile({ id, path, noted, place, onLine }: FileProps) {
  const file = useOp(operations.getSubmissionFile, { params: { id }, query: { path } }, { enabled: path !== '' })
  if (path === '') return <Text c="dimmed">Choose a file.</Text>
  return (
    <Loaded of={file}>
      {(f) => (
        <Stack gap="xs">
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>{path}</Text>
          {f.text === null ? <Text>This is not text ({f.size} bytes).</Text> : <Code key={path} label={path} path={path} text={f.text} noted={noted ?? []} place={place ?? null} {...(onLine ? { onLine } : {})} />}
          {f.truncated && <Alert color="orange">The file goes on; only its beginning is shown.</Alert>}
        </Stack>
      )}
    </Loaded>
  )
}

/** What the candidate changed against the starter. */
export function SubmissionDiff({ id }: { id: string }) {
  const diff = useOp(operations.getSubmissionDiff, { params: { id } })
  return (
    <Loaded of={diff}>
      {(d) => (
        <Stack gap="xs">
          {d.patch ? <Patch text={d.patch} label="Diff to the starter" /> : <Empty>Nothing was changed against the starter.</Empty>}
          {d.truncated && <Alert color="orange">The diff goes on; only its beginning is shown.</Alert>}
        </Stack>
      )}
    </Loaded>
  )
}

/** What commits say of their time, beside when they reached us. */
export function SubmissionCommits({ id }: { id: string }) {
  const commits = useOp(operations.listSubmissionCommits, { params: { id } })
  return (
    <Loaded of={commits}>
      {({ items }) => (
        <Table.ScrollContainer type="native" minWidth={560} tabIndex={0} role="region" aria-label="Commits">
          <Table aria-label="Commits">
            <Table.Thead><Table.Tr><Table.Th>Commit</Table.Th><Table.Th>Subject</Table.Th><Table.Th>It claims</Table.Th><Table.Th>We received it</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{items.map((c) => <Table.Tr key={c.sha}><Table.Td><code>{c.sha.slice(0, 7)}</code></Table.Td><Table.Td>{c.subject}{c.body && <Text size="xs" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}>{c.body}</Text>}</Table.Td><Table.Td><When at={c.claimed_at} plain /></Table.Td><Table.Td><When at={c.received_at} plain /></Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Loaded>
  )
}

/** The sealed work to look at: files, what changed, commits. */
export function SubmissionBrowser({ id }: { id: string }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const path = useOpenFile(id, chosen)
  return (
    <Tabs defaultValue="files" keepMounted={false}>
      <Tabs.List><Tabs.Tab value="files">Files</Tabs.Tab><Tabs.Tab value="diff">Diff to the starter</Tabs.Tab><Tabs.Tab value="commits">Commits</Tabs.Tab></Tabs.List>
      <Tabs.Panel value="files" pt="md">
        <div className="browser">
          <SubmissionFiles id={id} shown={path} onOpen={setChosen} />
          <SubmissionFile id={id} path={path} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="diff" pt="md"><SubmissionDiff id={id} /></Tabs.Panel>
      <Tabs.Panel value="commits" pt="md"><SubmissionCommits id={id} /></Tabs.Panel>
    </Tabs>
  )
}
