import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { StarterPart } from '#contract/starters.ts'
import { operations, useOp } from '#web/api/client.ts'
import { FileChoices } from '#web/ui/choices.tsx'
import { Code } from '#web/ui/code.tsx'
import { Marked } from '#web/ui/hidden.tsx'
import { Empty, Loaded } from '#web/ui/parts.tsx'
import { SourceNotes } from '#web/ui/source-notes.tsx'

interface Of {
  id: string
  number: number
  part: StarterPart
}

/** The files of one version; those that changed since the one before are marked and come first. */
export function VersionFiles(of: Of) {
  const { part } = of
  const files = useOp(operations.listStarterFiles, { params: paramsOf(of), query: { part } })
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Loaded of={files}>
      {({ items }) => {
        const first = items.find((f) => /^readme/i.test(f.path)) ?? items[0]
        const path = chosen ?? first?.path
        if (!path) return <Empty>There are no files.</Empty>
        return <div className="beside"><FileChoices files={items} shown={path} onOpen={setChosen} /><VersionFile key={path} of={of} path={path} /></div>
      }}
    </Loaded>
  )
}

// Numbers of an address are text in it; the contract reads them as numbers.
export const paramsOf = ({ id, number }: Pick<Of, 'id' | 'number'>) => ({ id, number: String(number) }) as never

function VersionFile({ of, path }: { of: Of; path: string }) {
  const [whole, setWhole] = useState(false)
  const file = useOp(operations.getStarterFile, { params: paramsOf(of), query: { part: of.part, path, lines: whole ? 'whole' : 'cut' } })
  return (
    <Loaded of={file}>
      {(f) => (
        <Stack gap="xs" style={{ minWidth: 0 }}>
          <Group><Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}><Marked text={path} /></Text></Group>
          <SourceNotes f={f} whole={whole} onWhole={() => setWhole(true)} />
          {f.text !== null && <Code label={path} path={path} text={f.text} noted={[]} />}
        </Stack>
      )}
    </Loaded>
  )
}
