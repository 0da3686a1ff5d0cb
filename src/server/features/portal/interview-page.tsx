import type { PortalInterview } from '#contract/interviews.ts'
import { Button, Form } from '#server/platform/http/html/form.tsx'
import { Facts, Markdown, Note, Time } from '#server/platform/http/html/parts.tsx'
import { count } from '#server/platform/http/html/words.ts'
import { Refused } from './application-page.tsx'
import { portalPage } from './frame.tsx'
import { SlotForm } from './slot-form.tsx'
import { knownZone, timeInZone } from './slots.tsx'

export interface InterviewPage {
  email: string | null
  interview: PortalInterview
  stage: string
  /** The zone chosen in the form, where one was. */
  zone: string | null
  refused?: string
}

/** An interview as its candidate sees it: what will be talked about, and a time to choose or to keep. */
export function interviewPage(p: InterviewPage): string {
  const i = p.interview
  return portalPage({
    title: i.name,
    email: p.email,
    applicationId: i.application_id,
    children: (
      <>
        <h1>{i.name}</h1>
        <Refused message={p.refused} />
        {i.description ? <Markdown text={i.description} /> : null}
        <Booked {...p} />
        <Agenda items={i.agenda} />
        <Times {...p} />
      </>
    ),
  })
}

const addressOf = (p: InterviewPage) => `/portal/applications/${p.interview.application_id}/interviews/${encodeURIComponent(p.stage)}`

function Booked(p: InterviewPage) {
  const i = p.interview
  if (i.state === 'held')
    return (
      <Note>
        <p>This interview took place. Thank you for your time.</p>
      </Note>
    )
  if (i.state !== 'booked' || !i.starts_at || !i.ends_at) return null
  const zone = knownZone(p.zone ?? i.time_zone)
  return (
    <section class="card">
      <h2>Your time</h2>
      <Facts
        items={[
          ['When', timeInZone({ starts_at: i.starts_at, ends_at: i.ends_at, zone })],
          ['On this device', <Time at={i.starts_at} />],
          ['With', i.with],
          ['Where', i.location],
        ]}
      />
      <p>
        <a href={`/api/v1/portal/interviews/${i.id}/invite.ics`}>Put it into your calendar (ICS file)</a>
      </p>
      <Form action={`${addressOf(p)}/cancellation`}>
        <Button look="danger">Cancel this time</Button>
      </Form>
    </section>
  )
}

function Agenda({ items }: { items: PortalInterview['agenda'] }) {
  if (items.length === 0) return null
  return (
    <>
      <h2>What we will talk about</h2>
      <ol>
        {items.map((item) => (
          <li>{item.text}</li>
        ))}
      </ol>
    </>
  )
}

function Times(p: InterviewPage) {
  const i = p.interview
  if (i.state === 'held') return null
  const booked = i.state === 'booked'
  return (
    <>
      <h2>{booked ? 'Move to another time' : 'Choose a time'}</h2>
      {i.state === 'no_show' ? <p>You were missed at the time you had booked. That happens; please choose another.</p> : null}
      <p>
        It takes {count(i.minutes, 'minute')}.{!booked && i.location ? ` Where: ${i.location}` : ''}
      </p>
      {i.slots.length === 0 ? <p>No {booked ? 'other ' : ''}time is offered right now. Please look here again soon.</p> : <SlotForm action={addressOf(p)} slots={i.slots} zone={p.zone ?? i.time_zone} />}
    </>
  )
}
