import type { Charity, PortalPayout } from '#contract/payouts.ts'
import type { PortalApplication } from '#contract/applications.ts'
import { formatMoney } from '#contract/money.ts'
import { Button } from '#server/platform/http/html/form.tsx'
import { Badge, Markdown, Note, Time, Timeline } from '#server/platform/http/html/parts.tsx'
import { Mails, type Mailed, Notices, Promises } from './application-records.tsx'
import { Payouts } from './pay-view.tsx'
import { portalPage } from './frame.tsx'
import { NextStep, StateBadge } from './portal-page.tsx'

export interface ApplicationPage {
  email: string | null
  application: PortalApplication
  payouts: PortalPayout[]
  charities: Charity[]
  feedback: { text: string | null; sent_at: string | null } | null
  mails: Mailed[]
}

/** One application on one page: where it is, what was promised, what was earned and what was written. */
export function applicationPage(p: ApplicationPage): string {
  const a = p.application
  return portalPage({
    title: `Your application for ${a.job.title}`,
    email: p.email,
    organization: a.organization,
    children: (
      <>
        <p class="eyebrow">
          <a href="/portal">Your applications</a>
        </p>
        <h1>{a.job.title}</h1>
        <p class="row small soft">
          <span>{a.organization.name}</span>
          <StateBadge state={a.state} />
          <span>
            Applied <Time at={a.applied_at} only="date" />
          </span>
        </p>
        <Now application={a} />
        <ClosingMessage text={a.closing_message} organization={a.organization.name} />
        <Feedback id={a.id} feedback={p.feedback} />
        <h2>Every stage</h2>
        <Stages application={a} />
        <Promises items={a.promises} />
        <Notices items={a.notices} />
        <Payouts items={p.payouts} charities={p.charities} organization={a.organization.name} applicationId={a.id} />
        <Mails items={p.mails} />
        {a.can_withdraw ? <Withdraw id={a.id} /> : null}
      </>
    ),
  })
}

function Now({ application: a }: { application: PortalApplication }) {
  const current = a.stages.find((s) => s.state === 'in_progress')
  const link = current && a.state === 'active' ? stageLink(a.id, current) : null
  return (
    <section class="card">
      <h2>What happens next</h2>
      <NextStep next={a.next} organization={a.organization.name} />
      {link ? (
        <p>
          <Button href={link}>Go to “{current?.name}”</Button>
        </p>
      ) : null}
    </section>
  )
}

type Stage = PortalApplication['stages'][number]

/** The page of a stage, for stages in which a candidate has something to do or to keep. */
function stageLink(id: string, s: Pick<Stage, 'type' | 'key'>): string | null {
  const here = `/portal/applications/${id}`
  switch (s.type) {
    case 'code_assignment':
      return `${here}/assignment`
    case 'live_interview':
      return `${here}/interviews/${encodeURIComponent(s.key)}`
    case 'reference_check':
      return `${here}/references`
    case 'offer':
      return `${here}/offer`
    case 'team_review':
      return `${here}/feedback`
    case 'application_form':
      return null
  }
}

function Stages({ application: a }: { application: PortalApplication }) {
  return <Timeline steps={a.stages.map((s) => ({ name: s.name, state: s.state, badges: s.pay ? <Badge>Paid {formatMoney(s.pay)}</Badge> : null, children: <StageBody applicationId={a.id} stage={s} /> }))} />
}

function StageBody({ applicationId, stage: s }: { applicationId: string; stage: Stage }) {
  const link = s.state === 'completed' || s.state === 'in_progress' ? stageLink(applicationId, s) : null
  return (
    <>
      {s.description ? <Markdown text={s.description} /> : null}
      {s.promise ? (
        <p>
          <strong>Our promise:</strong> {s.promise}
        </p>
      ) : null}
      {s.summary && s.state !== 'pending' ? <p>{s.summary}</p> : null}
      {s.completed_at ? (
        <p class="small soft">
          Done <Time at={s.completed_at} />
        </p>
      ) : null}
      {link ? (
        <p>
          <a href={link}>Open “{s.name}”</a>
        </p>
      ) : null}
    </>
  )
}

function ClosingMessage({ text, organization }: { text: string | null; organization: string }) {
  if (!text) return null
  return (
    <section class="card">
      <h2>What {organization} wrote to you</h2>
      <Markdown text={text} />
    </section>
  )
}

/** Where the feedback is. It has a page of its own, to be read in peace. */
function Feedback({ id, feedback }: { id: string; feedback: ApplicationPage['feedback'] }) {
  if (!feedback?.sent_at) return null
  return (
    <section class="card">
      <h2>Feedback on your work</h2>
      <p>
        The team wrote to you about your work, <Time at={feedback.sent_at} />.
      </p>
      <p>
        <Button href={`/portal/applications/${id}/feedback`}>Read your feedback</Button>
      </p>
    </section>
  )
}

/** The first of two steps: it only leads to the page that asks. */
function Withdraw({ id }: { id: string }) {
  return (
    <>
      <h2>Changed your mind?</h2>
      <p>You can withdraw at any time. Pay you have earned stays yours.</p>
      <form method="get" action={`/portal/applications/${id}/withdraw`}>
        <Button look="danger">Withdraw</Button>
      </form>
    </>
  )
}

/** A note above a page that was asked for what could not be done. */
export function Refused({ message }: { message: string | undefined }) {
  if (!message) return null
  return (
    <Note look="danger" alert>
      <p>{message}</p>
    </Note>
  )
}
