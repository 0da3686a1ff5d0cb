import { Alert, Anchor, Button, Group, List, Stack, Tabs, Text, Textarea, Title } from '@mantine/core'
import { type ComponentType, useState } from 'react'
import type { CheckStep } from '#contract/checks.ts'
import type { StarterVersion, StarterVersionWhole } from '#contract/starters.ts'
import { fileUrl, operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Refused, When } from '#web/ui/parts.tsx'
import { BROUGHT, isOnItsWay, VersionState } from './states.tsx'
import { VersionChanges } from './version-changes.tsx'
import { VersionFiles } from './version-files.tsx'

interface Props {
  id: string
  version: StarterVersion
  others: readonly StarterVersion[]
  isOwner: boolean
  /** Shows one step of a trial. */
  Step: ComponentType<{ step: CheckStep }>
}

/** One version: where it stands and why, what is in it, what changed, and what its trial said. */
export function Version({ id, version: v, others, isOwner, Step }: Props) {
  const params = { id, number: String(v.number) } as never
  const whole = useOp(operations.getStarterVersion, { params }, isOnItsWay(v) ? { refetchMs: 3_000 } : {})
  return (
    <Stack component="section" aria-label={`Version ${v.number}`} gap="sm" style={{ minWidth: 0 }}>
      <Group justify="space-between"><Group gap="xs"><Title order={2} size="h4">Version {v.number}</Title><VersionState state={v.state} /></Group><Anchor size="sm" href={fileUrl(operations.downloadStarterVersion, { params })} download>Save its files as a zip</Anchor></Group>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{v.subject || 'Without words'} · {BROUGHT[v.brought]} by {v.received_by ?? 'a member'} <When at={v.received_at} /> · commit <code>{v.commit.slice(0, 10)}</code>{v.checks_commit && <>, checks <code>{v.checks_commit.slice(0, 10)}</code></>}</Text>
      <Standing id={id} v={v} isOwner={isOwner} />
      <Tabs defaultValue="files" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="files">Files</Tabs.Tab>
          <Tabs.Tab value="checks">Checks</Tabs.Tab>
          <Tabs.Tab value="changes">Changes</Tabs.Tab>
          <Tabs.Tab value="trial">Trial</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="files" pt="md"><VersionFiles key={v.number} id={id} number={v.number} part="files" /></Tabs.Panel>
        <Tabs.Panel value="checks" pt="md">{v.checks_commit ? <VersionFiles key={v.number} id={id} number={v.number} part="checks" /> : <Text size="sm">This version has no hidden tests and no checks.yaml. Submissions are checked by the starter’s own tests alone.</Text>}</Tabs.Panel>
        <Tabs.Panel value="changes" pt="md"><VersionChanges key={v.number} id={id} version={v} others={others} /></Tabs.Panel>
        <Tabs.Panel value="trial" pt="md"><Loaded of={whole}>{(w) => <Trial w={w} Step={Step} />}</Loaded></Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

function Standing({ id, v, isOwner }: { id: string; v: StarterVersion; isOwner: boolean }) {
  if (isOnItsWay(v)) return <Alert color="blue" role="status" title={v.state === 'trying' ? 'It is being tried in the sandbox' : 'It waits for its turn in the sandbox'}>Its packages are installed, then its tests run. That takes a minute or two; this page shows the end by itself.</Alert>
  return (
    <>
      {v.state === 'refused' && <Alert color="red" title="No process can use this version"><Sentences of={v.problems} /><Text size="sm" mt="xs">Push a change: that is the next version.</Text><Again id={id} v={v} /></Alert>}
      {v.state === 'held' && <Alert color="orange" title="It was not tried here"><Sentences of={v.problems} />{isOwner ? <Accept id={id} v={v} /> : <Text size="sm" mt="xs">An owner can say that it may be used all the same.</Text>}<Again id={id} v={v} /></Alert>}
      {v.accepted && <Alert color="gray" title={`${v.accepted.by} made it ready, untried`}><Text size="sm">“{v.accepted.reason}” <When at={v.accepted.at} /></Text><Sentences of={v.problems} /></Alert>}
    </>
  )
}

function Sentences({ of }: { of: readonly string[] }) {
  return of.length === 0 ? null : <List size="sm" style={{ overflowWrap: 'anywhere' }}>{of.map((p) => <List.Item key={p}>{p}</List.Item>)}</List>
}

function Again({ id, v }: { id: string; v: StarterVersion }) {
  const act = useAct(operations.tryStarterVersion)
  return (
    <Stack gap="xs" mt="xs">
      <Refused error={act.error} />
      <Button w="fit-content" size="xs" variant="default" loading={act.isPending} onClick={() => act.mutate({ params: { id, number: String(v.number) } as never })}>Try it again</Button>
    </Stack>
  )
}

/** An owner's word in place of a trial. */
function Accept({ id, v }: { id: string; v: StarterVersion }) {
  const [reason, setReason] = useState('')
  const act = useAct(operations.acceptStarterVersion)
  const accept = () => act.mutate({ params: { id, number: String(v.number) } as never, body: { reason } })
  return (
    <Stack gap="xs" mt="sm" maw={520}>
      <Refused error={act.error} />
      <Textarea label="Why it may be used all the same" description="Kept with the version, for everybody who looks" autosize minRows={2} maxLength={500} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={act.error?.field('body.reason')} />
      <Button w="fit-content" size="xs" disabled={reason.trim().length < 3} loading={act.isPending} onClick={accept}>Make version {v.number} ready</Button>
    </Stack>
  )
}

function Trial({ w, Step }: { w: StarterVersionWhole; Step: Props['Step'] }) {
  if (isOnItsWay(w)) return <Text role="status" size="sm">It has not ended yet.</Text>
  return (
    <Stack gap="sm">
      <Sentences of={w.notes} />
      {w.steps.length === 0 && <Text size="sm">Nothing of it was run{w.problems.length > 0 ? '; the reasons stand above.' : '.'}</Text>}
      {w.steps.map((s) => <Step key={s.title} step={s} />)}
    </Stack>
  )
}
