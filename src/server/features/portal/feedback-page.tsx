import type { PortalApplication, Promised } from '#contract/applications.ts'
import type { FeedbackPlan } from '#contract/feedback.ts'
import { momentIn } from '#server/lib/zones.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import { Letter } from '#server/platform/http/html/letter.tsx'
import { Note, Time } from '#server/platform/http/html/parts.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { Deadline, portalPage } from './frame.tsx'
import { zoneOptions } from './slots.tsx'

export interface FeedbackPage {
  email: string | null
  application: PortalApplication
  feedback: { text: string | null; sent_at: string | null; due_at: string | null; promise: Promised['state'] | null; plan: FeedbackPlan | null; time_zone: string | null }
  /** The zone was saved just now. */
  saved: boolean
  errors: FieldErrors
}

/** What the team wrote about the work, and nothing else; until then, when it comes. */
export function feedbackPage(p: FeedbackPage): string {
  const a = p.application
  return portalPage({
    title: 'Feedback on your work',
    email: p.email,
    organization: a.organization,
    applicationId: a.id,
    errors: p.errors,
    children: (
      <>
        <h1>Feedback on your work</h1>
        <p class="lead">
          {a.job.title} at {a.organization.name}
        </p>
        {p.feedback.text ? <Words {...p} text={p.feedback.text} /> : <Awaited {...p} />}
      </>
    ),
  })
}

function Words({ application: a, feedback, text }: FeedbackPage & { text: string }) {
  return (
    <>
      <Letter text={text} label="The feedback">
        {feedback.sent_at ? (
          <p class="small soft">
            From the team at {a.organization.name}, <Time at={feedback.sent_at} />
            {feedback.promise === 'kept_late' ? ', later than we promised. We are sorry for that.' : '.'}
          </p>
        ) : null}
      </Letter>
      <p class="small soft">We sent it by mail as well, and it stays here. Print this page to keep it.</p>
      <h2>What happens next</h2>
      <p>{a.next.text}</p>
    </>
  )
}

function Awaited(p: FeedbackPage) {
  return (
    <>
      <Note look={p.feedback.promise === 'late' ? 'warn' : undefined}>
        <When {...p} />
      </Note>
      <p>It says in words what was strong and what to work on. You get it whatever is decided.</p>
      {p.feedback.plan || p.feedback.promise === 'void' ? null : <Zone {...p} />}
    </>
  )
}

function When({ application: a, feedback: { plan, due_at, promise } }: FeedbackPage) {
  if (plan) {
    return (
      <p>
        Your feedback is written. It reaches you on <strong>{momentIn(new Date(plan.at), plan.time_zone)}</strong>
        {plan.zone_from === 'team' ? ', by the time zone the team took to be yours.' : ', in your morning.'}
      </p>
    )
  }
  if (promise === 'void' || a.state !== 'active') return <p>No feedback is on its way: this application ended before it was due.</p>
  if (!due_at) return <p>Your work is not reviewed yet. Once it is, the team writes to you about it.</p>
  return (
    <p>
      Your work is reviewed. {promise === 'late' ? 'We promised you feedback by ' : 'You have written feedback by '}
      <Deadline at={due_at} />
      {promise === 'late' ? ', and are late. The team has been told.' : '.'}
    </p>
  )
}

/** Asked only for their morning; nothing depends on it. */
function Zone(p: FeedbackPage) {
  return (
    <>
      <h2>Your morning</h2>
      <p>The team may let your feedback arrive at 9:00 where you are.</p>
      <ErrorSummary errors={p.errors} labels={{ time_zone: 'Your time zone' }} />
      <Form action={`/portal/applications/${p.application.id}/feedback`}>
        <Field name="time_zone" label="Your time zone" kind="select" value={p.feedback.time_zone ?? undefined} options={zoneOptions(p.feedback.time_zone)} error={p.errors['time_zone']} required />
        <p class="row">
          <Button look="quiet">Save time zone</Button>
          {p.saved ? <span role="status">Saved</span> : null}
        </p>
      </Form>
    </>
  )
}
