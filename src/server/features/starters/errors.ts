import { conflict, Refusal } from '#server/platform/errors.ts'

export const starterExists = (slug: string) => new Refusal(409, 'starter_exists', `There is a starter called “${slug}” already. Choose another name.`, [{ path: 'body.name', message: 'Taken already' }])
export const templateUnknown = (slug: string) => new Refusal(422, 'template_unknown', `There is no template “${slug}”.`, [{ path: 'body.from.template', message: 'Choose a template of the gallery' }])
export const starterInUse = (jobs: readonly string[]) => conflict('starter_in_use', `${jobs.slice(0, 3).join(', ')} ${jobs.length === 1 ? 'names' : 'name'} this starter, and candidates’ work refers to it. Archive it instead: then it is offered no more.`)
export const starterArchived = () => conflict('starter_archived', 'This starter is archived. Take it back into use first.')
export const importRunning = () => conflict('import_running', 'An import is under way. Wait for its end, which takes two minutes at most.')
export const versionIsFinal = () => conflict('version_is_final', 'This version is ready, or is being tried now. Push a change: that is the next version.')
export const versionNotHeld = () => conflict('version_not_held', 'Only a version that is held, because it could not be tried here, can be made ready by hand.')
export const uploadRefused = (lines: readonly string[]) => conflict('upload_refused', lines.join(' '))
export const repositoryAway = () => new Refusal(503, 'repository_away', 'Our git server is being restarted. Try again in a moment.')
export const starterUnknown = (slug: string) => conflict('starter_unknown', `The take-home begins from “${slug}”, and there is no such starter. Choose one in the process.`)
export const starterNotReady = (slug: string, version: number | null) =>
  conflict('starter_not_ready', version === null ? `The starter “${slug}” has no version that is ready. Look at it under Starters.` : `Version ${version} of the starter “${slug}” is not ready. Choose another in the process.`)
