import { z } from 'zod'
import { done, id, instant, text } from './common.ts'
import { op } from './operation.ts'

/** What a candidate asks for before the start. Between them and those who decide: no reviewer, no record, no export has it. */
export const accommodationRequest = z.strictObject({
  text: z.string(),
  asked_at: instant,
  /** Empty while nobody has answered. */
  answer: z.string(),
  answered_at: instant.nullable(),
})
export type AccommodationRequest = z.infer<typeof accommodationRequest>

export const accommodation = z.strictObject({
  /** The time limit is this many times the usual one. */
  multiplier: z.number(),
  request: accommodationRequest.nullable(),
})
export type Accommodation = z.infer<typeof accommodation>

const asgId = z.strictObject({ id: id('asg') })

export const accommodationOps = {
  getAccommodation: op('GET', '/assignments/:id/accommodation', { audience: 'team', summary: 'The private accommodation of a take-home, and what the candidate asked for.', params: asgId, answer: accommodation }),
  setAccommodation: op('PUT', '/assignments/:id/accommodation', {
    audience: 'team',
    summary: 'Set a private time multiplier before the start, and answer the candidate in your own words. They are told.',
    params: asgId,
    body: z.strictObject({ multiplier: z.number().min(1).max(4), answer: text(4000).default('') }),
    answer: done,
    problems: ['assignment_started'],
  }),
  getPortalAccommodation: op('GET', '/portal/assignments/:id/accommodation', { audience: 'portal', summary: 'What you asked for, and the answer.', params: asgId, answer: accommodation }),
  askAccommodation: op('PUT', '/portal/assignments/:id/accommodation', {
    audience: 'portal',
    summary: 'Ask, before the start and in private, for more time or another form. Only those who can give it read it, never a reviewer. Asking again replaces what you wrote.',
    params: asgId,
    body: z.strictObject({ text: text(4000, 1) }),
    answer: accommodation,
    problems: ['assignment_started'],
  }),
  withdrawAccommodation: op('DELETE', '/portal/assignments/:id/accommodation', { audience: 'portal', summary: 'Take back what you asked for; its text is deleted. Time that was given stays.', params: asgId, answer: accommodation }),
}
