import { conflict } from '#server/platform/errors.ts'

export const processChangedMeanwhile = () => conflict('process_changed_meanwhile', 'Somebody else changed this process since you opened it. Load it again and repeat your change.')
export const payRangeMissing = () => conflict('pay_range_missing', 'Say what the job pays before publishing it: candidates see the range before they apply.')
export const reviewersMissing = (needed: number, there: number) => conflict('reviewers_missing', `The review needs ${needed} reviewers and the hiring team has ${there}. Add reviewers first.`)
export const poolTooSmall = (needed: number, there: number) => conflict('reviewers_missing', `The review needs ${needed} reviewers, and ${there} of those its stage names are members here. Name more under Process, or leave the pool out to ask the hiring team.`)
export const interviewersMissing = () => conflict('interviewers_missing', 'The interview needs an interviewer. Add one to the hiring team first.')
export const notPublished = () => conflict('job_not_published', 'This job was never published, so there is nothing to close.')
export const providerNotConfigured = () => conflict('provider_not_configured', 'The take-home of this process wants repositories on GitHub, and this server is not set up for that: see docs/guides/github.md, or choose our own git server.')
