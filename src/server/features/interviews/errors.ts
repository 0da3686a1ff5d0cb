import type { Missing } from '#server/features/scorecards/index.ts'
import { Refusal, conflict, notFound } from '#server/platform/errors.ts'

export const interviewNotBooked = () => conflict('interview_not_booked', 'No time is booked for this interview.')
export const interviewNotHeld = () => conflict('interview_not_held', 'Say that the interview was held, then seal what you saw in it.')
export const interviewHeld = () => conflict('interview_held', 'This interview has taken place.')
export const scorecardSealed = () => conflict('scorecard_sealed', 'This scorecard is sealed; it can’t be changed any more.')
export const scorecardIncomplete = (missing: readonly Missing[]) => new Refusal(409, 'scorecard_incomplete', missing.map((m) => m.message).join(' '), [...missing])
export const criterionUnknown = () => new Refusal(404, 'criterion_unknown', 'The interview has no such criterion.')
export const noSuchInterview = () => notFound('This interview')
