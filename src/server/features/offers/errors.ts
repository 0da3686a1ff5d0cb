import { Refusal, conflict } from '#server/platform/errors.ts'

export const offerNotEditable = () => conflict('offer_not_editable', 'This offer has been extended, so its terms are fixed.')
export const applicationOver = () => conflict('offer_not_editable', 'This application has ended, so there is nothing to offer.')
export const offerIncomplete = () => conflict('offer_incomplete', 'Write the terms first.')
export const offerNotOpen = () => conflict('offer_not_open', 'This offer is not open: it was answered, rescinded or not extended.')
export const offerExpired = () => conflict('offer_expired', 'This offer has expired. Write to the company if you would still like to accept.')
export const expiryInThePast = () => new Refusal(422, 'offer_expired', 'The offer would expire before it is read: choose a later time.', [{ path: 'body.terms.expires_at', message: 'Choose a time to come' }])
export const termsChanged = () => new Refusal(412, 'terms_changed', 'The terms are not the ones you were shown. Read them again, then sign.')
