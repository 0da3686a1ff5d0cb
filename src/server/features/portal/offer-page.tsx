import { formatMoney } from '#contract/money.ts'
import { CONSENT_WORDS, type OfferTerms, type PortalOffer } from '#contract/offers.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import { type FormValues, textAt } from '#server/platform/http/html/form-values.ts'
import { Facts, Markdown, Note, Time } from '#server/platform/http/html/parts.tsx'
import { type FieldErrors, formatDay } from '#server/platform/http/html/words.ts'
import { Deadline, portalPage } from './frame.tsx'

export interface OfferPage {
  email: string | null
  offer: PortalOffer
  values: FormValues
  errors: FieldErrors
}

/** An offer in plain words, with the two ways to answer it. */
export function offerPage(p: OfferPage): string {
  const o = p.offer
  return portalPage({
    title: `Your offer from ${o.organization_name}`,
    email: p.email,
    applicationId: o.application_id,
    errors: p.errors,
    children: (
      <>
        <h1>Your offer from {o.organization_name}</h1>
        <ErrorSummary errors={p.errors} labels={{ typed_name: 'Your full name', consent: 'Your agreement' }} />
        <p class="lead">
          {o.organization_name} offers you, {o.candidate_name}, the job of {o.job_title}.
        </p>
        {o.state === 'extended' && o.can_answer ? null : <Answer offer={o} />}
        {o.terms ? <Terms terms={o.terms} sha256={o.terms_sha256} /> : null}
        {o.can_answer ? <Accept {...p} /> : null}
        {o.can_answer ? <Decline offer={o} /> : null}
      </>
    ),
  })
}

function Answer({ offer: o }: { offer: PortalOffer }) {
  return (
    <Note look={o.state === 'accepted' ? undefined : 'warn'}>
      <p>
        <strong>{o.why_not ?? 'This offer can’t be answered now.'}</strong>
        {o.answered_at ? (
          <>
            {' '}
            <Time at={o.answered_at} />.
          </>
        ) : null}
        {o.state === 'accepted' && o.typed_name ? ` Signed: ${o.typed_name}.` : ''}
      </p>
      {o.rescind_reason ? <p>They wrote: “{o.rescind_reason}”</p> : null}
    </Note>
  )
}

function Terms({ terms: t, sha256 }: { terms: OfferTerms; sha256: string | null }) {
  return (
    <>
      <h2>The terms</h2>
      <Facts
        items={[
          ['Salary', `${formatMoney(t.salary)} ${t.period === 'hour' ? 'an' : 'a'} ${t.period}, before tax`],
          ['Equity', <Equity equity={t.equity} />],
          ['First day', <time datetime={t.start_on}>{formatDay(t.start_on)}</time>],
          ['Place', t.place],
          ['Yours to consider until', <Deadline at={t.expires_at} />],
        ]}
      />
      {t.benefits ? (
        <>
          <h2>Benefits</h2>
          <Markdown text={t.benefits} />
        </>
      ) : null}
      <h2>How the team works</h2>
      <Markdown text={t.how_we_work} />
      {sha256 ? (
        <p class="small soft">
          Fingerprint of these terms (SHA-256): <code>{sha256}</code>. Your signature is for exactly these.
        </p>
      ) : null}
    </>
  )
}

const KINDS = { options: 'stock options', rsu: 'restricted stock units', shares: 'shares' } as const
const MEANINGS = {
  options: 'An option is the right to buy a share later at a price fixed now.',
  rsu: 'A unit becomes a share when it has vested.',
  shares: 'A share is a part of the company.',
} as const

function Equity({ equity: e }: { equity: OfferTerms['equity'] }) {
  if (e.kind === 'none') return <>None</>
  const amount = e.unit === 'percent' ? `${e.amount} % of the company as ${KINDS[e.kind]}` : `${e.amount} ${KINDS[e.kind]}`
  return (
    <>
      {e.amount ? amount : KINDS[e.kind]}
      {e.vesting ? `. Vesting: ${e.vesting}` : ''}
      <br />
      <span class="soft small">{MEANINGS[e.kind]} It could become worth a lot, and it could be worth zero. Decide as if it were zero.</span>
    </>
  )
}

function Accept(p: OfferPage) {
  return (
    <section class="card">
      <h2>Accept</h2>
      <p>Take your time: the offer stands until the date above. Ask the team whatever you want to know first.</p>
      <Form action={`/portal/applications/${p.offer.application_id}/offer/acceptance`}>
        <input type="hidden" name="terms_sha256" value={p.offer.terms_sha256 ?? ''} />
        <Field name="typed_name" label="Your full name" value={textAt(p.values, 'typed_name')} error={p.errors['typed_name']} help="Typed here, it is your signature." autocomplete="name" required maxlength={120} />
        <Field name="consent" label={CONSENT_WORDS} kind="checkbox" checked={textAt(p.values, 'consent') === 'yes'} error={p.errors['consent']} required />
        <Button>Accept and sign</Button>
      </Form>
    </section>
  )
}

function Decline({ offer: o }: { offer: PortalOffer }) {
  return (
    <section class="card">
      <h2>Or decline</h2>
      <p>That is fine too. You are asked once more before anything is sent.</p>
      <p>
        <a class="button quiet" href={`/portal/applications/${o.application_id}/offer/decline`}>
          Decline this offer
        </a>
      </p>
    </section>
  )
}
