import { Anchor, Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ProcessMistake } from '#contract/jobs.ts'
import { fileUrl, operations, useAct } from '#web/api/client.ts'
import { Code } from '#web/ui/code.tsx'
import type { Place } from '#web/ui/code-editor.tsx'
import { Done, Refused } from '#web/ui/parts.tsx'

/** The process as YAML: edit it here or in a repository of yours, bring it back, read mistakes by line and column. */
export function ProcessFile({ jobId, onChanged }: { jobId: string; onChanged: (changed: boolean) => void }) {
  const [yaml, setYaml] = useState('')
  const [place, setPlace] = useState<Place | null>(null)
  const check = useAct(operations.checkProcess)
  const act = useAct(operations.importJobProcess, { onDone: (answer) => answer.mistakes.length === 0 && onChanged(false) })
  const url = fileUrl(operations.exportJobProcess, { params: { id: jobId } })
  useEffect(() => {
    void fetch(url).then(async (r) => (r.ok ? setYaml(await r.text()) : undefined))
  }, [url])
  const put = (text: string) => {
    if (text === yaml) return
    setYaml(text)
    onChanged(true)
    act.reset()
    check.reset()
  }
  const mistakes = act.data?.mistakes ?? check.data?.mistakes ?? []
  return (
    <Stack>
      <Refused error={act.error ?? check.error} />
      <Text size="sm" c="dimmed">Nothing is saved while it has mistakes. People under way stay on the version they applied under.</Text>
      <Code label="Process file" path="process.yaml" text={yaml} onChange={put} place={place} height="60dvh" noted={mistakes.flatMap((m) => m.line ?? [])} />
      {mistakes.length > 0 && <Mistakes mistakes={mistakes} onGo={setPlace} />}
      <Group>
        <Button onClick={() => act.mutate({ params: { id: jobId }, body: { yaml } })} loading={act.isPending}>Import as the draft</Button>
        <Button variant="default" onClick={() => check.mutate({ body: { yaml } })} loading={check.isPending}>Check only</Button>
        <FileButton accept=".yaml,.yml" onChange={(file) => void file?.text().then(put)}>{(props) => <Button variant="default" {...props}>Open a file</Button>}</FileButton>
        <Anchor href={url} download>Export as a file</Anchor>
        <Done when={act.data?.mistakes.length === 0}>Imported as the draft</Done>
        <Done when={!act.data && check.data?.mistakes.length === 0}>No mistakes</Done>
      </Group>
    </Stack>
  )
}

function Mistakes({ mistakes, onGo }: { mistakes: readonly ProcessMistake[]; onGo: (place: Place) => void }) {
  return (
    <Stack gap={4} role="alert">
      <Text fw={600}>{mistakes.length === 1 ? 'One mistake' : `${mistakes.length} mistakes`}</Text>
      {mistakes.map((m) => (
        <Group key={`${m.line}:${m.column}:${m.message}`} gap="xs" wrap="nowrap" align="flex-start">
          {m.line === null ? <Text size="sm" c="dimmed">In the whole</Text> : <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} onClick={() => onGo({ line: m.line ?? 1, column: m.column ?? 1 })}>Line {m.line}, column {m.column ?? 1}</Button>}
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{m.path ? `${m.path}: ` : ''}{m.message}</Text>
        </Group>
      ))}
    </Stack>
  )
}
