import { Badge } from '@mantine/core'
import type { StarterVersion, StarterVersionState } from '#contract/starters.ts'

const STATES: Record<StarterVersionState, readonly [string, string]> = {
  waiting: ['waits for its trial', 'gray'],
  trying: ['is being tried', 'blue'],
  ready: ['ready', 'green'],
  held: ['not tried here', 'orange'],
  refused: ['refused', 'red'],
}

/** Where a version stands, as words; the colour only repeats them. */
export function VersionState({ state }: { state: StarterVersionState }) {
  const [text, color] = STATES[state]
  return <Badge variant="light" color={color} tt="none" style={{ flexShrink: 0 }}>{text}</Badge>
}

export const isOnItsWay = (v: Pick<StarterVersion, 'state'> | null): boolean => v?.state === 'waiting' || v?.state === 'trying'

/** How a version came, after “Version 3 ”. */
export const BROUGHT: Record<StarterVersion['brought'], string> = { template: 'begun from a template', push: 'pushed', upload: 'uploaded', import: 'imported' }
