import { Anchor, Group, Select, Stack, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { fileUrl, operations, useOp } from '#web/api/client.ts'
import type { Place } from '#web/ui/code-editor.tsx'
import { FileTree, inOrder } from '#web/ui/files.tsx'
import { Empty, Loaded } from '#web/ui/parts.tsx'
import { SubmissionChanges } from './submission-changes.tsx'
import { SubmissionFile } from './submission-file.tsx'
import { SubmissionHistory } from './submission-history.tsx'
import { SubmissionSearch } from './submission-search.tsx'

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
  return <Select label="File" searchable allowDeselect={false} limit={100} data={data} value={shown || null} onChange={(v) => v && onOpen(v)} />
}

/** A stranger's code is read here; run elsewhere, it can do anything its reader can. */
export function SubmissionZip({ id }: { id: string }) {
  return (
    <Group gap="xs">
      <Text size="sm">This is somebody else’s code and has not been checked. Reading it here is safe; run it in a container only.</Text>
      <Anchor size="sm" href={fileUrl(operations.downloadSubmission, { params: { id } })} download>Save all as a zip</Anchor>
    </Group>
  )
}

/** The sealed work to look at: files, what changed, when it came, and where something stands. The address leads back to a line. */
export function SubmissionBrowser({ id }: { id: string }) {
  const [spot, setSpot] = useState(spotInAddress)
  const [tab, setTab] = useState<string | null>('files')
  const path = useOpenFile(id, spot.path)
  const open = (next: string, place: Place | null = null) => {
    setSpot({ path: next, place })
    setTab('files')
    writeAddress(next, place?.line)
  }
  return (
    <Stack gap="sm">
      <SubmissionZip id={id} />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List><Tabs.Tab value="files">Files</Tabs.Tab><Tabs.Tab value="changes">Changes</Tabs.Tab><Tabs.Tab value="history">History</Tabs.Tab><Tabs.Tab value="search">Search</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="files" pt="md">
          <div className="browser">
            <SubmissionFiles id={id} shown={path} onOpen={(p) => open(p)} />
            <SubmissionFile key={path} id={id} path={path} place={spot.place} noted={spot.place ? [spot.place.line] : []} onLine={(line) => open(path, { line })} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="changes" pt="md"><SubmissionChanges id={id} /></Tabs.Panel>
        <Tabs.Panel value="history" pt="md"><SubmissionHistory id={id} /></Tabs.Panel>
        <Tabs.Panel value="search" pt="md"><SubmissionSearch id={id} onOpen={open} /></Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

/** `#file=src%2Fapp.ts&line=12` */
function spotInAddress(): { path: string | null; place: Place | null } {
  const asked = new URLSearchParams(window.location.hash.slice(1))
  const line = Number(asked.get('line'))
  return { path: asked.get('file'), place: line > 0 ? { line } : null }
}

function writeAddress(path: string, line?: number) {
  const spot = new URLSearchParams({ file: path, ...(line ? { line: String(line) } : {}) })
  window.history.replaceState(window.history.state, '', `#${spot.toString()}`)
}
