import { ActionIcon, Group, Popover, SegmentedControl, Stack, Switch } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { useKept } from '#web/ui/kept.ts'

/** How somebody likes to read code; kept from one submission to the next. */
export interface Reading {
  split: boolean
  /** Changes of white space alone are left out. */
  ignore: boolean
  wrap: boolean
  tab: number
  blame: boolean
}

const FIRST: Reading = { split: false, ignore: false, wrap: true, tab: 4, blame: false }

export function useReading(): [Reading, (change: Partial<Reading>) => void] {
  const [reading, keep] = useKept('reading', FIRST)
  return [{ ...FIRST, ...reading }, (change) => keep({ ...FIRST, ...reading, ...change })]
}

/** The switches of the code: those for changes, or those for a file whole. */
export function ReadingMenu({ of }: { of: 'changes' | 'file' }) {
  const [r, set] = useReading()
  return (
    <Group gap={6} wrap="nowrap">
      {of === 'changes' && <SegmentedControl size="xs" aria-label="How changes are shown" data={[{ value: 'unified', label: 'Unified' }, { value: 'split', label: 'Split' }]} value={r.split ? 'split' : 'unified'} onChange={(v) => set({ split: v === 'split' })} />}
      <Popover position="bottom-end" trapFocus withinPortal={false}>
        <Popover.Target><ActionIcon variant="default" size={30} aria-label="How code is shown" title="How code is shown"><IconSettings size={16} aria-hidden /></ActionIcon></Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            {of === 'changes' && <Switch size="xs" label="Leave out white space" checked={r.ignore} onChange={(e) => set({ ignore: e.currentTarget.checked })} />}
            {of === 'file' && <Switch size="xs" label="Who and when, by line" checked={r.blame} onChange={(e) => set({ blame: e.currentTarget.checked })} />}
            <Switch size="xs" label="Wrap long lines" checked={r.wrap} onChange={(e) => set({ wrap: e.currentTarget.checked })} />
            <Group gap="xs"><span id="tab-width" className="small">Tab width</span><SegmentedControl size="xs" aria-labelledby="tab-width" data={['2', '4', '8']} value={String(r.tab)} onChange={(v) => set({ tab: Number(v) })} /></Group>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}
