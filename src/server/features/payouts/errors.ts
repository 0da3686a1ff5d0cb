import { conflict, invalidField, notFound } from '#server/platform/errors.ts'

/** Thrown for a payout that does not exist, and for one of another organization. */
export const payoutNotFound = () => notFound('This payout')

/** Thrown when a payout was recorded as paid before. */
export const payoutPaid = () => conflict('payout_paid', 'This payout is recorded as paid already. Its reference can’t be changed here.')

/** Thrown when a payout is not in a state that allows the act; `why` says what to do instead. */
export const payoutState = (why: string) => conflict('payout_state', why)

/** Thrown when the same person approves twice. */
export const alreadyApproved = () => conflict('payout_approved', 'You have approved this payout before. Another person has to approve it, too.')

/** Thrown when a candidate names a charity that is not on the list (any more). */
export const noSuchCharity = () => invalidField('body.charity', 'Choose one of the list. It may have changed while you were reading.')

/** Thrown when two of a list have the same name. */
export const charityTwice = (n: number) => invalidField(`body.items.${n}.name`, 'This name is on the list already.')

/** Thrown when the day of a payment is still to come. */
export const dayToCome = () => invalidField('body.paid_on', 'Write the day the payment was sent; it can’t be in the future.')

/** Thrown when the next stage pays nothing, so that there is no budget to go beyond. */
export const stageNotPaid = () => conflict('stage_not_paid', 'The next stage of this application pays nothing, so no budget stands before it.')

/** Thrown when somebody can't be the next to open a stage beyond a budget; `why` says who can. */
export const budgetOpen = (why: string) => conflict('budget_opened', why)
