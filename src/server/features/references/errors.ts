import { Refusal, conflict } from '#server/platform/errors.ts'

export const refereeLinkInvalid = () => new Refusal(404, 'referee_link_invalid', 'This link is not valid (any more). Ask the person who named you for a new one.')
export const refereesNamed = () => conflict('referees_named', 'You have named your referees. Write to the company to change one.')
export const refereesMissing = (n: number) => new Refusal(422, 'referees_missing', `Name ${n} referees.`, [{ path: 'body.referees', message: `Name ${n} referees` }])
export const refereeTwice = (i: number) => new Refusal(422, 'referee_twice', 'Each referee needs an address of their own, and not yours.', [{ path: `body.referees.${i}.email`, message: 'Each referee needs an address of their own, and not yours' }])
export const referenceCompleted = () => conflict('reference_completed', 'This reference is completed.')
export const referenceNotNeeded = () => conflict('reference_not_needed', 'This reference is not needed any more. Thank you for your readiness.')
export const referenceIncomplete = (missing: readonly string[]) => new Refusal(409, 'reference_incomplete', missing.join(' '), missing.map((message) => ({ path: 'notes', message })))
export const notInReferences = () => conflict('referees_named', 'Referees are named during the reference stage.')
