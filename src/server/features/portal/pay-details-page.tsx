import { formatMoney } from '#contract/money.ts'
import type { PortalPayout } from '#contract/payouts.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { countries } from './countries.ts'
import { portalPage } from './frame.tsx'

export interface PayDetailsPage {
  email: string | null
  applicationId: string
  payout: PortalPayout
  /** Of the provider's page, once it was asked for. */
  url: string | null
  country: string
  errors: FieldErrors
}

/** The way to the provider, who asks where the money is to go. */
export function payDetailsPage(p: PayDetailsPage): string {
  const back = `/portal/applications/${p.applicationId}`
  const money = formatMoney(p.payout.amount)
  return portalPage({
    title: 'Where your pay goes',
    email: p.email,
    applicationId: p.applicationId,
    errors: p.errors,
    children: (
      <>
        <h1>Where should your {money} go?</h1>
        <p class="lead">Your bank details are for the provider that pays, and for nobody else: you write them on its own pages. Neither the company nor this site sees them.</p>
        <ErrorSummary errors={p.errors} labels={{ country: 'Country of your account' }} />
        {p.url ? <Onward url={p.url} back={back} /> : <Ask {...p} back={back} />}
      </>
    ),
  })
}

function Onward({ url, back }: { url: string; back: string }) {
  return (
    <>
      <p>The provider’s page is ready. It takes a few minutes, and brings you back here.</p>
      <p class="row">
        <a class="button" href={url} rel="noreferrer">
          Go to the provider
        </a>
        <a href={back}>Later</a>
      </p>
    </>
  )
}

function Ask(p: PayDetailsPage & { back: string }) {
  return (
    <Form action={`${p.back}/payouts/${p.payout.id}/details`}>
      <Field name="country" label="Country of your account" kind="select" options={countries()} value={p.country} error={p.errors['country']} required />
      <p class="row">
        <Button>Continue</Button>
        <a href={p.back}>Later</a>
      </p>
    </Form>
  )
}
