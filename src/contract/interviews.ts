import { z } from 'zod'
import { done, fileAnswer, id, instant, text, timeZone } from './common.ts'
import { op } from './operation.ts'
import { criterion } from './process.ts'
import { card, scoreFacts, verdict } from './scorecards.ts'

/** A time somebody of the team offers for calls; booked by one person at most. */
export const slot = z.strictObject({ id: id('slt'), member_id: id('mem'), member_name: z.string(), starts_at: instant, ends_at: instant, booked_for: z.string().nullable() })
export type Slot = z.infer<typeof slot>
export const openSlot = z.strictObject({ id: id('slt'), starts_at: instant, ends_at: instant, with: z.string() })
export type OpenSlot = z.infer<typeof openSlot>

export const agendaItem = z.strictObject({
  id: id('agi'),
  position: z.number().int(),
  source: z.enum(['standing', 'review', 'added']),
  text: z.string(),
  prompt: z.string(),
  path: z.string(),
  line: z.number().int(),
})
export type AgendaItem = z.infer<typeof agendaItem>

export const scorecard = z.strictObject({
  id: id('scd'),
  author: z.strictObject({ id: id('mem'), name: z.string() }),
  ...card.shape,
})
export type Scorecard = z.infer<typeof scorecard>

export const INTERVIEW_STATES = ['to_book', 'booked', 'held', 'no_show'] as const
export const interview = z.strictObject({
  id: id('int'),
  application_id: id('app'),
  stage_key: z.string(),
  state: z.enum(INTERVIEW_STATES),
  starts_at: instant.nullable(),
  ends_at: instant.nullable(),
  candidate_time_zone: z.string().nullable(),
  interviewer: z.strictObject({ id: id('mem'), name: z.string() }).nullable(),
  location: z.string(),
  held_at: instant.nullable(),
  submission_id: id('sub').nullable(),
  agenda: z.array(agendaItem),
  /** What the interviewer scores. */
  criteria: z.array(criterion),
  /** Your own; another's only after both are sealed, as everywhere. */
  my_scorecard: scorecard.nullable(),
  scorecards: z.array(scorecard),
})
export type Interview = z.infer<typeof interview>

export const portalInterview = z.strictObject({
  id: id('int'),
  application_id: id('app'),
  name: z.string(),
  description: z.string(),
  state: z.enum(INTERVIEW_STATES),
  minutes: z.number().int(),
  starts_at: instant.nullable(),
  ends_at: instant.nullable(),
  time_zone: z.string().nullable(),
  with: z.string().nullable(),
  location: z.string(),
  agenda: z.array(z.strictObject({ text: z.string() })),
  slots: z.array(openSlot),
})
export type PortalInterview = z.infer<typeof portalInterview>

const appId = z.strictObject({ id: id('app') })
const intId = z.strictObject({ id: id('int') })
const booking = z.strictObject({ slot_id: id('slt'), time_zone: timeZone })

export const schedulingOps = {
  listSlots: op('GET', '/slots', { audience: 'team', summary: 'Times you offer for interviews and reference calls, with what is booked.', answer: z.strictObject({ items: z.array(slot) }) }),
  publishSlots: op('POST', '/slots', {
    audience: 'team',
    summary: 'Offer times. Overlapping ones are refused.',
    body: z.strictObject({ starts: z.array(instant).min(1, 'Offer at least one time').max(100), minutes: z.number().int().min(5).max(480) }),
    answer: z.strictObject({ items: z.array(slot) }),
    status: 201,
    problems: ['slot_overlaps'],
  }),
  withdrawSlot: op('DELETE', '/slots/:id', { audience: 'team', summary: 'Take back a time nobody has booked.', params: z.strictObject({ id: id('slt') }), answer: done, problems: ['slot_booked'] }),
}

export const interviewOps = {
  getInterview: op('GET', '/applications/:id/interviews/:stage', { audience: 'team', summary: 'The interview of a stage: booking, agenda over the candidate’s own code, scorecards.', params: appId.extend({ stage: z.string().max(64) }), answer: interview }),
  listMyInterviews: op('GET', '/interviews', { audience: 'team', summary: 'Your interviews: coming ones first.', answer: z.strictObject({ items: z.array(interview.pick({ id: true, application_id: true, stage_key: true, state: true, starts_at: true, ends_at: true }).extend({ candidate_name: z.string(), job_title: z.string() })) }) }),
  addAgendaItem: op('POST', '/interviews/:id/agenda', {
    audience: 'team',
    summary: 'Add a question that points at a line.',
    params: intId,
    body: z.strictObject({ text: text(2000, 1), path: text(1024).default(''), line: z.number().int().min(0).default(0) }),
    answer: interview,
    status: 201,
  }),
  pointAgendaItem: op('PUT', '/interviews/:id/agenda/:item', {
    audience: 'team',
    summary: 'Point an agenda item at another line.',
    params: intId.extend({ item: id('agi') }),
    body: z.strictObject({ path: text(1024), line: z.number().int().min(0) }),
    answer: interview,
  }),
  removeAgendaItem: op('DELETE', '/interviews/:id/agenda/:item', { audience: 'team', summary: 'Remove a question you added.', params: intId.extend({ item: id('agi') }), answer: interview }),
  markHeld: op('POST', '/interviews/:id/held', { audience: 'team', summary: 'The interview took place. The clock on the offer starts now.', params: intId, answer: interview, problems: ['interview_not_booked'] }),
  markNoShow: op('POST', '/interviews/:id/no-show', { audience: 'team', summary: 'The candidate did not come; they may book again.', params: intId, answer: interview, problems: ['interview_not_booked'] }),
  saveInterviewScore: op('PUT', '/interviews/:id/scorecard/scores/:criterion', {
    audience: 'team',
    summary: 'Score one criterion of the interview with its evidence, or say why it can’t be assessed.',
    params: intId.extend({ criterion: z.string().max(64) }),
    body: scoreFacts,
    answer: interview,
    problems: ['scorecard_sealed', 'criterion_unknown'],
  }),
  saveInterviewVerdict: op('PUT', '/interviews/:id/scorecard/verdict', {
    audience: 'team',
    summary: 'Summary and recommendation of your scorecard.',
    params: intId,
    body: verdict,
    answer: interview,
    problems: ['scorecard_sealed'],
  }),
  sealScorecard: op('POST', '/interviews/:id/scorecard/seal', { audience: 'team', summary: 'Seal your scorecard for good.', params: intId, answer: interview, problems: ['scorecard_incomplete', 'scorecard_sealed', 'interview_not_held'] }),
  getPortalInterview: op('GET', '/portal/applications/:id/interviews/:stage', { audience: 'portal', summary: 'Your interview: its agenda, the open times or the booked one.', params: appId.extend({ stage: z.string().max(64) }), answer: portalInterview }),
  bookInterview: op('PUT', '/portal/interviews/:id/booking', { audience: 'portal', summary: 'Book a time, or move to another.', params: intId, body: booking, answer: portalInterview, problems: ['slot_taken', 'interview_held'] }),
  cancelInterview: op('DELETE', '/portal/interviews/:id/booking', { audience: 'portal', summary: 'Cancel the booked time; you can book again.', params: intId, answer: portalInterview, problems: ['interview_not_booked'] }),
  getInterviewInvite: op('GET', '/portal/interviews/:id/invite.ics', { audience: 'portal', summary: 'The booked time as a calendar file.', params: intId, answer: fileAnswer, file: 'text/calendar' }),
}
