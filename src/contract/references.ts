import { z } from 'zod'
import { done, email, id, instant, personName, text, timeZone } from './common.ts'
import { openSlot } from './interviews.ts'
import { op } from './operation.ts'

export const RELATIONSHIPS = ['shipped_with', 'managed', 'other'] as const
export const relationship = z.enum(RELATIONSHIPS)

export const refereeDraft = z.strictObject({ name: personName, email, relationship, note: text(500).default('') })

export const REFERENCE_STATES = ['invited', 'booked', 'completed'] as const
export const referenceCheck = z.strictObject({
  id: id('rck'),
  referee: z.strictObject({ name: z.string(), email, relationship, note: z.string() }),
  state: z.enum(REFERENCE_STATES),
  invited_at: instant,
  starts_at: instant.nullable(),
  caller: z.strictObject({ id: id('mem'), name: z.string() }).nullable(),
  phone: z.string(),
  answers: z.array(z.strictObject({ question_id: z.string(), question: z.string(), answer: z.string() })),
  recommendation: z.enum(['no', 'mixed', 'yes', 'strong_yes']).nullable(),
  completed_at: instant.nullable(),
})
export type ReferenceCheck = z.infer<typeof referenceCheck>

const appId = z.strictObject({ id: id('app') })
const rckId = z.strictObject({ id: id('rck') })
const token = z.strictObject({ token: z.string().min(20).max(200) })

export const refereePage = z.strictObject({
  organization: z.string(),
  candidate_name: z.string(),
  job_title: z.string(),
  referee_name: z.string(),
  minutes: z.number().int(),
  state: z.enum(REFERENCE_STATES),
  /** Whether a call may still be booked or moved. */
  open: z.boolean(),
  starts_at: instant.nullable(),
  ends_at: instant.nullable(),
  time_zone: z.string().nullable(),
  with: z.string().nullable(),
  phone: z.string(),
  slots: z.array(openSlot),
})
export type RefereePage = z.infer<typeof refereePage>

export const referenceOps = {
  getReferences: op('GET', '/applications/:id/references', { audience: 'team', summary: 'The reference checks of an application, with notes.', params: appId, answer: z.strictObject({ wanted: z.number().int(), items: z.array(referenceCheck) }) }),
  saveReferenceNotes: op('PUT', '/reference-checks/:id/notes', {
    audience: 'team',
    summary: 'Notes of the call, by question.',
    params: rckId,
    body: z.strictObject({
      answers: z.array(z.strictObject({ question_id: z.string().max(64), answer: text(8000) })).max(20),
      recommendation: z.enum(['no', 'mixed', 'yes', 'strong_yes']).nullable(),
    }),
    answer: referenceCheck,
    problems: ['reference_completed'],
  }),
  completeReference: op('POST', '/reference-checks/:id/completion', { audience: 'team', summary: 'The call took place and its notes are in.', params: rckId, answer: referenceCheck, problems: ['reference_incomplete', 'reference_completed'] }),
  getPortalReferences: op('GET', '/portal/applications/:id/references', {
    audience: 'portal',
    summary: 'The referees you named and whether they have booked.',
    params: appId,
    answer: z.strictObject({
      wanted: z.number().int(),
      asked_for: z.array(relationship),
      can_name: z.boolean(),
      items: z.array(z.strictObject({ name: z.string(), email, relationship, state: z.enum(REFERENCE_STATES) })),
    }),
  }),
  nameReferees: op('PUT', '/portal/applications/:id/references', {
    audience: 'portal',
    summary: 'Name your referees; each gets a mail and books a short call.',
    params: appId,
    body: z.strictObject({ referees: z.array(refereeDraft).min(1, 'Name your referees').max(5) }),
    answer: done,
    problems: ['referees_named', 'referee_twice', 'referees_missing'],
  }),
  getRefereePage: op('GET', '/referee/:token', { audience: 'referee', summary: 'What a referee is asked for, and the open times.', params: token, answer: refereePage, problems: ['referee_link_invalid'] }),
  bookReferenceCall: op('PUT', '/referee/:token/booking', {
    audience: 'referee',
    summary: 'Book the call, or move it.',
    params: token,
    body: z.strictObject({ slot_id: id('slt'), time_zone: timeZone, phone: text(60).default('') }),
    answer: refereePage,
    problems: ['slot_taken', 'referee_link_invalid', 'reference_completed', 'reference_not_needed'],
  }),
}
