import { formatMoney } from '#contract/money.ts'
import type { Charity, PortalPayout } from '#contract/payouts.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { portalPage } from './frame.tsx'

export interface DonatePayPage {
  email: string | null
  applicationId: string
  payout: PortalPayout
  charities: readonly Charity[]
  chosen: string
  errors: FieldErrors
}

/** Asks to whom the money is to go in the candidate's place, and says what that means. */
export function donatePayPage(p: DonatePayPage): string {
  const back = `/portal/applications/${p.applicationId}`
  const money = formatMoney(p.payout.amount)
  return portalPage({
    title: 'Give your pay to a charity',
    email: p.email,
    applicationId: p.applicationId,
    errors: p.errors,
    children: (
      <>
        <h1>Give your {money} to a charity?</h1>
        <p class="lead">You earned it with “{p.payout.stage_name}”. The company gives it in your place, and you see here when and with which reference. It has no influence on your application, and can’t be taken back.</p>
        <ErrorSummary errors={p.errors} labels={{ charity: 'Charity' }} />
        <Form action={`${back}/payouts/${p.payout.id}/donate`}>
          <Field name="charity" label="Charity" kind="radio" options={p.charities.map((c) => ({ value: c.name, label: c.name }))} value={p.chosen} error={p.errors['charity']} required />
          <p class="small soft">
            Who they are: {p.charities.map((c, i) => <>{i > 0 ? ', ' : ''}<a href={c.url} rel="noreferrer">{c.name}</a></>)}. For your taxes it may count as paid to you; whoever does not want that gives the money up.
          </p>
          <p class="row">
            <Button>Give it</Button>
            <a href={back}>No, I want to be paid</a>
          </p>
        </Form>
      </>
    ),
  })
}
