import { conflict } from '#server/platform/errors.ts'
import { moment } from './words.ts'

/** Thrown when the window in which to start is over. */
export const startWindowOver = (startBy: Date) => conflict('start_window_over', `The window to start closed at ${moment(startBy)}. Write to the team from your portal if you still want to do it.`)

/** Thrown when the application has ended, so that nothing can be started any more. */
export const applicationEnded = () => conflict('application_ended', 'This application has ended, so the assignment can’t be started.')

/** Thrown where a git token is asked for before there is a repository. */
export const assignmentNotStarted = () => conflict('assignment_not_started', 'Start the assignment first: the repository and its token are made then.')

/** Thrown by everything that needs a running clock. */
export const assignmentNotRunning = () => conflict('assignment_not_running', 'This assignment is not running: it has not been started, or it has been submitted already.')

/** Thrown when a multiplier is set after the start; an extension is the way then. */
export const assignmentStarted = () => conflict('assignment_started', 'This assignment has been started. Give more time with an extension instead.')

/** Thrown when an early submission can no longer be taken back. */
export const submissionSealed = () => conflict('submission_sealed', 'Your submission is sealed and can’t be taken back any more.')
