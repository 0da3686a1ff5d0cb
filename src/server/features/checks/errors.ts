import { conflict } from '#server/platform/errors.ts'

/** Thrown when the checks of a submission have not ended yet. */
export const checksRunning = () => conflict('checks_running', 'These checks are running or waiting to run. Look again in a minute.')

/** Thrown when nothing can run on this server. `says` is the reason. */
export const noSandbox = (says: string) => conflict('no_sandbox', `Nothing can be run here. ${says}`)
