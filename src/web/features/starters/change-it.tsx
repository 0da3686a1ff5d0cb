import { Alert, Button, Code, FileButton, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { StarterPart, StarterWhole } from '#contract/starters.ts'
import { operations, useAct, useSend } from '#web/api/client.ts'
import { Copyable, Done, Refused } from '#web/ui/parts.tsx'
import { ImportFields } from './import-fields.tsx'

/** The ways to the next version: git, a zip, an address. */
export function ChangeIt({ starter }: { starter: StarterWhole }) {
  if (starter.archived) return <Alert color="gray" title="This starter is archived">It takes no push and no upload. Take it back into use to change it.</Alert>
  return (
    <Stack>
      <ByGit starter={starter} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <ByZip id={starter.id} part="files" title="Upload the files" text="A zip of the whole project takes the place of all its files. A patch (git diff) changes them." />
        <ByZip id={starter.id} part="checks" title="Upload the hidden tests" text="A zip with a folder hidden/ and a checks.yaml takes the place of both. No candidate’s repository ever holds them." />
      </SimpleGrid>
      <ByAddress starter={starter} />
    </Stack>
  )
}

const NAMES: Record<StarterPart, string> = { files: 'What candidates begin with', checks: 'Hidden tests and checks.yaml, which candidates never see' }

function ByGit({ starter }: { starter: StarterWhole }) {
  const act = useAct(operations.createStarterToken)
  return (
    <Paper withBorder p="md" component="section" aria-label="With git">
      <Stack gap="sm">
        <Title order={2} size="h5">With git</Title>
        <Text size="sm">Clone, change, and push to <code>main</code>: git answers with the number of the version, and whether it can be used.</Text>
        {starter.repositories.map((r) => <Text key={r.part} size="sm" style={{ overflowWrap: 'anywhere' }}>{NAMES[r.part]}: <code>{r.clone_url}</code></Text>)}
        <Refused error={act.error} />
        <Button w="fit-content" variant="default" loading={act.isPending} onClick={() => act.mutate({ params: { id: starter.id } })}>{act.data ? 'Make another token' : 'Make a token of my own'}</Button>
        {act.data && (
          <Alert color="green" role="status" title="Copy the commands now. The token in them is shown only this once.">
            <Stack gap="xs">
              {act.data.commands.map((c) => (
                <Stack key={c.part} gap={4}>
                  <Text size="sm">{NAMES[c.part]}</Text>
                  <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{c.command}</Code>
                  <Copyable label="Copy the command" value={c.command} />
                </Stack>
              ))}
              <Text size="sm">It opens both repositories of this starter and nothing else, and a token you had before has stopped working.</Text>
            </Stack>
          </Alert>
        )}
      </Stack>
    </Paper>
  )
}

function ByZip({ id, part, title, text }: { id: string; part: StarterPart; title: string; text: string }) {
  const send = useSend(part === 'files' ? operations.uploadStarterFiles : operations.uploadStarterChecks)
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h5">{title}</Title>
        <Text size="sm">{text}</Text>
        <Refused error={send.error} />
        <Group gap="sm">
          <FileButton accept=".zip,.patch,.diff" onChange={(file) => file && send.mutate({ input: { params: { id } }, file })}>{(props) => <Button variant="default" loading={send.isPending} {...props}>Choose a file</Button>}</FileButton>
          {send.isPending && <Text size="sm" role="status">Uploading…</Text>}
          <Done when={send.isSuccess}>It is here, as the newest version</Done>
        </Group>
      </Stack>
    </Paper>
  )
}

function ByAddress({ starter }: { starter: StarterWhole }) {
  const [values, setValues] = useState({ url: starter.origin.kind === 'url' ? starter.origin.from : '', branch: '', token: '' })
  const act = useAct(operations.importStarter, { onDone: () => setValues((v) => ({ ...v, token: '' })) })
  const running = starter.import.state === 'running'
  return (
    <Paper withBorder p="md" component="form" aria-label="From a git address" onSubmit={(e) => { e.preventDefault(); act.mutate({ params: { id: starter.id }, body: values }) }}>
      <Stack gap="sm" maw={560}>
        <Title order={2} size="h5">From a git address</Title>
        <Text size="sm">Its newest files take the place of all files here, as one commit. History, tags and submodules stay where they are.</Text>
        <Refused error={act.error} />
        <ImportFields values={values} onChange={(change) => setValues((v) => ({ ...v, ...change }))} error={act.error?.field('body.url')} />
        <Button type="submit" w="fit-content" variant="default" disabled={running || values.url === ''} loading={act.isPending}>{running ? 'An import is under way' : 'Import as the next version'}</Button>
      </Stack>
    </Paper>
  )
}
