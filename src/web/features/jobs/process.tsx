import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { JobProcess } from '#contract/jobs.ts'
import type { HiringProcess } from '#contract/process.ts'
import { type ApiProblem, operations, useAct, useOp } from '#web/api/client.ts'
import { Done, Loaded, Refused } from '#web/ui/parts.tsx'
import { UnsavedDialog } from '#web/ui/unsaved.tsx'
import { AboutForm } from './about-form.tsx'
import { JobAt } from './job-at.ts'
import { type Mistakes, MistakesAt, mistakesOf } from './mistakes.ts'
import { ProcessFile } from './process-file.tsx'
import { StageList } from './stage-list.tsx'

/** Whether there is something to lose: while it is being saved, whoever leaves waits for the answer. */
type Work = 'kept' | 'changed' | 'saving'

/** The draft process as a form or as a file. People under way stay on the version they applied under. */
export function ProcessPanel({ jobId }: { jobId: string }) {
  const process = useOp(operations.getJobProcess, { params: { id: jobId } })
  const [view, setView] = useState('form')
  const [work, setWork] = useState<Work>('kept')
  const [wanted, setWanted] = useState<string | null>(null)
  const leaving = useBlocker({ shouldBlockFn: () => work !== 'kept', enableBeforeUnload: () => work !== 'kept', withResolver: true })
  const go = (next: string) => {
    setView(next)
    setWanted(null)
    setWork('kept')
  }
  useEffect(() => {
    if (work !== 'kept') return
    if (leaving.status === 'blocked') leaving.proceed()
    else if (wanted !== null) go(wanted)
  }, [work, leaving.status, wanted])
  return (
    <Stack>
      <SegmentedControl aria-label="View" w="fit-content" value={view} onChange={(v) => (work === 'kept' ? go(v) : setWanted(v))} data={[{ value: 'form', label: 'Stages' }, { value: 'file', label: 'YAML file' }]} />
      {view === 'form' ? <Loaded of={process}>{(p) => <JobAt.Provider value={jobId}><ProcessForm jobId={jobId} newest={p} onReload={async () => (await process.refetch()).data} onWork={setWork} /></JobAt.Provider>}</Loaded> : <ProcessFile jobId={jobId} onChanged={(changed) => setWork(changed ? 'changed' : 'kept')} />}
      <UnsavedDialog open={work === 'changed' && leaving.status === 'blocked'} onStay={() => leaving.reset?.()} onLeave={() => leaving.proceed?.()} />
      <UnsavedDialog open={work === 'changed' && wanted !== null} onStay={() => setWanted(null)} onLeave={() => go(wanted ?? 'form')} />
    </Stack>
  )
}

interface FormProps {
  jobId: string
  newest: JobProcess
  onReload: () => Promise<JobProcess | undefined>
  onWork: (work: Work) => void
}

function ProcessForm({ jobId, newest, onReload, onWork }: FormProps) {
  const [base, setBase] = useState(newest)
  const [process, setProcess] = useState<HiringProcess>(newest.process)
  const [checked, setChecked] = useState(false)
  const begin = (from: JobProcess) => {
    setBase(from)
    setProcess(from.process)
    setChecked(false)
    onWork('kept')
  }
  // What is typed while a save is under way stays, as a change of what was just saved.
  const latest = useRef(process)
  latest.current = process
  const sent = useRef(process)
  const act = useAct(operations.updateJobProcess, {
    onDone: (kept) => {
      if (latest.current === sent.current) return begin(kept)
      setBase(kept)
      onWork('changed')
    },
  })
  const changed = process !== base.process
  const reload = async () => {
    const fresh = await onReload()
    act.reset()
    if (fresh) begin(fresh)
  }
  const mistakes: Mistakes = checked ? [...mistakesOf(process), ...fromServer(act.error)] : []
  const put = (next: HiringProcess) => {
    setProcess(next)
    onWork(next === base.process ? 'kept' : 'changed')
  }
  const save = () => {
    setChecked(true)
    if (mistakesOf(process).length > 0) return
    sent.current = process
    onWork('saving')
    act.mutate({ params: { id: jobId }, body: { process, revision: base.revision } }, { onError: () => onWork('changed') })
  }
  const meanwhile = act.error?.problem.code === 'process_changed_meanwhile' || (changed && newest.revision > base.revision && !act.isPending)
  return (
    <MistakesAt.Provider value={{ mistakes, at: '' }}>
      <Stack>
        <AboutForm process={process} onChange={put} />
        <StageList process={process} onChange={put} />
        <Stack className="savebar" gap="xs">
          {!meanwhile && mistakes.length === 0 && <Refused error={act.error} />}
          {meanwhile && <Meanwhile onReload={() => void reload()} />}
          {mistakes.length > 0 && <ToFix mistakes={mistakes} process={process} />}
          <Group>
          <Button disabled={!changed} loading={act.isPending} onClick={save}>Save process</Button>
          <Button variant="default" disabled={!changed} onClick={() => { act.reset(); begin(newest) }}>Undo changes</Button>
          <Done when={act.isSuccess && !changed}>The draft is saved</Done>
          </Group>
        </Stack>
      </Stack>
    </MistakesAt.Provider>
  )
}

const fromServer = (error: ApiProblem | null): Mistakes => (error?.problem.fields ?? []).map((f) => ({ path: f.path.replace('body.process.', ''), message: f.message }))

/** Somebody else saved first; both changes are kept apart until a person decides. */
function Meanwhile({ onReload }: { onReload: () => void }) {
  return (
    <Alert color="orange" role="alert" title="Somebody else changed this process since you opened it">
      <Text size="sm">Your changes are still here, but can’t be saved over theirs. Load the newest draft and make them again.</Text>
      <Button mt="xs" size="xs" variant="default" onClick={onReload}>Load the newest draft</Button>
    </Alert>
  )
}

function ToFix({ mistakes, process }: { mistakes: Mistakes; process: HiringProcess }) {
  const where = (path: string) => {
    const stage = process.stages[Number(/^stages\.(\d+)/.exec(path)?.[1] ?? -1)]
    return stage ? `${stage.name}: ` : ''
  }
  return (
    <Alert color="red" role="alert" title={mistakes.length === 1 ? 'One thing must change before this can be saved' : `${mistakes.length} things must change before this can be saved`}>
      {mistakes.slice(0, 5).map((m) => <Text key={m.path + m.message} size="sm">{where(m.path)}{m.message}</Text>)}
      {mistakes.length > 5 && <Text size="sm">And {mistakes.length - 5} more, marked in the stages.</Text>}
    </Alert>
  )
}
