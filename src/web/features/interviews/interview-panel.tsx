import { Button, Group, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { operations, useOp } from '#web/api/client.ts'
import { Loaded } from '#web/ui/parts.tsx'
import { Agenda } from './agenda.tsx'
import { Booking } from './booking.tsx'
import { SealedScorecards } from './scorecard.tsx'

/** The interview on the candidate's page: its state, what came of it, and the way to the workspace. */
export function InterviewPanel({ id, stage, hiring }: { id: string; stage: string; hiring: boolean }) {
  const interview = useOp(operations.getInterview, { params: { id, stage } }, { refetchMs: 15_000 })
  const session = useOp(operations.getSession)
  return (
    <Loaded of={interview}>
      {(i) => {
        const canRun = hiring || i.interviewer?.id === session.data?.member.id
        return (
          <Stack gap="lg">
            <Booking i={i} canRun={canRun} />
            <Group><Button variant="default" component={Link} to={`/interviews/${id}/${stage}`}>Open the interview workspace</Button></Group>
            <SealedScorecards cards={i.scorecards} />
            <Agenda i={i} canRun={canRun} />
          </Stack>
        )
      }}
    </Loaded>
  )
}
