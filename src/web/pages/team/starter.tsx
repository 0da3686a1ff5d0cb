import { Alert, Badge, Group, Loader, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { StarterWhole } from '#contract/starters.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Step } from '#web/features/checks/step.tsx'
import { ChangeIt } from '#web/features/starters/change-it.tsx'
import { isOnItsWay } from '#web/features/starters/states.tsx'
import { Uses } from '#web/features/starters/uses.tsx'
import { Version } from '#web/features/starters/version.tsx'
import { VersionList } from '#web/features/starters/version-list.tsx'
import { Empty, Loaded, Page } from '#web/ui/parts.tsx'
import { useTab } from './tab.ts'

const POLL_MS = 2_000

/** One starter: its versions, the ways to change it, who uses it. */
export function StarterPage() {
  const { id = '' } = useParams({ strict: false })
  const [busy, setBusy] = useState(false)
  const starter = useOp(operations.getStarter, { params: { id } }, busy ? { refetchMs: POLL_MS } : {})
  const session = useOp(operations.getSession)
  const moving = starter.data !== undefined && (starter.data.import.state === 'running' || isOnItsWay(starter.data.newest))
  if (moving !== busy) setBusy(moving)
  return <Loaded of={starter}>{(s) => <Opened starter={s} isOwner={session.data?.member.role === 'owner'} />}</Loaded>
}

function Opened({ starter: s, isOwner }: { starter: StarterWhole; isOwner: boolean }) {
  const [tab, go] = useTab(s.versions.length === 0 ? 'change' : 'versions')
  return (
    <Page title={s.name} lead={leadOf(s)} actions={s.archived && <Badge variant="light" color="gray">archived</Badge>}>
      {s.import.state === 'running' && <Alert color="blue" role="status" title="Being imported"><Group gap="xs"><Loader size="xs" /><Text size="sm">Its files are being fetched, which takes two minutes at most. You can leave this page.</Text></Group></Alert>}
      {s.import.state === 'failed' && <Alert color="red" role="alert" title="The import failed"><Text size="sm" style={{ overflowWrap: 'anywhere' }}>{s.import.says}</Text></Alert>}
      <Tabs value={tab} onChange={go} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
          <Tabs.Tab value="change">Change it</Tabs.Tab>
          <Tabs.Tab value="use">Use</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="versions" pt="md"><Versions starter={s} isOwner={isOwner} /></Tabs.Panel>
        <Tabs.Panel value="change" pt="md"><ChangeIt starter={s} /></Tabs.Panel>
        <Tabs.Panel value="use" pt="md"><Uses key={s.name} starter={s} /></Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function leadOf(s: StarterWhole): string {
  const from = s.origin.kind === 'template' ? `begun from ${s.origin.from}` : s.origin.kind === 'url' ? `begun from ${s.origin.from}` : s.origin.kind === 'zip' ? 'begun from a zip' : ''
  const ready = s.newest_ready === null ? 'no version is ready' : `version ${s.newest_ready} is the newest that is ready`
  return [s.slug, from, ready].filter(Boolean).join(' · ')
}

function Versions({ starter: s, isOwner }: { starter: StarterWhole; isOwner: boolean }) {
  const [chosen, setChosen] = useState<number | null>(null)
  const shown = s.versions.find((v) => v.number === chosen) ?? s.versions[0]
  if (!shown) return <Empty>There is no version yet. The first push to main, or the first upload or import, makes one.</Empty>
  return (
    <div className="beside">
      <VersionList versions={s.versions} shown={shown.number} onOpen={setChosen} />
      <Version key={shown.number} id={s.id} version={shown} others={s.versions.filter((v) => v.number !== shown.number)} isOwner={isOwner} Step={Step} />
    </div>
  )
}
