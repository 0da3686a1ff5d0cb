import type { Accommodation } from '#contract/accommodations.ts'
import type { PortalAssignment } from '#contract/assignments.ts'
import { formatMoney } from '#contract/money.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'
import { Facts, Markdown, Note, Time } from '#server/platform/http/html/parts.tsx'
import { Refused } from './application-page.tsx'
import { AskInPrivate, PlannedStart } from './before-start.tsx'
import { Deadline, portalPage } from './frame.tsx'
import { AccountField, HostingLimits } from './hosting-view.tsx'
import { PractiseFirst } from './practice-page.tsx'
import { RubricView } from './rubric-view.tsx'

export interface AssignmentPage {
  email: string | null
  assignment: PortalAssignment
  /** What was asked for in private before the start; null afterwards. */
  accommodation?: Accommodation | null
  /** Why the last try did not work. */
  refused?: string
}

/** Before the clock: everything somebody agrees to by starting. */
export function offeredPage(p: AssignmentPage): string {
  const a = p.assignment
  return portalPage({
    title: a.title,
    email: p.email,
    applicationId: a.application_id,
    children: (
      <>
        <h1>{a.title}</h1>
        <Refused message={p.refused} />
        {a.summary ? <p class="lead">{a.summary}</p> : null}
        <Conditions assignment={a} />
        <h2>The task</h2>
        <Markdown text={a.task} />
        <h2>How it is scored</h2>
        <RubricView rubric={a.rubric} sha256={a.rubric_sha256} />
        <Rules assignment={a} />
        <PractiseFirst assignment={a} />
        {mayStart(a) ? (
          <>
            <AskInPrivate assignment={a} accommodation={p.accommodation ?? null} />
            <PlannedStart assignment={a} />
          </>
        ) : null}
        <Start assignment={a} />
      </>
    ),
  })
}

function Conditions({ assignment: a }: { assignment: PortalAssignment }) {
  return (
    <Facts
      items={[
        ['Pay', a.pay ? <Pay assignment={a} /> : a.pay_promise],
        ['Time limit', `${a.time_limit} from when you start`],
        ['Expected effort', a.effort],
        ['Start by', <Deadline at={a.start_by} />],
      ]}
    />
  )
}

export function Pay({ assignment: a }: { assignment: PortalAssignment }) {
  return (
    <>
      {a.pay ? formatMoney(a.pay) : null}
      {a.pay_promise ? <span class="soft"> · {a.pay_promise}</span> : null}
    </>
  )
}

/** What may be used, and whose the work is. */
export function Rules({ assignment: a }: { assignment: PortalAssignment }) {
  return (
    <>
      {a.ai_policy ? (
        <>
          <h2>Using AI</h2>
          <Markdown text={a.ai_policy} />
        </>
      ) : null}
      {a.ownership ? (
        <>
          <h2>Whose work it is</h2>
          <Markdown text={a.ownership} />
        </>
      ) : null}
    </>
  )
}

const mayStart = (a: PortalAssignment) => a.state === 'offered' && a.server_time < a.start_by

function Start({ assignment: a }: { assignment: PortalAssignment }) {
  if (!mayStart(a))
    return (
      <Note look="warn">
        <p>
          The time to start ended <Time at={a.start_by} />. Write to the team if you would still like to do it.
        </p>
      </Note>
    )
  return (
    <section class="card">
      <h2>Ready?</h2>
      <p>
        You have {a.time_limit}. Started now, the clock ends <Deadline at={deadlineIfStartedNow(a)} />. It runs on the server, through nights and breaks, and can’t be stopped. What you have pushed by then is
        handed in by itself.
      </p>
      <p>
        There is no hurry to begin: any time before <Time at={a.start_by} /> is as good.
      </p>
      <HostingLimits assignment={a} />
      <Form action={`/portal/applications/${a.application_id}/assignment/start`}>
        <AccountField assignment={a} />
        <Button>Start the clock</Button>
      </Form>
    </section>
  )
}

function deadlineIfStartedNow(a: PortalAssignment): string {
  return new Date(Date.parse(a.server_time) + a.time_limit_seconds * 1000).toISOString()
}
