import type { AnswerOf } from '#contract/operation.ts'
import type { referenceOps } from '#contract/references.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { Badge } from '#server/platform/http/html/parts.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { portalPage } from './frame.tsx'

export interface ReferencesPage {
  email: string | null
  applicationId: string
  references: AnswerOf<typeof referenceOps.getPortalReferences>
  values: FormValues
  errors: FieldErrors
}

/** Naming referees, and whether they have booked. */
export function referencesPage(p: ReferencesPage): string {
  return portalPage({
    title: 'Your references',
    email: p.email,
    applicationId: p.applicationId,
    errors: p.errors,
    children: (
      <>
        <h1>Your references</h1>
        {p.references.items.length > 0 ? <Named {...p} /> : null}
        {p.references.can_name ? <NameThem {...p} /> : null}
        {!p.references.can_name && p.references.items.length === 0 ? <p class="lead">There is nothing to do here yet. We write to you when it is time to name your referees.</p> : null}
      </>
    ),
  })
}

const RELATIONSHIPS = { shipped_with: 'We shipped something together', managed: 'They managed me', other: 'Something else' } as const
const WANTED = { shipped_with: 'somebody you shipped something with', managed: 'somebody who managed you', other: 'somebody who knows your work' } as const
const STATES = { invited: 'Invited', booked: 'Call booked', completed: 'Call done' } as const

function Named({ references }: ReferencesPage) {
  return (
    <>
      <p class="lead">Your referees got a mail each and choose a time themselves. You need not do anything.</p>
      <ul class="cards">
        {references.items.map((r) => (
          <li class="card">
            <p>
              <strong>{r.name}</strong> <Badge look={r.state === 'invited' ? 'plain' : undefined}>{STATES[r.state]}</Badge>
            </p>
            <p class="small soft">
              {r.email} · {RELATIONSHIPS[r.relationship]}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function NameThem(p: ReferencesPage) {
  const { wanted, asked_for } = p.references
  const people = Array.from({ length: wanted }, (_, i) => i)
  return (
    <>
      <p class="lead">
        Name {wanted === 1 ? 'one person' : `${wanted} people`} who know your work{asked_for.length > 0 ? `: ${asked_for.map((r) => WANTED[r]).join(' and ')}` : ''}. Ask them first. Each gets a mail and books one short
        call.
      </p>
      <ErrorSummary errors={p.errors} labels={labelsFor(people)} />
      <Form keep="referees">
        {people.map((i) => (
          <RefereeFields index={i} page={p} />
        ))}
        <Button>Send to my referees</Button>
      </Form>
    </>
  )
}

function labelsFor(people: number[]): Record<string, string> {
  const fields = { name: 'name', email: 'email', relationship: 'how you know each other', note: 'note' }
  return Object.fromEntries(people.flatMap((i) => Object.entries(fields).map(([name, words]) => [`referees.${i}.${name}`, `Referee ${i + 1}, ${words}`])))
}

function RefereeFields({ index, page: p }: { index: number; page: ReferencesPage }) {
  const typed = (name: string) => ({ name: `referees.${index}.${name}`, value: textAt(p.values, `referees.${index}.${name}`), error: p.errors[`referees.${index}.${name}`] })
  const options = Object.entries(RELATIONSHIPS).map(([value, label]) => ({ value, label }))
  return (
    <fieldset class="card">
      <legend>
        <strong>Referee {index + 1}</strong>
      </legend>
      <Field {...typed('name')} label="Name" required maxlength={120} autocomplete="off" />
      <Field {...typed('email')} label="Email" kind="email" required autocomplete="off" />
      <Field {...typed('relationship')} label="How do you know each other?" kind="radio" options={options} required />
      <Field {...typed('note')} label="Anything the caller should know" kind="textarea" rows={2} maxlength={500} />
    </fieldset>
  )
}
