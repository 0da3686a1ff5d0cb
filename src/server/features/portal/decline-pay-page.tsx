import { formatMoney } from '#contract/money.ts'
import type { PortalPayout } from '#contract/payouts.ts'
import { Button, ErrorSummary, Form } from '#server/platform/http/html/form.tsx'
import type { FieldErrors } from '#server/platform/http/html/words.ts'
import { portalPage } from './frame.tsx'

/** Asks once more before somebody gives up money that is theirs. */
export function declinePayPage(p: { email: string | null; applicationId: string; payout: PortalPayout; errors: FieldErrors }): string {
  const back = `/portal/applications/${p.applicationId}`
  return portalPage({
    title: 'Give up your pay',
    email: p.email,
    applicationId: p.applicationId,
    errors: p.errors,
    children: (
      <>
        <h1>Give up your {formatMoney(p.payout.amount)}?</h1>
        <p class="lead">You earned it with “{p.payout.stage_name}”. Some people may not take money from others, or do not want to. Taking it or not has no influence on your application, and this can’t be taken back.</p>
        <ErrorSummary errors={p.errors} labels={{}} />
        <Form action={`${back}/payouts/${p.payout.id}/decline`}>
          <p class="row">
            <Button look="danger">Give it up</Button>
            <a href={back}>No, I want to be paid</a>
          </p>
        </Form>
      </>
    ),
  })
}
