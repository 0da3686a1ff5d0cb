import { conflict, notFound } from '#server/platform/errors.ts'

export const interviewNotBooked = () => conflict('interview_not_booked', 'No time is booked for this interview.')
export const interviewNotHeld = () => conflict('interview_not_held', 'Say that the interview was held, then seal what you saw in it.')
export const interviewHeld = () => conflict('interview_held', 'This interview has taken place.')
export const noSuchInterview = () => notFound('This interview')
