import { Anchor, Stack, Tabs, Text, Title } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Application } from '#contract/applications.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Decide, WhyNot } from '#web/features/applications/decide.tsx'
import { FeedPanel, NotesPanel } from '#web/features/applications/feed.tsx'
import { Referrer } from '#web/features/applications/referrer.tsx'
import { Answers, Next, Promises, Stages } from '#web/features/applications/standing.tsx'
import { AssignmentPanel } from '#web/features/assignments/assignment-panel.tsx'
import { CalibrateFirst } from '#web/features/calibration/samples.tsx'
import { ChecksOfApplication } from '#web/features/checks/checks-panel.tsx'
import { FeedbackPanel } from '#web/features/feedback/feedback-form.tsx'
import { InterviewPanel } from '#web/features/interviews/interview-panel.tsx'
import { BudgetGate } from '#web/features/payouts/budget-gate.tsx'
import { OfferPanel } from '#web/features/offers/offer-panel.tsx'
import { ReferencesPanel } from '#web/features/references/references-panel.tsx'
import { Conflicts } from '#web/features/reviews/conflicts.tsx'
import { RoundPanel } from '#web/features/reviews/round-panel.tsx'
import { Loaded, Page, StateBadge } from '#web/ui/parts.tsx'
import { useTab } from './tab.ts'

/** A candidate's application: where it stands, what was promised, what to do now, and every stage's own page. */
export function ApplicationPage() {
  const { id = '' } = useParams({ strict: false })
  const application = useOp(operations.getApplication, { params: { id } }, { refetchMs: 15_000 })
  const session = useOp(operations.getSession)
  return <Loaded of={application}>{(a) => <Loaded of={session}>{(s) => <Opened key={a.id} a={a} me={s.member.id} hiring={s.member.role === 'owner' || s.member.role === 'recruiter'} owner={s.member.role === 'owner'} />}</Loaded>}</Loaded>
}

interface Props {
  a: Application
  /** The member who looks. */
  me: string
  hiring: boolean
}

function Opened({ a, me, hiring, owner }: Props & { owner: boolean }) {
  return (
    <Page title={a.candidate.name} lead={a.anonymous ? 'You see no name before every review is sealed.' : a.candidate.email} actions={<><StateBadge state={a.state} /><Decide a={a} /></>}>
      <Text size="sm"><Anchor component={Link} to={`/jobs/${a.job.id}`}>{a.job.title}</Anchor>, on version {a.process_version} of its process</Text>
      <Stages stages={a.stages} />
      <Next a={a} />
      <WhyNot a={a} />
      {hiring && a.state === 'active' && <BudgetGate id={a.id} name={a.candidate.name} owner={owner} />}
      <Promises promises={a.promises} />
      <Panels a={a} me={me} hiring={hiring} />
    </Page>
  )
}

interface Panel {
  value: string
  label: string
  body: ReactNode
}

/** A panel for every stage that has begun, of those one may read. */
function panelsOf(a: Application, may: { me: string; hire: boolean; readReferences: boolean }): Panel[] {
  const begun = a.stages.filter((s) => s.state === 'in_progress' || s.state === 'completed')
  const { id } = a
  const { name } = a.candidate
  const keptOut = <KeptOut a={a} me={may.me} hiring={may.hire} />
  const stages = begun.flatMap((s): Panel[] => {
    switch (s.type) {
      case 'application_form':
        return []
      case 'code_assignment':
        return [{ value: s.key, label: 'Assignment', body: <Stack gap="xl"><AssignmentPanel id={id} hiring={may.hire} /><ChecksOfApplication id={id} /></Stack> }]
      case 'team_review':
        return [{ value: s.key, label: 'Review', body: <Stack gap="xl"><RoundPanel id={id} beforeMine={(r) => <CalibrateFirst rubric={r.rubric_sha256} />} /><FeedbackPanel id={id} name={name} />{keptOut}</Stack> }]
      case 'live_interview':
        return [{ value: s.key, label: begun.filter((x) => x.type === 'live_interview').length > 1 ? s.name : 'Interview', body: <InterviewPanel id={id} stage={s.key} hiring={may.hire} /> }]
      case 'reference_check':
        return may.readReferences ? [{ value: s.key, label: 'References', body: <ReferencesPanel id={id} /> }] : []
      case 'offer':
        return may.hire ? [{ value: s.key, label: 'Offer', body: <OfferPanel id={id} name={name} /> }] : []
    }
  })
  return [{ value: 'feed', label: 'Feed', body: <FeedPanel id={id} /> }, { value: 'answers', label: 'Application', body: <Stack gap="xl"><Answers a={a} />{keptOut}</Stack> }, ...stages, { value: 'notes', label: 'Notes', body: <NotesPanel id={id} /> }]
}

/** Who does not judge this candidate, and why: whoever referred them, and whoever has a conflict of interest. */
function KeptOut({ a, me, hiring }: Props) {
  const judged = a.stages.some((s) => s.type === 'team_review')
  return (
    <Stack component="section" gap="md" aria-label="Who does not judge">
      <Title order={2} size="h4">{judged ? 'Who does not judge' : 'Referral'}</Title>
      {judged && <Text size="sm" c="dimmed">Whoever referred a candidate, or has a conflict of interest, is not picked to review their work.</Text>}
      <Referrer a={a} hiring={hiring} />
      {judged && <Conflicts id={a.id} name={name(a)} me={me} />}
    </Stack>
  )
}

const name = (a: Application) => (a.anonymous ? 'the candidate' : a.candidate.name)

function Panels({ a, me, hiring }: Props) {
  // The server knows who calls referees; for everybody else there is no such tab.
  const references = useOp(operations.getReferences, { params: { id: a.id } }, { enabled: a.stages.some((s) => s.type === 'reference_check' && s.state !== 'pending') })
  const panels = panelsOf(a, { me, hire: hiring, readReferences: hiring || references.data !== undefined })
  const [wanted, go] = useTab('feed')
  const tab = panels.some((p) => p.value === wanted) ? wanted : 'feed'
  return (
    <Tabs value={tab} onChange={go} keepMounted={false}>
      <Tabs.List>{panels.map((p) => <Tabs.Tab key={p.value} value={p.value}>{p.label}</Tabs.Tab>)}</Tabs.List>
      {panels.map((p) => <Tabs.Panel key={p.value} value={p.value} pt="md">{p.body}</Tabs.Panel>)}
    </Tabs>
  )
}
