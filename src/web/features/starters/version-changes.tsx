import { Alert, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { StarterPart, StarterVersion } from '#contract/starters.ts'
import { operations, useOp } from '#web/api/client.ts'
import { ChangeChoices, sumOfChanges } from '#web/ui/choices.tsx'
import { OnePatch } from '#web/ui/one-patch.tsx'
import { Empty, Loaded } from '#web/ui/parts.tsx'
import { paramsOf } from './version-files.tsx'

/** What changed since another version: the one before, unless another is chosen. */
export function VersionChanges({ id, version, others }: { id: string; version: StarterVersion; others: readonly StarterVersion[] }) {
  const [since, setSince] = useState(Math.max(1, version.number - 1))
  const [part, setPart] = useState<StarterPart>('files')
  const changes = useOp(operations.listStarterChanges, { params: paramsOf({ id, number: version.number }), query: { part, since } as never })
  return (
    <Stack gap="sm">
      <Group align="flex-end">
        <NativeSelect label="Compare with" value={since} onChange={(e) => setSince(Number(e.currentTarget.value))} data={others.map((v) => ({ value: String(v.number), label: `Version ${v.number}` }))} />
        {version.checks_commit && <NativeSelect label="Of" value={part} onChange={(e) => setPart(e.currentTarget.value === 'checks' ? 'checks' : 'files')} data={[{ value: 'files', label: 'The files' }, { value: 'checks', label: 'The checks' }]} />}
      </Group>
      <Loaded of={changes}>{({ items }) => (items.length === 0 ? <Empty>Nothing changed between the two.</Empty> : <Shown key={`${since}-${part}`} id={id} number={version.number} since={since} part={part} items={items} />)}</Loaded>
    </Stack>
  )
}

interface ShownProps {
  id: string
  number: number
  since: number
  part: StarterPart
  items: Parameters<typeof ChangeChoices>[0]['items']
}

function Shown({ id, number, since, part, items }: ShownProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const path = chosen ?? items[0]?.path ?? ''
  const diff = useOp(operations.getStarterDiff, { params: paramsOf({ id, number }), query: { part, since, path } as never })
  return (
    <>
      <Text size="sm">{sumOfChanges(items)}</Text>
      <div className="beside">
        <ChangeChoices items={items} shown={path} onOpen={setChosen} />
        <Loaded of={diff}>{(d) => <Stack gap="xs"><OnePatch path={path} patch={d.patch} />{d.truncated && <Alert color="orange">The changes go on; only their beginning is shown.</Alert>}</Stack>}</Loaded>
      </div>
    </>
  )
}
