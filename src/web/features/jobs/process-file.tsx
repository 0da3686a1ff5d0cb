import { Anchor, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ProcessMistake } from '#contract/jobs.ts'
import { operations, useAct } from '../../api/client.ts'
import { Refused } from '../../ui/parts.tsx'

/** The process as YAML: edit it here or in a repository of yours, bring it back, read mistakes by line and column. */
export function ProcessFile({ jobId }: { jobId: string }) {
  const [yaml, setYaml] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const act = useAct(operations.importJobProcess)
  const url = `/api/v1/jobs/${jobId}/process.yaml`
  useEffect(() => {
    void fetch(url).then(async (r) => (r.ok ? setYaml(await r.text()) : undefined))
  }, [url])
  const mistakes = act.data?.mistakes ?? []
  return (
    <Stack>
      <Refused error={act.error} />
      <Textarea ref={area} label="Process file" description="YAML. Nothing is saved while it has mistakes." value={yaml} onChange={(e) => setYaml(e.currentTarget.value)} autosize minRows={16} maxRows={30} styles={{ input: { fontFamily: 'monospace' } }} spellCheck={false} />
      {mistakes.length > 0 && <Mistakes mistakes={mistakes} onGo={(m) => goTo(area.current, m)} />}
      {act.data && mistakes.length === 0 && <Text role="status">Imported.</Text>}
      <Group>
        <Button onClick={() => act.mutate({ params: { id: jobId }, body: { yaml } })} loading={act.isPending}>Import</Button>
        <Anchor href={url} download>Export as a file</Anchor>
      </Group>
    </Stack>
  )
}

function Mistakes({ mistakes, onGo }: { mistakes: readonly ProcessMistake[]; onGo: (m: ProcessMistake) => void }) {
  return (
    <Stack gap={4} role="alert">
      <Text fw={600}>{mistakes.length === 1 ? 'One mistake' : `${mistakes.length} mistakes`}</Text>
      {mistakes.map((m) => (
        <Group key={`${m.line}:${m.column}:${m.message}`} gap="xs" wrap="nowrap" align="flex-start">
          <Button size="compact-xs" variant="default" onClick={() => onGo(m)}>Line {m.line ?? '?'}, column {m.column ?? '?'}</Button>
          <Text size="sm">{m.path ? `${m.path}: ` : ''}{m.message}</Text>
        </Group>
      ))}
    </Stack>
  )
}

function goTo(area: HTMLTextAreaElement | null, m: ProcessMistake) {
  if (!area || m.line === null) return
  const before = area.value.split('\n').slice(0, m.line - 1).join('\n').length + (m.line > 1 ? 1 : 0)
  const at = before + (m.column ?? 1) - 1
  area.focus()
  area.setSelectionRange(at, at)
}
