export { type Booked, bookSlot, openSlots, releaseSlot } from './slots.ts'
export { type Invite, invite, spokenTime } from './invite.ts'
