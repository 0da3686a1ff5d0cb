import type { PortalApplication } from '#contract/applications.ts'
import { Button, ErrorSummary, Field, Form } from '#server/platform/http/html/form.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { portalPage } from './frame.tsx'

/** Asks once more before an application ends. */
export function withdrawPage(p: { email: string | null; application: PortalApplication; reason: string; errors: FieldErrors }): string {
  const a = p.application
  return portalPage({
    title: 'Withdraw your application',
    email: p.email,
    organization: a.organization,
    applicationId: a.id,
    errors: p.errors,
    children: (
      <>
        <h1>Withdraw your application for {a.job.title}?</h1>
        <p class="lead">It ends now and can’t be opened again. {a.organization.name} is told. Pay you have earned stays yours.</p>
        <ErrorSummary errors={p.errors} labels={{ reason: 'Reason' }} />
        <Form action={`/portal/applications/${a.id}/withdraw`}>
          <Field name="reason" label="Would you like to say why?" kind="textarea" rows={3} value={p.reason} error={p.errors['reason']} maxlength={2000} />
          <p class="row">
            <Button look="danger">Withdraw</Button>
            <a href={`/portal/applications/${a.id}`}>No, go on with it</a>
          </p>
        </Form>
      </>
    ),
  })
}
