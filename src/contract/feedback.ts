import { z } from 'zod'
import { promise } from './applications.ts'
import { id, instant, text, timeZone } from './common.ts'
import { op } from './operation.ts'

/** Words of one's own about somebody's work, not a line. */
export const FEEDBACK_MIN = 80
const FEEDBACK_MAX = 20_000

/** `closed` until every review is sealed; `sent` is final. */
export const feedbackState = z.enum(['closed', 'draft', 'planned', 'sent'])

/** Something written for the candidate, to compose from: a reviewer's note to them, or the published words of a level. */
export const feedbackMaterial = z.strictObject({
  kind: z.enum(['note', 'level']),
  /** The criterion's name; empty for a note on the whole. */
  criterion: z.string(),
  /** Where the words of a level are likely to go. */
  side: z.enum(['strong', 'work_on']).nullable(),
  path: z.string(),
  line: z.number().int(),
  body: z.string(),
})
export type FeedbackMaterial = z.infer<typeof feedbackMaterial>

/** A sentence that can't be sent: it repeats internal text, or names a reviewer. */
export const feedbackFlag = z.strictObject({ why: z.enum(['internal', 'name']), sentence: z.string(), message: z.string() })
export type FeedbackFlag = z.infer<typeof feedbackFlag>

/** When it goes, by whose clock: the zone is the candidate's own, or one the team chose for them. */
export const feedbackPlan = z.strictObject({ at: instant, time_zone: z.string(), zone_from: z.enum(['candidate', 'team']) })
export type FeedbackPlan = z.infer<typeof feedbackPlan>

export const feedback = z.strictObject({
  application_id: id('app'),
  state: feedbackState,
  /** Markdown; each `## heading` begins a section. */
  text: z.string(),
  /** Goes up with every save; a save or a sending names the one it began from. */
  version: z.number().int(),
  saved_at: instant.nullable(),
  saved_by: z.string().nullable(),
  plan: feedbackPlan.extend({ by: z.string() }).nullable(),
  sent_at: instant.nullable(),
  sent_by: z.string().nullable(),
  due_at: instant.nullable(),
  /** How the promise of feedback stands; null where none was made. */
  promise: promise.shape.state.nullable(),
  /** The candidate's zone, when they said it or their browser did. */
  time_zone: z.string().nullable(),
  material: z.array(feedbackMaterial),
  /** What has to go before it can be sent. */
  flags: z.array(feedbackFlag),
  can_send: z.boolean(),
  why_not: z.string().nullable(),
  can_take_back: z.boolean(),
})
export type Feedback = z.infer<typeof feedback>

export const feedbackPreview = z.strictObject({
  /** The letter as it stands on the candidate's page: a document of its own without any script. */
  html: z.string(),
  mail: z.strictObject({ subject: z.string(), text: z.string() }),
  flags: z.array(feedbackFlag),
  /** When “at 9:00 their time” would be; null while nobody knows the zone. */
  morning: instant.nullable(),
})

const appId = z.strictObject({ id: id('app') })
const version = z.number().int().min(0)

export const feedbackOps = {
  getFeedback: op('GET', '/applications/:id/feedback', { audience: 'team', summary: 'The written feedback for the candidate: what it can be composed from, the draft, the plan to send it, or what was sent.', params: appId, answer: feedback }),
  saveFeedback: op('PUT', '/applications/:id/feedback', {
    audience: 'team',
    summary: 'Save the draft of the feedback. Refused when somebody saved a newer version than the one named.',
    params: appId,
    body: z.strictObject({ text: text(FEEDBACK_MAX), version }),
    answer: feedback,
    problems: ['feedback_sent', 'feedback_planned', 'feedback_changed', 'round_not_revealed'],
  }),
  previewFeedback: op('POST', '/applications/:id/feedback/preview', {
    audience: 'team',
    summary: 'A text exactly as the candidate would see it, on their page and in the mail, and when their 9:00 would be. Nothing is kept.',
    params: appId,
    body: z.strictObject({ text: text(FEEDBACK_MAX), working_day: z.boolean().default(true), time_zone: timeZone.optional() }),
    answer: feedbackPreview,
    problems: ['round_not_revealed'],
  }),
  sendFeedback: op('POST', '/applications/:id/feedback/delivery', {
    audience: 'team',
    summary: 'Send the feedback to the candidate now, or at 9:00 their time. Sent feedback can’t be changed; planned feedback can be taken back until it goes.',
    params: appId,
    body: z.strictObject({
      text: text(FEEDBACK_MAX, FEEDBACK_MIN),
      /** The version of the draft this text began from; 0 where none was saved. */
      version: version.default(0),
      when: z.enum(['now', 'morning']).default('now'),
      /** A morning from Monday to Friday. */
      working_day: z.boolean().default(true),
      /** Whose 9:00, where the candidate's zone is not known. */
      time_zone: timeZone.optional(),
    }),
    answer: feedback,
    problems: ['feedback_sent', 'feedback_planned', 'feedback_changed', 'feedback_internal', 'round_not_revealed', 'time_zone_unknown'],
  }),
  takeBackFeedback: op('DELETE', '/applications/:id/feedback/delivery', {
    audience: 'team',
    summary: 'Take planned feedback back before it goes: it is a draft again.',
    params: appId,
    answer: feedback,
    problems: ['feedback_sent', 'feedback_not_planned', 'application_moved_on'],
  }),
  getPortalFeedback: op('GET', '/portal/applications/:id/feedback', {
    audience: 'portal',
    summary: 'The written feedback on your work, once sent; before that, when it comes.',
    params: appId,
    answer: z.strictObject({
      text: z.string().nullable(),
      sent_at: instant.nullable(),
      due_at: instant.nullable(),
      promise: promise.shape.state.nullable(),
      /** It is written, and goes then. */
      plan: feedbackPlan.nullable(),
      time_zone: z.string().nullable(),
    }),
  }),
}
