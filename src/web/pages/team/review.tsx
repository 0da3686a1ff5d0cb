import { Alert, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Review } from '#contract/reviews.ts'
import type { Round } from '#contract/rounds.ts'
import { operations, useOp } from '#web/api/client.ts'
import { SubmissionChanges } from '#web/features/assignments/submission-changes.tsx'
import { SubmissionFile } from '#web/features/assignments/submission-file.tsx'
import { SubmissionHistory } from '#web/features/assignments/submission-history.tsx'
import { SubmissionSearch } from '#web/features/assignments/submission-search.tsx'
import { SubmissionFiles, SubmissionZip, useOpenFile } from '#web/features/assignments/submission.tsx'
import { ChecksPanel } from '#web/features/checks/checks-panel.tsx'
import { Comments, type Spot } from '#web/features/reviews/comments.tsx'
import { RubricPane } from '#web/features/reviews/rubric-pane.tsx'
import { Seal } from '#web/features/reviews/seal.tsx'
import { standing } from '#web/features/reviews/standing.ts'
import type { Place } from '#web/ui/code-editor.tsx'
import { Loaded, Page, When } from '#web/ui/parts.tsx'

/** The reviewer's workspace: files, code or what changed, the rubric beside it. */
export function ReviewPage() {
  const { id = '' } = useParams({ strict: false })
  const review = useOp(operations.getReview, { params: { id } })
  return <Loaded of={review}>{(r) => <Workspace key={r.id} r={r} />}</Loaded>
}

function Workspace({ r }: { r: Review }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [place, setPlace] = useState<Place | null>(null)
  const [writing, setWriting] = useState<Spot | null>(null)
  const [tab, setTab] = useState<string | null>('code')
  const path = useOpenFile(r.submission_id, chosen)
  const open = (next: string, at: Place | null = null) => {
    setChosen(next)
    setPlace(at)
    setTab('code')
  }
  // Who commented on a line by the keyboard goes on from that line.
  const write = (next: Spot | null) => {
    setWriting(next)
    if (!next && writing?.path) open(writing.path, { line: writing.line })
  }
  const canWrite = r.mine && !r.sealed_at
  const round = useOp(operations.getRound, { params: { id: r.application_id } }, { refetchMs: 15_000 })
  return (
    <Page title={r.mine ? 'Review' : `Review by ${r.reviewer.name}`} {...(round.data ? { lead: round.data.job_title } : {})} actions={canWrite ? <Seal r={r} /> : undefined}>
      {round.data && <Banner r={r} round={round.data} />}
      <div className="workspace">
        <nav aria-label="Files of the submission" className="pinned"><SubmissionFiles id={r.submission_id} shown={path} onOpen={(p) => open(p)} /></nav>
        <div>
          <SubmissionZip id={r.submission_id} />
          <Tabs mt="xs" value={tab} onChange={setTab} keepMounted={false}>
            <Tabs.List><Tabs.Tab value="code">Code</Tabs.Tab><Tabs.Tab value="changes">Changes</Tabs.Tab><Tabs.Tab value="history">History</Tabs.Tab><Tabs.Tab value="search">Search</Tabs.Tab><Tabs.Tab value="checks">Checks</Tabs.Tab></Tabs.List>
            <Tabs.Panel value="code" pt="md">
              <SubmissionFile key={path} id={r.submission_id} path={path} place={place} noted={r.comments.filter((c) => c.path === path).map((c) => c.line)} {...(canWrite ? { onLine: (line: number) => setWriting({ path, line }) } : {})} />
            </Tabs.Panel>
            <Tabs.Panel value="changes" pt="md"><SubmissionChanges id={r.submission_id} /></Tabs.Panel>
            <Tabs.Panel value="history" pt="md"><SubmissionHistory id={r.submission_id} /></Tabs.Panel>
            <Tabs.Panel value="search" pt="md"><SubmissionSearch id={r.submission_id} onOpen={open} /></Tabs.Panel>
            <Tabs.Panel value="checks" pt="md"><ChecksPanel id={r.submission_id} /></Tabs.Panel>
          </Tabs>
          <div style={{ marginTop: 16 }}><Comments r={r} at={writing} onGo={(s) => open(s.path, { line: s.line })} onClose={write} /></div>
        </div>
        <div className="pinned" tabIndex={0} role="region" aria-label="Scorecard"><RubricPane r={r} /></div>
      </div>
    </Page>
  )
}

/** Before the reveal: only who has sealed and who has not. */
function Banner({ r, round }: { r: Review; round: Round }) {
  if (round.revealed_at) return <Alert color="green" title="Revealed">Every review of this round is sealed and open to the team. None can be changed any more.</Alert>
  return (
    <Alert color="blue" title={r.sealed_at ? 'Sealed: yours can’t be changed any more' : 'Yours alone'}>
      <Text size="sm">Nobody sees a review before every reviewer has sealed theirs. {standing(round.reviewers, r.mine ? r.reviewer.id : null)}.{round.due_at && <> Due <When at={round.due_at} />.</>}</Text>
    </Alert>
  )
}
