import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { JobProcess } from '#contract/jobs.ts'
import type { HiringProcess } from '#contract/process.ts'
import { operations, useAct, useOp } from '../../api/client.ts'
import { Loaded, Refused } from '../../ui/parts.tsx'
import { ProcessFile } from './process-file.tsx'
import { StageList } from './stage-list.tsx'

/** The draft process as a form or as a file. People under way stay on the version they applied under. */
export function ProcessPanel({ jobId }: { jobId: string }) {
  const process = useOp(operations.getJobProcess, { params: { id: jobId } })
  const [view, setView] = useState('form')
  return (
    <Stack>
      <SegmentedControl aria-label="View" value={view} onChange={setView} data={[{ value: 'form', label: 'Stages' }, { value: 'file', label: 'YAML file' }]} />
      {view === 'form' ? <Loaded of={process}>{(p) => <ProcessForm key={p.revision} jobId={jobId} draft={p} />}</Loaded> : <ProcessFile jobId={jobId} />}
    </Stack>
  )
}

function ProcessForm({ jobId, draft }: { jobId: string; draft: JobProcess }) {
  const [process, setProcess] = useState<HiringProcess>(draft.process)
  const act = useAct(operations.updateJobProcess)
  const changed = process !== draft.process
  return (
    <Stack>
      <Refused error={act.error} />
      {act.error?.problem.fields?.map((f) => <Text key={f.path} size="sm" c="red">{f.path.replace('body.process.', '')}: {f.message}</Text>)}
      <StageList process={process} onChange={setProcess} />
      <Group>
        <Button disabled={!changed} loading={act.isPending} onClick={() => act.mutate({ params: { id: jobId }, body: { process, revision: draft.revision } })}>Save process</Button>
        <Button variant="default" disabled={!changed} onClick={() => setProcess(draft.process)}>Undo changes</Button>
      </Group>
    </Stack>
  )
}
