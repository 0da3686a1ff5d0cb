import type { PortalOffer } from '#contract/offers.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { portalPage } from './frame.tsx'

/** Asks once more before an offer is declined. */
export function declinePage(p: { email: string | null; offer: PortalOffer; reason: string; errors: FieldErrors }): string {
  const o = p.offer
  const offer = `/portal/applications/${o.application_id}/offer`
  return portalPage({
    title: 'Decline the offer',
    email: p.email,
    applicationId: o.application_id,
    errors: p.errors,
    children: (
      <>
        <h1>Decline the offer from {o.organization_name}?</h1>
        <p class="lead">You say no to the job of {o.job_title}. This can’t be taken back, so sleep on it if you are not sure. {o.organization_name} is told.</p>
        <ErrorSummary errors={p.errors} labels={{ reason: 'Reason' }} />
        <Form action={`${offer}/decline`}>
          <Field name="reason" label="Would you like to say why?" kind="textarea" rows={3} value={p.reason} error={p.errors['reason']} maxlength={2000} />
          <p class="row">
            <Button look="danger">Decline</Button>
            <a href={offer}>No, back to the offer</a>
          </p>
        </Form>
      </>
    ),
  })
}
