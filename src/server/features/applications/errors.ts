import { Refusal, conflict } from '#server/platform/errors.ts'

export const alreadyApplied = () => conflict('already_applied', 'You have already applied for this job with this address. Your portal shows where your application stands.')
export const stageIncomplete = (missing: readonly string[]) => conflict('stage_incomplete', `This stage is not finished: ${missing.join(' ')}`)
export const stageChanged = (now: string) => conflict('stage_changed', `Somebody moved this application meanwhile: it is now in ${now}. Reload and look again.`)
export const applicationEnded = () => conflict('application_ended', 'This application has ended, so it can’t be changed any more.')
export const feedbackMissing = (why: string) => new Refusal(409, 'feedback_missing', why, [{ path: 'body.message', message: why }])

/** Thrown when the next stage may not be entered now, for example because a budget does not reach for it; `why` says what to do. */
export const stageShut = (why: string) => conflict('stage_shut', why)
