import { Text } from '@mantine/core'
import type { Kept } from '#web/ui/keeper.ts'

/** How far what is written has got, in words that a screen reader hears when it matters. */
export function KeptNote({ of, quiet = 'Kept' }: { of: Kept<unknown> | undefined; quiet?: string }) {
  if (!of) return null
  if (of.state === 'refused') return <Text size="xs" c="red.9" role="alert" className="kept-bad">Not saved: {of.error?.message}</Text>
  if (of.state === 'failed') return <Text size="xs" role="alert" className="kept-bad">Not saved yet: {of.error?.message} Your words are here, and it is tried again by itself.</Text>
  return <Text size="xs" c="dimmed" role="status">{of.state === 'kept' ? quiet : of.state === 'saving' ? 'Saving …' : 'Not saved yet'}</Text>
}
