import { Group, Text } from '@mantine/core'
import type { StarterVersion } from '#contract/starters.ts'
import { Choices } from '#web/ui/choices.tsx'
import { When } from '#web/ui/parts.tsx'
import { VersionState } from './states.tsx'

/** All versions, newest first, to choose one from. */
export function VersionList({ versions, shown, onOpen }: { versions: readonly StarterVersion[]; shown: number; onOpen: (number: number) => void }) {
  return (
    <Choices label="Versions" items={versions} keyOf={(v) => String(v.number)} shown={String(shown)} onChoose={(key) => onOpen(Number(key))}>
      {(v) => (
        <>
          <Group justify="space-between" wrap="nowrap" gap="xs"><Text span fw={600} size="sm">Version {v.number}</Text><VersionState state={v.state} /></Group>
          <Text span size="xs" c="dimmed" style={{ display: 'block', overflowWrap: 'anywhere' }}>{v.subject || 'Without words'}</Text>
          <Text span size="xs" c="dimmed"><When at={v.received_at} short />{v.received_by && <>, {v.received_by}</>}</Text>
        </>
      )}
    </Choices>
  )
}
