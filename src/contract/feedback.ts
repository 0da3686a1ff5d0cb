import { z } from 'zod'
import { id, instant, text } from './common.ts'
import { op } from './operation.ts'

export const feedback = z.strictObject({
  application_id: id('app'),
  text: z.string(),
  sent_at: instant.nullable(),
  sent_by: z.string().nullable(),
  due_at: instant.nullable(),
  /** Notes to the candidate from the sealed reviews, to compose from; empty until the reveal. */
  notes: z.array(z.strictObject({ path: z.string(), line: z.number().int(), body: z.string() })),
  can_send: z.boolean(),
  why_not: z.string().nullable(),
})
export type Feedback = z.infer<typeof feedback>

const appId = z.strictObject({ id: id('app') })

export const feedbackOps = {
  getFeedback: op('GET', '/applications/:id/feedback', { audience: 'team', summary: 'The written feedback for the candidate: draft or sent.', params: appId, answer: feedback }),
  saveFeedback: op('PUT', '/applications/:id/feedback', { audience: 'team', summary: 'Save the draft of the feedback.', params: appId, body: z.strictObject({ text: text(20_000) }), answer: feedback, problems: ['feedback_sent', 'round_not_revealed'] }),
  sendFeedback: op('POST', '/applications/:id/feedback/delivery', {
    audience: 'team',
    summary: 'Send the feedback to the candidate. Sent feedback can’t be changed.',
    params: appId,
    body: z.strictObject({ text: text(20_000, 80) }),
    answer: feedback,
    problems: ['feedback_sent', 'round_not_revealed'],
  }),
  getPortalFeedback: op('GET', '/portal/applications/:id/feedback', {
    audience: 'portal',
    summary: 'The written feedback on your work, once sent.',
    params: appId,
    answer: z.strictObject({ text: z.string().nullable(), sent_at: instant.nullable(), due_at: instant.nullable() }),
  }),
}
