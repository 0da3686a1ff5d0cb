import { Anchor, Group, Select, Stack, Text } from '@mantine/core'
import { fileUrl, operations, useOp } from '#web/api/client.ts'
import { inOrder } from '#web/ui/files.ts'
import { useAddress } from './submission-address.ts'
import { SubmissionReader } from './submission-reader.tsx'

/** The path that is open, or the first changed file while nobody has chosen. */
export function useOpenFile(submissionId: string | null, chosen: string | null): string {
  const files = useOp(operations.listSubmissionFiles, { params: { id: submissionId ?? '' } }, { enabled: submissionId !== null, fixed: true })
  return chosen ?? inOrder(files.data?.items ?? [])[0]?.path ?? ''
}

/** All files as a list to choose from, where there is no room for a tree. */
export function SubmissionFileSelect({ id, shown, onOpen }: { id: string; shown: string; onOpen: (path: string) => void }) {
  const files = useOp(operations.listSubmissionFiles, { params: { id } }, { fixed: true })
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
  const going = useAddress()
  return (
    <Stack gap="sm">
      <SubmissionZip id={id} />
      <div className="reader-frame"><SubmissionReader id={id} going={going} /></div>
    </Stack>
  )
}
