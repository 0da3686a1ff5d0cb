import { Anchor, Stack, Tabs, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Session } from '#contract/accounts.ts'
import type { Application } from '#contract/applications.ts'
import type { Interview } from '#contract/interviews.ts'
import { operations, useOp } from '#web/api/client.ts'
import { SubmissionFile } from '#web/features/assignments/submission-file.tsx'
import { SubmissionFileSelect, useOpenFile } from '#web/features/assignments/submission.tsx'
import { Agenda } from '#web/features/interviews/agenda.tsx'
import { Booking } from '#web/features/interviews/booking.tsx'
import { ScorecardForm, SealedScorecards } from '#web/features/interviews/scorecard.tsx'
import type { Target } from '#web/ui/diff/code-list.tsx'
import { Empty, Loaded, Page } from '#web/ui/parts.tsx'

/** The interviewer's workspace: the agenda beside the candidate's own code, then the scorecard. */
export function InterviewPage() {
  const { id = '', stage = '' } = useParams({ strict: false }) as { id?: string; stage?: string }
  const interview = useOp(operations.getInterview, { params: { id, stage } })
  const application = useOp(operations.getApplication, { params: { id } })
  const session = useOp(operations.getSession)
  return <Loaded of={interview}>{(i) => <Loaded of={application}>{(a) => <Loaded of={session}>{(s) => <Workspace key={i.id} i={i} a={a} s={s} />}</Loaded>}</Loaded>}</Loaded>
}

interface Chosen {
  path: string
  line: number
}

function Workspace({ i, a, s }: { i: Interview; a: Application; s: Session }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [place, setPlace] = useState<Target | null>(null)
  const mine = i.interviewer?.id === s.member.id
  const canRun = mine || s.member.role === 'owner' || s.member.role === 'recruiter'
  const open = (spot: Chosen) => {
    setChosen({ path: spot.path, line: spot.line })
    setPlace({ path: spot.path, line: spot.line, focus: spot.line > 0 })
  }
  const stage = a.definition.find((d) => d.key === i.stage_key)
  return (
    <Page title={`Interview with ${a.candidate.name}`} lead={`${a.job.title}, ${stage?.name ?? 'interview'}`} actions={<Anchor component={Link} to={`/applications/${a.id}`}>Candidate’s page</Anchor>}>
      <Booking i={i} canRun={canRun} />
      <div className="workspace two">
        <Tabs defaultValue="agenda" keepMounted={false}>
          <Tabs.List><Tabs.Tab value="agenda">Agenda</Tabs.Tab><Tabs.Tab value="scorecard">Scorecard</Tabs.Tab></Tabs.List>
          <Tabs.Panel value="agenda" pt="md"><Agenda i={i} canRun={canRun} chosen={chosen && chosen.line > 0 ? chosen : null} onOpen={open} /></Tabs.Panel>
          <Tabs.Panel value="scorecard" pt="md">
            <Stack>
              {mine && i.state !== 'to_book' && !i.my_scorecard?.sealed_at && <ScorecardForm i={i} />}
              {!mine && i.scorecards.length === 0 && <Text c="dimmed">The interviewer’s scorecard opens when it is sealed.</Text>}
              {mine && i.state === 'to_book' && <Text c="dimmed">You can score once a time is booked.</Text>}
              <SealedScorecards cards={i.scorecards} />
            </Stack>
          </Tabs.Panel>
        </Tabs>
        {i.submission_id ? <CodeBeside id={i.submission_id} chosen={chosen} place={place} onChoose={setChosen} onOpen={(path) => open({ path, line: 0 })} /> : <Empty>This process has no take-home, so there is no code beside the agenda.</Empty>}
      </div>
    </Page>
  )
}

interface BesideProps {
  id: string
  chosen: Chosen | null
  place: Target | null
  onChoose: (spot: Chosen) => void
  onOpen: (path: string) => void
}

function CodeBeside({ id, chosen, place, onChoose, onOpen }: BesideProps) {
  const path = useOpenFile(id, chosen?.path ?? null)
  return (
    <section aria-label="The candidate’s code" className="pinned">
      <div style={{ marginBottom: 8 }}><SubmissionFileSelect id={id} shown={path} onOpen={onOpen} /></div>
      <div className="reader-frame"><SubmissionFile id={id} path={path} target={place?.path === path ? place : null} onChoose={(lines) => onChoose({ path, line: lines.line })} /></div>
    </section>
  )
}
