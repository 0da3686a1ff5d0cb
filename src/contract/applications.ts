import { z } from 'zod'
import { done, email, fileAnswer, id, instant, page, pageQuery, text, timeZone } from './common.ts'
import { money } from './money.ts'
import { op } from './operation.ts'
import { stage, stageType } from './process.ts'

export const APPLICATION_STATES = ['active', 'hired', 'rejected', 'withdrawn'] as const
export const applicationState = z.enum(APPLICATION_STATES)
export type ApplicationState = z.infer<typeof applicationState>

export const PROGRESS_STATES = ['pending', 'in_progress', 'completed', 'skipped'] as const
export const progressState = z.enum(PROGRESS_STATES)

export const REJECTION_REASONS = ['experience', 'work_sample', 'interview', 'references', 'role_filled', 'other'] as const
export const rejectionReason = z.enum(REJECTION_REASONS)

/** Who the process waits for. */
export const waitingOn = z.enum(['candidate', 'team', 'referee', 'nobody'])

/** What a stage says of itself, the same for team and candidate except for the sentences. */
export const stageStatus = z.strictObject({
  key: z.string(),
  name: z.string(),
  type: stageType,
  state: progressState,
  entered_at: instant.nullable(),
  completed_at: instant.nullable(),
  waiting_on: waitingOn,
  due_at: instant.nullable(),
  /** One line: what happened here or what is missing. */
  summary: z.string(),
})
export type StageStatus = z.infer<typeof stageStatus>

/** A promise with its clock: when it began, when it is due, when it was kept. */
export const promise = z.strictObject({
  kind: z.enum(['review', 'feedback', 'interview', 'references', 'offer', 'payment']),
  text: z.string(),
  started_at: instant,
  due_at: instant,
  kept_at: instant.nullable(),
  state: z.enum(['running', 'kept', 'late', 'kept_late', 'void']),
})
export type Promised = z.infer<typeof promise>

/** An act on an application and, when it can't be done now, the reason in words. */
export const action = z.strictObject({ name: z.enum(['advance', 'reject', 'hire']), allowed: z.boolean(), why_not: z.string().nullable() })

export const applicationCard = z.strictObject({
  id: id('app'),
  candidate: z.strictObject({ id: id('cand'), name: z.string() }),
  job: z.strictObject({ id: id('job'), title: z.string() }),
  state: applicationState,
  stage_key: z.string(),
  stage_name: z.string(),
  stage_entered_at: instant,
  waiting_on: waitingOn,
  next: z.string(),
  due_at: instant.nullable(),
  applied_at: instant,
})
export type ApplicationCard = z.infer<typeof applicationCard>

export const application = applicationCard.extend({
  candidate: z.strictObject({ id: id('cand'), name: z.string(), email }),
  process_version: z.number().int(),
  /** You are not told whose it is before every review is sealed: no name, no answers, no résumé. */
  anonymous: z.boolean(),
  stages: z.array(stageStatus),
  definition: z.array(stage),
  answers: z.array(z.strictObject({ id: z.string(), label: z.string(), value: z.string() })),
  links: z.array(z.string()),
  resume: z.strictObject({ filename: z.string(), size: z.number().int() }).nullable(),
  promises: z.array(promise),
  actions: z.array(action),
  /** Who told the candidate about the job; they are not asked to judge. */
  referred_by: z.strictObject({ id: id('mem'), name: z.string() }).nullable(),
  rejection: z.strictObject({ reason: rejectionReason, note: z.string(), at: instant }).nullable(),
})
export type Application = z.infer<typeof application>

export const feedEvent = z.strictObject({
  seq: z.number().int(),
  id: id('evt'),
  type: z.string(),
  at: instant,
  actor: z.strictObject({ kind: z.string(), name: z.string() }),
  /** A sentence a person reads. */
  text: z.string(),
})
export type FeedEvent = z.infer<typeof feedEvent>

export const board = z.strictObject({
  job: z.strictObject({ id: id('job'), title: z.string() }),
  columns: z.array(z.strictObject({ key: z.string(), name: z.string(), type: stageType, cards: z.array(applicationCard) })),
  ended: z.strictObject({ hired: z.number().int(), rejected: z.number().int(), withdrawn: z.number().int() }),
})
export type Board = z.infer<typeof board>

const appId = z.strictObject({ id: id('app') })

export const applicationOps = {
  getBoard: op('GET', '/jobs/:id/board', { audience: 'team', summary: 'The board of a job: a column for each stage.', params: z.strictObject({ id: id('job') }), answer: board }),
  listApplications: op('GET', '/applications', {
    audience: 'team',
    summary: 'Applications you can see, newest first.',
    query: pageQuery.extend({ job_id: id('job').optional(), state: applicationState.optional(), search: text(200).optional() }),
    answer: page(applicationCard),
  }),
  getApplication: op('GET', '/applications/:id', { audience: 'team', summary: 'One application: the candidate, the stages, the promises and what can be done now.', params: appId, answer: application }),
  getResume: op('GET', '/applications/:id/resume', { audience: 'team', summary: 'The candidate’s résumé.', params: appId, answer: fileAnswer, file: 'application/octet-stream' }),
  advance: op('POST', '/applications/:id/advancement', {
    audience: 'team',
    summary: 'Move an application on from the stage it is in; from the last stage, hire. The stage named must still be the current one.',
    params: appId,
    body: z.strictObject({ from_stage: z.string().max(64), note: text(4000).default('') }),
    answer: application,
    problems: ['stage_incomplete', 'stage_shut', 'stage_changed', 'application_ended'],
  }),
  reject: op('POST', '/applications/:id/rejection', {
    audience: 'team',
    summary: 'Reject with a reason. After the assignment the candidate’s written feedback must have been sent, or come with this.',
    params: appId,
    body: z.strictObject({ reason: rejectionReason, note: text(4000).default(''), message: text(8000, 1) }),
    answer: application,
    problems: ['feedback_missing', 'application_ended'],
  }),
  setReferrer: op('PUT', '/applications/:id/referrer', {
    audience: 'team',
    summary: 'Say which member referred the candidate, or nobody. Who referred somebody is not asked to judge them.',
    params: appId,
    body: z.strictObject({ member_id: id('mem').nullable() }),
    answer: application,
  }),
  addNote: op('POST', '/applications/:id/notes', {
    audience: 'team',
    summary: 'Add a note only the team sees.',
    params: appId,
    body: z.strictObject({ text: text(8000, 1) }),
    answer: done,
    status: 201,
  }),
  listEvents: op('GET', '/applications/:id/events', { audience: 'team', summary: 'Everything that happened to an application, newest first.', params: appId, query: pageQuery, answer: page(feedEvent) }),
  withdraw: op('POST', '/portal/applications/:id/withdrawal', {
    audience: 'portal',
    summary: 'Withdraw your application. Pay you have earned stays yours.',
    params: appId,
    body: z.strictObject({ reason: text(2000).default('') }),
    answer: done,
    problems: ['application_ended'],
  }),
}

/** What the candidate sees of one stage. */
export const portalStage = stageStatus.extend({
  description: z.string(),
  promise: z.string(),
  pay: money.nullable(),
})
export const portalApplication = z.strictObject({
  id: id('app'),
  organization: z.strictObject({ name: z.string(), slug: z.string() }),
  job: z.strictObject({ title: z.string(), slug: z.string() }),
  candidate_name: z.string(),
  state: applicationState,
  applied_at: instant,
  stages: z.array(portalStage),
  /** What happens next, who acts, by when. */
  next: z.strictObject({ text: z.string(), waiting_on: waitingOn, due_at: instant.nullable() }),
  promises: z.array(promise),
  can_withdraw: z.boolean(),
  /** The message sent with a rejection. */
  closing_message: z.string().nullable(),
  /** Happenings you are told of and may hold against us, oldest first. They are never removed. */
  notices: z.array(z.strictObject({ at: instant, text: z.string() })),
})
export type PortalApplication = z.infer<typeof portalApplication>

export const portalOps = {
  getPortal: op('GET', '/portal', {
    audience: 'portal',
    summary: 'Your applications.',
    answer: z.strictObject({ email, applications: z.array(portalApplication.pick({ id: true, organization: true, job: true, state: true, applied_at: true, next: true })) }),
  }),
  getPortalApplication: op('GET', '/portal/applications/:id', { audience: 'portal', summary: 'One application of yours: the time line, what happens next, who acts, by when.', params: appId, answer: portalApplication }),
  setPortalTimeZone: op('PUT', '/portal/applications/:id/time-zone', {
    audience: 'portal',
    summary: 'Say which time zone you are in, for what reaches you in your morning.',
    params: appId,
    body: z.strictObject({ time_zone: timeZone }),
    answer: done,
  }),
  listPortalMail: op('GET', '/portal/applications/:id/mail', {
    audience: 'portal',
    summary: 'Every mail we sent you about this application.',
    params: appId,
    answer: z.strictObject({ items: z.array(z.strictObject({ sent_at: instant, subject: z.string(), text: z.string() })) }),
  }),
}
