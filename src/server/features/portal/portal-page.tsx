import type { PortalApplication } from '#contract/applications.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'
import { Badge, Time } from '#server/platform/http/html/parts.tsx'
import { portalPage } from './frame.tsx'

type Listed = Pick<PortalApplication, 'id' | 'organization' | 'job' | 'state' | 'applied_at' | 'next'>

/** Everything somebody applied for, newest first, each with what happens next. */
export function portalListPage(p: { email: string; applications: Listed[] }): string {
  return portalPage({
    title: 'Your applications',
    email: p.email,
    children: (
      <>
        <h1>Your applications</h1>
        {p.applications.length === 0 ? <Nothing email={p.email} /> : null}
        <ul class="cards">
          {p.applications.map((a) => (
            <ListedApplication {...a} />
          ))}
        </ul>
        <Form action="/portal/sign-out">
          <Button look="quiet">Sign out</Button>
        </Form>
      </>
    ),
  })
}

function Nothing({ email }: { email: string }) {
  return (
    <p class="lead">
      There is no application from {email} yet. When you apply for a job with this address, it is here at once, with every stage and every date.
    </p>
  )
}

function ListedApplication(a: Listed) {
  return (
    <li class="card">
      <h2>
        <a href={`/portal/applications/${a.id}`}>{a.job.title}</a>
      </h2>
      <p class="row small soft">
        <span>{a.organization.name}</span>
        <StateBadge state={a.state} />
        <span>
          Applied <Time at={a.applied_at} only="date" />
        </span>
      </p>
      <NextStep next={a.next} organization={a.organization.name} />
    </li>
  )
}

const STATES = { active: 'Going on', hired: 'Hired', rejected: 'Ended', withdrawn: 'Withdrawn' } as const

export function StateBadge({ state }: { state: PortalApplication['state'] }) {
  return <Badge look={state === 'active' || state === 'hired' ? undefined : 'plain'}>{STATES[state]}</Badge>
}

/** What happens next, who acts, by when. */
export function NextStep({ next, organization }: { next: PortalApplication['next']; organization: string }) {
  const who = { candidate: 'It is your turn', team: `${organization} acts next`, referee: 'Your referees act next', nobody: '' }[next.waiting_on]
  return (
    <>
      {next.text ? <p>{next.text}</p> : null}
      {who ? (
        <p>
          <strong>{who}</strong>
          {next.due_at ? (
            <>
              , by <Time at={next.due_at} />
            </>
          ) : null}
          .
        </p>
      ) : null}
    </>
  )
}
