import { conflict, Refusal } from '#server/platform/errors.ts'
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

/** Thrown when the candidate's account at the provider is not known yet. */
export const providerLoginNeeded = () => conflict('provider_login_needed', 'The repository of this take-home is on GitHub. Tell us the name of your account there.')

/** Thrown when the provider has said no, in its words. The clock has not started. */
export const providerRefused = (why: string) => conflict('provider_refused', `${why} Your clock has not started.`)

/** Thrown while the provider does not answer, or is not done. The clock has not started. */
export const repositoryNotReady = () => conflict('repository_not_ready', 'GitHub has not made your repository yet. Your clock has not started, and no time is lost: we keep trying. Press Start again in a few minutes.')

/** Thrown where a process wants a provider that this server is not set up for. */
export const providerNotConfigured = () => conflict('provider_not_configured', 'This take-home wants a repository on GitHub, and this server is not set up for that. Your clock has not started. Write to the team from your portal.')

/** Thrown where a token of ours is asked for, and the repository is somebody else's. */
export const hostedElsewhere = () => conflict('hosted_elsewhere', 'Your repository is on GitHub: sign in there, and clone it with your account.')

/** Thrown when an upload is not taken, in the sentences git would have printed. */
export const uploadRefused = (lines: readonly string[]) => conflict('upload_refused', lines.join(' '))

/** Thrown while the git gateway can't be reached. What became of an upload, the push log tells. */
export const repositoryAway = () => new Refusal(503, 'repository_away', 'Our git server is being restarted. Look at the list of pushes to see whether your upload arrived; if it did not, send it again in a moment.')

/** Thrown where there is nothing to practise for any more. */
export const practiceClosed = () => conflict('practice_closed', 'There is no practice repository any more: your take-home is over.')

/** Thrown for a webhook that is not signed with our secret. */
export const webhookForged = () => new Refusal(403, 'webhook_forged', 'This is not signed with the secret we share.')
