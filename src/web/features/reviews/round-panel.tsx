import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Round } from '#contract/rounds.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Empty, Loaded } from '#web/ui/parts.tsx'
import { HiddenNames } from './hidden-names.tsx'
import { Blind, Left, Unblinded } from './round-people.tsx'
import { RoundActs } from './round-acts.tsx'
import { SideBySide } from './side-by-side.tsx'

/** The round: closed until all are sealed, then side by side. What may be done with it comes with it. */
export function RoundPanel({ id, beforeMine }: { id: string; /** For whoever has yet to seal theirs. */ beforeMine?: (round: Round) => ReactNode }) {
  const round = useOp(operations.getRound, { params: { id } }, { refetchMs: 10_000 })
  // What was read before is not shown to somebody who has left since.
  if (round.error?.problem.status === 404) return <Empty>This round is closed to you until every review is sealed.</Empty>
  return <Stack gap="lg"><Loaded of={round}>{(r) => <>{isMineOpen(r) && beforeMine?.(r)}<Opened round={r} /></>}</Loaded></Stack>
}

const isMineOpen = (r: Round) => r.my_review_id !== null && r.actions.some((a) => a.name === 'decline' && a.allowed)

function Opened({ round: r }: { round: Round }) {
  return (
    <>
      {r.unblinded && <Unblinded by={r.unblinded} revealed={r.revealed_at !== null} />}
      {r.revealed_at === null && <Blind round={r} />}
      <RoundActs round={r} />
      {r.reviews.length > 0 && <SideBySide round={r} />}
      {r.revealed_at !== null && r.anonymous && r.submission_id && <HiddenNames submissionId={r.submission_id} />}
      <Left left={r.left} />
    </>
  )
}
