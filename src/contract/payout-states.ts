/** Where a payout can be. `submitted`: the rail has taken it; `unknown`: it may have, and only the rail can tell. */
export const PAYOUT_STATES = [
  'accrued',
  'needs_details',
  'needs_approval',
  'queued',
  'submitting',
  'submitted',
  'paid',
  'held',
  'unknown',
  'refused',
  'failed',
  'returned',
  'cancelled',
  'declined',
] as const
export type PayoutState = (typeof PAYOUT_STATES)[number]

/**
 * From where to where. The table `payout_moves` holds the same and a trigger refuses everything else; a test compares the
 * two. Nothing leaves the states of `OVER`: what goes on after them is a payout of its own, which names the one it replaces.
 */
export const PAYOUT_MOVES: Readonly<Record<PayoutState, readonly PayoutState[]>> = {
  // `submitted` at once only by hand, where nobody but a person can say what was done.
  accrued: ['needs_details', 'needs_approval', 'queued', 'submitted', 'held', 'cancelled', 'declined'],
  needs_details: ['needs_approval', 'queued', 'held', 'cancelled', 'declined'],
  needs_approval: ['needs_details', 'queued', 'held', 'cancelled', 'declined'],
  queued: ['needs_details', 'needs_approval', 'submitting', 'submitted', 'held', 'cancelled', 'declined'],
  // Whoever was sending may have died: from here nobody goes back to the queue without having asked the rail.
  submitting: ['submitted', 'refused', 'unknown', 'held'],
  unknown: ['submitting', 'submitted', 'refused', 'held'],
  submitted: ['paid', 'failed', 'returned', 'cancelled'],
  held: ['accrued', 'submitting', 'submitted', 'refused', 'cancelled', 'declined'],
  // Banks send back what they have called delivered, weeks later.
  paid: ['returned', 'failed'],
  refused: [],
  failed: [],
  returned: [],
  cancelled: [],
  declined: [],
}

/** The money did not arrive and never will by this payout; it is owed still, and may be issued anew. */
export const OVER: readonly PayoutState[] = ['refused', 'failed', 'returned', 'cancelled']

const BEFORE_SENDING: readonly PayoutState[] = ['accrued', 'needs_details', 'needs_approval', 'queued']

/** What may be done with a payout in its state: the server enforces it, the button explains it. */
export const payoutCan = {
  approve: (p: { state: PayoutState }) => p.state === 'needs_approval',
  /** Also what would go on by itself after a day. */
  hold: (p: { state: PayoutState; heldUntil: Date | null }) => BEFORE_SENDING.includes(p.state) || (p.state === 'held' && p.heldUntil !== null),
  release: (p: { state: PayoutState; sends: number }) => p.state === 'held' && p.sends === 0,
  cancel: (p: { state: PayoutState; sends: number }) => BEFORE_SENDING.includes(p.state) || (p.state === 'held' && p.sends === 0),
  decline: (p: { state: PayoutState; sends: number }) => BEFORE_SENDING.includes(p.state) || (p.state === 'held' && p.sends === 0),
  /** To a charity, by people: until it is queued for a rail, which may be sending it as we speak. */
  donate: (p: { state: PayoutState; sends: number; rail: string; charity: object | null }) => p.charity === null && p.sends === 0 && (['accrued', 'needs_details', 'needs_approval', 'held'].includes(p.state) || (p.state === 'queued' && p.rail === 'manual')),
  /** By hand, outside: only what no rail has ever been told to send. */
  recordPayment: (p: { state: PayoutState; sends: number; rail: string }) => p.rail === 'manual' && ['accrued', 'queued', 'submitted'].includes(p.state),
  reissue: (p: { state: PayoutState }) => OVER.includes(p.state),
  /** Somebody has looked at the provider's own page, because the rail can't tell any more. */
  settleByHand: (p: { state: PayoutState; sends: number }) => p.state === 'held' && p.sends > 0,
} as const
