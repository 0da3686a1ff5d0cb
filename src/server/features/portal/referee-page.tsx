import type { RefereePage } from '#contract/references.ts'
import { Field } from '#server/platform/http/html/form.tsx'
import { page } from '#server/platform/http/html/layout.tsx'
import { Facts, Note, Time } from '#server/platform/http/html/parts.tsx'
import { count } from '#server/platform/http/html/words.ts'
import { Refused } from './application-page.tsx'
import { SlotForm } from './slot-form.tsx'
import { knownZone, timeInZone } from './slots.tsx'

export interface Referee {
  token: string
  referee: RefereePage
  zone: string | null
  phone: string
  refused?: string
}

/** What somebody reads who was named as a referee: who asks, about whom, for how long; and a time to choose. */
export function refereePage(p: Referee): string {
  const r = p.referee
  return page({
    title: `A reference for ${r.candidate_name}`,
    privatePage: true,
    children: (
      <>
        <h1>A reference for {r.candidate_name}</h1>
        <Refused message={p.refused} />
        <p class="lead">
          Hello {r.referee_name}. {r.candidate_name} applied to {r.organization} as {r.job_title} and named you as somebody who knows their work. {r.organization} asks you for one call of{' '}
          {count(r.minutes, 'minute')}.
        </p>
        <p class="small soft">What you say is read only by the people at {r.organization} who hire for this job. {r.candidate_name} sees whether a call is booked, never what was said. You are free not to answer.</p>
        <Booked {...p} />
        <Times {...p} />
      </>
    ),
  })
}

function Booked(p: Referee) {
  const r = p.referee
  if (r.state === 'completed')
    return (
      <Note>
        <p>The call took place. Thank you.</p>
      </Note>
    )
  if (!r.open)
    return (
      <Note>
        <p>No call is needed any more. There is nothing for you to do; thank you for your readiness.</p>
      </Note>
    )
  if (r.state !== 'booked' || !r.starts_at || !r.ends_at) return null
  return (
    <section class="card">
      <h2>Your call is booked</h2>
      <Facts
        items={[
          ['When', timeInZone({ starts_at: r.starts_at, ends_at: r.ends_at, zone: knownZone(p.zone ?? r.time_zone) })],
          ['On this device', <Time at={r.starts_at} />],
          ['With', r.with],
          ['Phone', r.phone],
        ]}
      />
    </section>
  )
}

function Times(p: Referee) {
  const r = p.referee
  if (!r.open) return null
  const booked = r.state === 'booked'
  if (r.slots.length === 0) return booked ? null : <p>No time is offered right now. Please look here again soon; the link stays good.</p>
  return (
    <>
      <h2>{booked ? 'Move to another time' : 'Choose a time'}</h2>
      <SlotForm action={`/referee/${encodeURIComponent(p.token)}`} slots={r.slots} zone={p.zone ?? r.time_zone}>
        <Field name="phone" label="Phone number" kind="tel" inputmode="tel" autocomplete="tel" value={p.phone || r.phone} maxlength={60} help="Where to call you." />
      </SlotForm>
    </>
  )
}
