import { Badge } from '@mantine/core'
import type { Payout } from '#contract/payouts.ts'

const WORDS: Record<NonNullable<Payout['promise']>, { word: string; color: string } | null> = {
  running: null,
  soon: { word: 'due soon', color: 'orange' },
  late: { word: 'late', color: 'red' },
  kept: null,
  kept_late: { word: 'was late', color: 'gray' },
}

/** Whether the day that the candidate was promised is near or over; nothing where all is well. */
export function PromiseChip({ p }: { p: Payout }) {
  const said = p.promise && WORDS[p.promise]
  return said ? <Badge variant="light" color={said.color} style={{ flexShrink: 0 }}>{said.word}</Badge> : null
}
