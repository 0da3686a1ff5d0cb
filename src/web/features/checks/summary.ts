import type { CheckStep } from '#contract/checks.ts'

const ENDS: Record<CheckStep['end'], string> = {
  exited: 'ended',
  files_refused: 'its files could not be laid out',
  killed: 'was ended by the system',
  out_of_time: 'ran out of time',
  out_of_memory: 'ran out of memory',
  too_many_files: 'made too many files',
  too_much_output: 'printed too much',
  stopped: 'was stopped',
}

/** A step in a few words. `calm` when nothing in it asks to be looked at. */
export function summaryOf(s: CheckStep): { text: string; calm: boolean } {
  const parts = s.counts ? countsIn(s.counts) : []
  if (s.end !== 'exited') return { text: [ENDS[s.end], ...parts].join(', '), calm: false }
  if (s.counts) return { text: parts.join(', ') || 'no tests', calm: s.counts.failed === 0 && s.counts.passed > 0 }
  if (s.kind !== 'script') return { text: `no report (exit code ${s.exit_code})`, calm: false }
  return s.exit_code === 0 ? { text: 'no complaints', calm: true } : { text: `exit code ${s.exit_code}`, calm: false }
}

function countsIn({ passed, failed, skipped }: NonNullable<CheckStep['counts']>): string[] {
  return [passed > 0 && `${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`].filter((part) => part !== false)
}
