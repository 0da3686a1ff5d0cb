import type { Accommodation } from '#contract/accommodations.ts'
import type { PortalAssignment } from '#contract/assignments.ts'
import { Button, Field, Form } from '#server/platform/http/html/form.tsx'
import { Note, Time } from '#server/platform/http/html/parts.tsx'
import { zoneOptions } from './slots.tsx'

const path = (a: PortalAssignment, act: string) => `/portal/applications/${a.application_id}/assignment/${act}`

/** When to begin: a reminder for the candidate, a hint for the team, and no clock. */
export function PlannedStart({ assignment: a }: { assignment: PortalAssignment }) {
  return (
    <section class="card">
      <h2>When you mean to begin</h2>
      {a.planned_start ? (
        <p>
          You planned to begin <Time at={a.planned_start} />. We write to you then; nothing starts by itself.
        </p>
      ) : (
        <p>If it helps you, say when you mean to begin: we write to you then. Nothing starts by itself, and you may begin at any other moment.</p>
      )}
      <Form action={path(a, 'planned-start')}>
        <Field name="at" label="Day and time" kind="datetime-local" required />
        <Field name="time_zone" label="Your time zone" kind="select" options={zoneOptions(null)} required />
        <p class="row">
          <Button look="quiet">{a.planned_start ? 'Change it' : 'Remind me then'}</Button>
        </p>
      </Form>
      {a.planned_start ? (
        <Form action={path(a, 'planned-start/clear')}>
          <Button look="quiet">Take it back</Button>
        </Form>
      ) : null}
    </section>
  )
}

/** More time, or another form, asked for in private. */
export function AskInPrivate({ assignment: a, accommodation }: { assignment: PortalAssignment; accommodation: Accommodation | null }) {
  const request = accommodation?.request
  return (
    <section class="card">
      <h2>If you need more time, or another form</h2>
      <p>
        For whatever reason, and without saying which. Only those who can give it read this: the owners and recruiters of the team. Nobody who reviews your work or talks with you sees it, or how much time you
        had. Asking keeps your window open for at least five more days.
      </p>
      {request?.answered_at ? (
        <Note>
          <p>
            <strong>The team has answered.</strong> Your time limit is {a.time_limit}.
          </p>
          {request.answer ? <p>{request.answer}</p> : null}
        </Note>
      ) : null}
      {request && !request.answered_at ? (
        <Note>
          <p>
            You asked <Time at={request.asked_at} />. The team answers within two days; your window waits for that.
          </p>
        </Note>
      ) : null}
      <Form action={path(a, 'accommodation')} keep={`accommodation-${a.id}`}>
        <Field name="text" label="What would help" kind="textarea" rows={4} maxlength={4000} value={request?.text ?? ''} required />
        <Button look="quiet">{request ? 'Ask again' : 'Ask in private'}</Button>
      </Form>
      {request ? (
        <Form action={path(a, 'accommodation/withdraw')} confirm="Delete what you asked for?">
          <Button look="quiet">Delete what I asked for</Button>
        </Form>
      ) : null}
    </section>
  )
}
