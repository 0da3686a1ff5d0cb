import { Alert, Anchor, Button, Group, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { Review, ReviewComment } from '#contract/reviews.ts'
import type { Round } from '#contract/rounds.ts'
import { fileUrl, operations, useOp } from '#web/api/client.ts'
import { type Going, useAddress } from '#web/features/assignments/submission-address.ts'
import { SubmissionReader } from '#web/features/assignments/submission-reader.tsx'
import { SubmissionNarrow } from '#web/features/assignments/submission-narrow.tsx'
import { CalibrateFirst } from '#web/features/calibration/samples.tsx'
import { ChecksPanel } from '#web/features/checks/checks-panel.tsx'
import { Remark } from '#web/features/reviews/remark.tsx'
import { RemarkForm } from '#web/features/reviews/remark-form.tsx'
import { Remarks } from '#web/features/reviews/remarks.tsx'
import { RubricPanel, type Wanted } from '#web/features/reviews/rubric-panel.tsx'
import { blindWords, Seal } from '#web/features/reviews/seal.tsx'
import { compareSpots, type Spot, spotOf, WHOLE } from '#web/features/reviews/spot.ts'
import { standing } from '#web/features/reviews/standing.ts'
import { useScoring } from '#web/features/reviews/use-scoring.ts'
import { useViewed } from '#web/features/reviews/use-viewed.ts'
import { useWriting, type Writing } from '#web/features/reviews/use-writing.ts'
import { showKeys } from '#web/ui/key-help.tsx'
import { useKeys } from '#web/ui/keys.ts'
import { Loaded, When } from '#web/ui/parts.tsx'

/** The reviewer's workspace: files, code or what changed, the rubric beside it. */
export function ReviewPage() {
  const { id = '' } = useParams({ strict: false })
  const review = useOp(operations.getReview, { params: { id } })
  return <Loaded of={review}>{(r) => <Workspace key={r.id} r={r} />}</Loaded>
}

/** Three panes need this much; below it a review is read, not written. */
const WIDE = '(min-width: 48em)'

function Workspace({ r }: { r: Review }) {
  const wide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false })
  const going = useAddress()
  const writes = useWriting(r)
  const scores = useScoring(r)
  const viewed = useViewed(r)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const round = useOp(operations.getRound, { params: { id: r.application_id } }, { refetchMs: 8_000 })
  const canWrite = r.mine && !r.sealed_at && wide
  const [writing, scoring] = canWrite ? [writes, scores] : []
  const at = useRemarksAt(r, writing)
  const go = (s: Spot) => going.open(s.path === '' ? { view: s.commit ? 'commits' : 'comments' } : { view: s.side === 'old' || s.commit ? 'changes' : viewFor(going), file: s.path, side: s.side, line: s.line, end_line: s.end_line, push: null, commit: s.commit })
  const back = (s: Spot) => s.line > 0 && going.open({ file: s.path, side: s.side, line: s.line, end_line: s.end_line })
  useWalk(r, going, go)
  useEffect(() => { document.title = `${r.mine ? 'Review' : `Review by ${r.reviewer.name}`} · Handiwork` }, [r])
  const atLine = (id: string) => <AtLine r={r} id={id} writing={writing} onDone={back} />
  const onCommit = (c: { sha: string }) => <OnCommit r={r} sha={c.sha} writing={writing} />
  const reader = {
    id: r.submission_id,
    going,
    viewed,
    extras: at,
    extra: atLine,
    onPick: writing && ((p: Omit<Spot, 'commit'> & { commit: string | null }) => void writing.begin(spotOf({ path: p.path, side: p.side, line: p.line, end_line: p.end_line }, p.commit))),
    tabs: [
      { value: 'comments' as const, label: `Comments ${r.comments.length || ''}`, panel: <Remarks r={r} writing={writing} onGo={go} /> },
      { value: 'checks' as const, label: 'Checks', panel: <div className="padded"><ChecksPanel id={r.submission_id} /></div> },
    ],
    commitActs: writing && ((c: { sha: string }) => <Button size="compact-xs" variant="default" aria-label={`Comment on commit ${c.sha.slice(0, 7)}`} onClick={() => writing.begin({ ...WHOLE, commit: c.sha })}>Comment</Button>),
    belowCommit: onCommit,
    aside: { name: 'Rubric', body: <div className="scrolls" tabIndex={0} role="region" aria-label="Scorecard"><RubricPanel r={r} scoring={scoring} wanted={wanted} onGo={go} /></div> },
  }
  const draft = (key: string) => {
    const facts = writing?.open.get(key)?.facts
    if (!facts || !writing) return
    writing.call(key)
    go(facts)
  }
  return (
    <div className="review">
      <header className="review-head">
        <div className="review-title">
          <Title order={1} size="h4">{r.mine ? 'Review' : `Review by ${r.reviewer.name}`}</Title>
          {round.data && <Text size="sm" c="dimmed" truncate>{round.data.job_title}</Text>}
        </div>
        <Group gap={8} wrap="nowrap">
          <Anchor size="sm" visibleFrom="md" href={fileUrl(operations.downloadSubmission, { params: { id: r.submission_id } })} download title="Somebody else’s code: run it in a container only">Save all as a zip</Anchor>
          {wide && <Button size="xs" variant="default" onClick={showKeys}>Keys <span className="key-hint">?</span></Button>}
          {scoring && <Seal r={r} scoring={scoring} onRubric={(w) => setWanted({ ...w })} onDraft={draft} />}
        </Group>
      </header>
      {round.data && <Banner r={r} round={round.data} narrow={!wide} />}
      {round.data && r.mine && !r.sealed_at && <CalibrateFirst rubric={round.data.rubric_sha256} className="banner" />}
      {wide ? <SubmissionReader {...reader} /> : <SubmissionNarrow {...reader} />}
    </div>
  )
}

/** Where comments on lines of the sealed work are shown: in what changed, unless somebody reads whole files. */
const viewFor = ({ address }: Going) => (address.view === 'changes' ? 'changes' : 'file')

/** Everything that stands at lines: what was said, and what is being written. */
function useRemarksAt(r: Review, writing: Writing | undefined) {
  const keys = [...(writing?.open ?? [])].map(([key, { facts, changes }]) => ({ key, facts, changes }))
  const key = JSON.stringify(keys.map(({ key: k, facts: f, changes }) => [k, f.path, f.side, f.line, f.end_line, f.commit, changes]))
  return useMemo(() => {
    const changed = new Set<string | null>(keys.map((d) => d.changes))
    const said = r.comments.filter((c) => c.path !== '' && !changed.has(c.id)).map((c) => ({ id: c.id as string, path: c.path, side: c.side, line: c.line, end_line: c.end_line, commit: c.commit }))
    const begun = keys.filter((d) => d.facts.path !== '').map(({ key: id, facts: f }) => ({ id, path: f.path, side: f.side, line: f.line, end_line: f.end_line, commit: f.commit }))
    return [...said, ...begun]
  }, [r.comments, key])
}

function AtLine({ r, id, writing, onDone }: { r: Review; id: string; writing: Writing | undefined; onDone: (spot: Spot) => void }) {
  const c = r.comments.find((x) => x.id === id)
  if (c) return <Remark r={r} c={c} writing={writing} />
  return writing ? <RemarkForm r={r} writing={writing} draftKey={id} onDone={onDone} /> : null
}

function OnCommit({ r, sha, writing }: { r: Review; sha: string; writing: Writing | undefined }) {
  const begun = [...(writing?.open ?? [])].filter(([, { facts }]) => facts.path === '' && facts.commit === sha)
  const changed = new Set<string | null>(begun.map(([, d]) => d.changes))
  return (
    <>
      {r.comments.filter((c) => c.path === '' && c.commit === sha && !changed.has(c.id)).map((c) => <Remark key={c.id} r={r} c={c} writing={writing} />)}
      {writing && begun.map(([key]) => <RemarkForm key={key} r={r} writing={writing} draftKey={key} onDone={() => undefined} />)}
    </>
  )
}

/** From one comment to the next, wherever they are. */
function useWalk(r: Review, going: Going, go: (c: ReviewComment) => void) {
  const [at, setAt] = useState<string | null>(null)
  const sorted = useMemo(() => r.comments.toSorted(compareSpots), [r.comments])
  const step = (by: number) => {
    const now = sorted.findIndex((c) => c.id === at)
    const next = sorted[now < 0 ? (by > 0 ? 0 : sorted.length - 1) : (now + by + sorted.length) % sorted.length]
    if (!next) return
    setAt(next.id)
    go(next)
  }
  useKeys([
    { key: 'n', what: 'Next comment', run: () => step(1) },
    { key: 'p', what: 'Previous comment', run: () => step(-1) },
    { key: 'm', what: 'All comments, and one on the whole', run: () => going.open({ view: 'comments' }) },
  ])
}

/** Before the reveal: only who has sealed and who has not. */
function Banner({ r, round, narrow }: { r: Review; round: Round; narrow: boolean }) {
  if (round.revealed_at) return <Alert className="banner" color="green"><Text size="sm"><b>Revealed.</b> Every review of this round is sealed and open to the team. <Others r={r} round={round} /></Text></Alert>
  const me = r.mine ? r.reviewer.id : null
  return (
    <Alert className="banner" color="blue" title={r.sealed_at ? 'Sealed: yours can’t be changed any more' : undefined}>
      <Text size="sm">{r.mine && !r.sealed_at ? `${blindWords(round, r.reviewer.id)} ` : 'Nobody sees a review before every reviewer has sealed theirs. '}{standing(round.reviewers, me)}.{round.due_at && <> Due <When at={round.due_at} />.</>}{narrow && r.mine && !r.sealed_at && ' On a narrow screen a review can be read; to write, open it on a wider one.'}</Text>
    </Alert>
  )
}

function Others({ r, round }: { r: Review; round: Round }) {
  return (
    <>
      {round.reviews.filter((x) => x.id !== r.id).map((x) => <span key={x.id}><Anchor component={Link} to={`/reviews/${x.id}`} size="sm">Review by {x.reviewer.name}</Anchor>{'\u00a0· '}</span>)}
      <Anchor component={Link} to={`/applications/${r.application_id}`} size="sm">Side by side</Anchor>
    </>
  )
}
