import type { PayoutState } from '#contract/payout-states.ts'

/** What each state means to the team; the colour only repeats it. */
export const STATES: Record<PayoutState, { word: string; color: string; step: string }> = {
  accrued: { word: 'owed', color: 'orange', step: 'Earned' },
  needs_details: { word: 'details needed', color: 'orange', step: 'Waits for where it is to go' },
  needs_approval: { word: 'to approve', color: 'orange', step: 'Waits for approval' },
  queued: { word: 'owed', color: 'orange', step: 'Ready to be paid' },
  submitting: { word: 'being sent', color: 'blue', step: 'The rail is told' },
  submitted: { word: 'under way', color: 'blue', step: 'The rail has taken it' },
  unknown: { word: 'not confirmed', color: 'red', step: 'Sent, and nobody has answered; the rail is asked' },
  held: { word: 'held', color: 'red', step: 'Held' },
  paid: { word: 'paid', color: 'green', step: 'Paid' },
  refused: { word: 'refused', color: 'red', step: 'Refused' },
  failed: { word: 'failed', color: 'red', step: 'Failed' },
  returned: { word: 'came back', color: 'red', step: 'Came back' },
  cancelled: { word: 'cancelled', color: 'gray', step: 'Cancelled; still owed' },
  declined: { word: 'declined', color: 'gray', step: 'Declined by the candidate' },
}

/** The ways money goes, by name. */
export const RAILS = { manual: 'By hand, outside Handiwork', stripe: 'Stripe', tremendous: 'Tremendous' } as const
