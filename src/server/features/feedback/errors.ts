import type { FeedbackFlag } from '#contract/feedback.ts'
import { Refusal, conflict } from '#server/platform/errors.ts'

export const feedbackSent = () => conflict('feedback_sent', 'The feedback has been sent, so it can’t be changed any more.')
export const feedbackPlanned = (when: string) => conflict('feedback_planned', `The feedback goes to the candidate on ${when}. Take it back first, or send it now.`)
export const feedbackNotPlanned = () => conflict('feedback_not_planned', 'No sending is planned, so there is nothing to take back.')
export const movedOn = () => conflict('application_moved_on', 'The application has moved on because this feedback is on its way, so it stays so. You can still send it now.')
export const roundNotRevealed = () => conflict('round_not_revealed', 'The feedback is written once every review is sealed.')
export const zoneUnknown = () => new Refusal(409, 'time_zone_unknown', 'Nobody knows the candidate’s time zone yet. Choose the one whose 9:00 is meant.', [{ path: 'body.time_zone', message: 'Choose a time zone' }])

/** Nothing is lost: what was saved meanwhile is kept, and what was refused is still on the screen of whoever wrote it. */
export function feedbackChanged(by: string, changed: readonly string[]): Refusal {
  const where = changed.length > 0 ? ` They differ from yours in ${changed.map((c) => `“${c}”`).join(', ')}.` : ''
  return new Refusal(409, 'feedback_changed', `${by} saved other words meanwhile.${where} Read them, put the two together, and save again.`, changed.map((c) => ({ path: 'body.text', message: c })))
}

export function feedbackInternal(flags: readonly FeedbackFlag[]): Refusal {
  const many = flags.length === 1 ? 'One sentence' : `${flags.length} sentences`
  return new Refusal(409, 'feedback_internal', `${many} must not go to the candidate. Change or remove what is listed, then send again.`, flags.map((f) => ({ path: 'body.text', message: `“${f.sentence}” ${f.message}` })))
}
