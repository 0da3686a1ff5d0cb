import { Refusal, conflict, invalidField } from '#server/platform/errors.ts'

export const slotTaken = () => conflict('slot_taken', 'Somebody just took that time. Please choose another.')
export const slotBooked = () => conflict('slot_booked', 'This time is booked. Cancel the call first, then take the time back.')
export const slotOverlaps = () => new Refusal(409, 'slot_overlaps', 'One of these times overlaps a time you already offer.', [{ path: 'body.starts', message: 'This overlaps a time you already offer' }])
export const slotInThePast = () => invalidField('body.starts', 'Offer times that are still to come')
