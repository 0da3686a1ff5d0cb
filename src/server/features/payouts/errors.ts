import { conflict, invalidField } from '#server/platform/errors.ts'

/** Thrown when a payout was recorded as paid before. */
export const payoutPaid = () => conflict('payout_paid', 'This payout is recorded as paid already. Its reference can’t be changed here.')

/** Thrown when the day of a payment is still to come. */
export const dayToCome = () => invalidField('body.paid_on', 'Write the day the payment was sent; it can’t be in the future.')
