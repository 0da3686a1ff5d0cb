import { formatMoney } from '#contract/money.ts'
import type { PayoutState } from '#contract/payout-states.ts'
import type { Charity, PortalPayout } from '#contract/payouts.ts'
import { Badge, Time } from '#server/platform/http/html/parts.tsx'
import { formatDay } from '#server/platform/http/html/words.ts'

/** A badge and, step by step, what each state means to the one who waits for the money. */
const STATES: Record<PayoutState, { word: string; look?: 'plain' | 'warn' | 'danger'; step: string }> = {
  accrued: { word: 'Earned', look: 'warn', step: 'You earned it' },
  needs_details: { word: 'Details needed', look: 'warn', step: 'Where it is to go was asked' },
  needs_approval: { word: 'Being approved', look: 'warn', step: 'Waits for approval at the company' },
  queued: { word: 'Earned', look: 'warn', step: 'Ready to be sent' },
  submitting: { word: 'Being sent', look: 'warn', step: 'Being sent' },
  submitted: { word: 'On its way', step: 'Sent' },
  unknown: { word: 'Being sent', look: 'warn', step: 'Sent, and not yet confirmed' },
  held: { word: 'Delayed', look: 'warn', step: 'Delayed; the company was told' },
  paid: { word: 'Sent', step: 'Paid out' },
  refused: { word: 'Not sent', look: 'danger', step: 'Refused by the provider' },
  failed: { word: 'Failed', look: 'danger', step: 'Failed on its way' },
  returned: { word: 'Came back', look: 'danger', step: 'Came back to the company' },
  cancelled: { word: 'Stopped', look: 'danger', step: 'Stopped by the company; it stays owed to you' },
  declined: { word: 'Given up', look: 'plain', step: 'You gave it up' },
}

/** What was earned, where it is, and how it came there. */
export function Payouts({ items, charities, organization, applicationId }: { items: PortalPayout[]; charities: readonly Charity[]; organization: string; applicationId: string }) {
  if (items.length === 0) return null
  return (
    <>
      <h2>Your pay</h2>
      <ul class="cards">
        {items.map((p) => (
          <li class="card" id={p.id}>
            <p>
              <strong>{formatMoney(p.amount)}</strong> for “{p.stage_name}” <Badge look={STATES[p.state].look}>{STATES[p.state].word}</Badge>
            </p>
            <Standing p={p} organization={organization} applicationId={applicationId} />
            <Steps p={p} />
            {p.can_give_details ? (
              <p>
                <a class={p.state === 'needs_details' ? 'button' : undefined} href={`/portal/applications/${applicationId}/payouts/${p.id}/details`}>
                  {p.state === 'needs_details' ? 'Say where it goes' : 'Change where it goes'}
                </a>
              </p>
            ) : null}
            {p.can_donate && charities.length > 0 ? (
              <p class="small">
                <a href={`/portal/applications/${applicationId}/payouts/${p.id}/donate`}>Give it to a charity</a>
              </p>
            ) : null}
            {p.can_decline ? (
              <p class="small">
                <a href={`/portal/applications/${applicationId}/payouts/${p.id}/decline`}>I don’t want this money</a>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}

function Standing({ p, organization, applicationId }: { p: PortalPayout; organization: string; applicationId: string }) {
  switch (p.state) {
    case 'paid':
      return <Sent p={p} applicationId={applicationId} />
    case 'submitted':
      return <p class="small soft">It is on its way{p.expected_on ? <>, expected by <time datetime={p.expected_on}>{formatDay(p.expected_on)}</time></> : null}.</p>
    case 'refused':
    case 'failed':
    case 'returned':
    case 'cancelled':
      return <p class="small soft">It did not arrive. It stays yours: {organization} sends it again, and you find that here as a payment of its own. If your account has changed, tell the team by answering any mail.</p>
    case 'declined':
      return <p class="small soft">You gave it up, and nothing is sent. It has no influence on your application.</p>
    case 'needs_details':
      return <p class="small soft">The provider that pays for {organization} needs to know where it goes. You tell the provider; nobody here sees your bank details. Then it is sent, at the latest by <Time at={p.pay_by} />.</p>
    case 'held':
      if (p.held_until) return <p class="small">Where it goes was changed, so for your safety it waits until <Time at={p.held_until} />, and is then sent by itself. If it was not you who changed it, tell {organization} at once, by answering any mail.</p>
      return <p class="small soft">It could not be sent yet. This is not about you; {organization} knows of it and promised it by <Time at={p.pay_by} />.</p>
    default:
      if (p.charity) return <Wish p={p} charity={p.charity} organization={organization} />
      return <p class="small soft">{organization} sends it by <Time at={p.pay_by} />. It stays yours whatever comes of the application.</p>
  }
}

/** What was asked for, until it is done. */
function Wish({ p, charity, organization }: { p: PortalPayout; charity: Charity; organization: string }) {
  return (
    <p class="small soft">
      As you asked, {organization} gives it to <a href={charity.url} rel="noreferrer">{charity.name}</a> by <Time at={p.pay_by} />, and you see here when it is done.
    </p>
  )
}

function Sent({ p, applicationId }: { p: PortalPayout; applicationId: string }) {
  return (
    <>
      <p class="small soft">
        {p.charity ? `Given to ${p.charity.name}` : 'Sent'} {p.paid_on ? <time datetime={p.paid_on}>{formatDay(p.paid_on)}</time> : null}
        {p.reference ? <>, with the reference “<span class="mono">{p.reference}</span>”</> : ''}. {p.charity ? '' : 'A bank may take a few days.'}
        {p.receipt_url ? <> <a href={p.receipt_url}>The provider’s receipt</a></> : null}
      </p>
      <p class="small">
        <a href={`/api/v1/portal/applications/${applicationId}/payouts/${p.id}/receipt.pdf`} download>Receipt (PDF)</a>
      </p>
    </>
  )
}

function Steps({ p }: { p: PortalPayout }) {
  return (
    <details>
      <summary class="small">How it came here</summary>
      <ol class="small">
        {p.steps.map((s) => (
          <li>
            {STATES[s.state].step}, <Time at={s.at} />
          </li>
        ))}
      </ol>
    </details>
  )
}
