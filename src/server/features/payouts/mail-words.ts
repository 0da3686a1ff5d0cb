/** What people are told of a payout, state by state. No I/O. */
import { formatMoney } from '#contract/money.ts'
import type { PayoutState } from '#contract/payout-states.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Payout } from './payout.ts'

interface Words {
  subject: string
  paragraphs: string[]
}

/** For the candidate; null where nothing has changed for them. */
export function candidateWords(p: Payout, state: PayoutState, a: LoadedApplication): Words | null {
  const money = formatMoney(p.amount)
  const company = a.organization.name
  switch (state) {
    case 'accrued':
      // Planned once more, it is no news.
      return p.replaces || p.reason ? null : earned(p, money, company, a.job.title)
    case 'needs_details':
      return { subject: `Where should your ${money} go?`, paragraphs: [`${company} pays by a provider that needs to know where your ${money} for “${p.stageName}” is to go. You tell the provider, on its own pages; neither ${company} nor Handiwork sees your bank details.`, 'It takes a few minutes, and the money is sent after it.'] }
    case 'submitted':
      return p.rail === 'manual' ? null : { subject: `Your ${money} is on its way`, paragraphs: [`Your pay of ${money} for “${p.stageName}” was sent.${p.expectedOn ? ` It is expected to arrive by ${day(new Date(p.expectedOn))}.` : ''}`] }
    case 'paid':
      if (p.charity) return given(p, p.charity.name, money, company)
      return { subject: `Your ${money} was sent`, paragraphs: [`Your pay of ${money} for “${p.stageName}” ${p.rail === 'manual' ? 'is on its way' : 'has been paid out'}. ${p.paid ? `${company} sent it on ${day(new Date(p.paid.on))}, with the reference “${p.paid.reference}”.` : ''}`.trim(), 'A bank may take a few days. If it does not arrive, answer the team with this reference.'] }
    case 'held':
      if (p.heldUntil) return changed(p, p.heldUntil, money, company)
      return { subject: `Your ${money} takes a little longer`, paragraphs: [`Your pay of ${money} for “${p.stageName}” could not be sent yet. This is not about you or your work, the money stays yours, and ${company} knows of it. It was promised by ${day(p.payBy)}.`] }
    case 'refused':
    case 'failed':
    case 'returned':
      return { subject: `Your ${money} did not arrive`, paragraphs: [`Your pay of ${money} for “${p.stageName}” did not go through. It stays yours: ${company} has been told and sends it again.`, 'If your account has changed since you gave it, say so to the team by answering this mail.'] }
    case 'declined':
      return { subject: `You have given up ${money}`, paragraphs: [`As you asked, your pay of ${money} for “${p.stageName}” is not sent. It has no influence on your application. If this was not you, answer this mail at once.`] }
    case 'needs_approval':
    case 'queued':
    case 'submitting':
    case 'unknown':
    case 'cancelled':
      return null
  }
}

/** To the one address that was given with the application: nobody can have changed that one. */
function changed(p: Payout, until: Date, money: string, company: string): Words {
  return {
    subject: `Where your ${money} goes was changed`,
    paragraphs: [
      `The account that your pay of ${money} for “${p.stageName}” goes to is another one since ${moment(p.stateAt)}. For your safety it waits until ${moment(until)}, and is then sent to the new account by itself.`,
      `If it was you, there is nothing to do. If it was not, answer this mail at once: ${company} then keeps it back until you both know.`,
    ],
  }
}

function given(p: Payout, charity: string, money: string, company: string): Words {
  return { subject: `Your ${money} was given to ${charity}`, paragraphs: [`As you asked, ${company} has given your ${money} for “${p.stageName}” to ${charity}.${p.paid ? ` It was sent on ${day(new Date(p.paid.on))}, with the reference “${p.paid.reference}”.` : ''}`] }
}

function earned(p: Payout, money: string, company: string, job: string): Words {
  return {
    subject: `You have earned ${money}`,
    paragraphs: [
      `You have earned ${money} with “${p.stageName}”, whatever comes of your application for ${job}. It stays yours if you withdraw.`,
      `${company} sends it by ${day(p.payBy)} and will ask you how you want to be paid. You never have to write bank details into Handiwork.`,
    ],
  }
}

/** For those who have to do something; null where nobody has. */
export function teamWords(p: Payout, state: PayoutState, candidate: string): Words | null {
  const what = `${formatMoney(p.amount)} to ${p.charity ? `${p.charity.name}, as ${candidate} has asked,` : candidate} for “${p.stageName}”`
  const why = p.reason ? [p.reason] : []
  switch (state) {
    case 'needs_approval':
      return { subject: `Approve ${formatMoney(p.amount)} to ${candidate}`, paragraphs: [`${what} waits for ${p.approvalsNeeded === 1 ? 'one person' : `${p.approvalsNeeded} people`} to approve it. It was promised by ${day(p.payBy)}.`, ...why] }
    case 'held':
      return { subject: `Held: ${formatMoney(p.amount)} to ${candidate}`, paragraphs: [`${what} is held and waits for you. It was promised by ${day(p.payBy)}.`, ...why] }
    case 'refused':
    case 'failed':
    case 'returned':
      return { subject: `${formatMoney(p.amount)} to ${candidate} did not arrive`, paragraphs: [`${what} was ${state}. The candidate has been told that it will be sent again: issue it anew under Payouts.`, ...why] }
    default:
      return null
  }
}

/** `30 Nov 2026, 14:05 (UTC)` */
function moment(at: Date): string {
  return `${new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' }).format(at)} (UTC)`
}

/** `Mon, 30 Nov 2026 (UTC)` */
function day(at: Date): string {
  return `${new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at)} (UTC)`
}
