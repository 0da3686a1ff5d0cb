import { z } from 'zod'
import { commitId, done, fileAnswer, id, instant, sha256, text } from './common.ts'
import { money } from './money.ts'
import { op } from './operation.ts'
import { GIT_PROVIDERS, rubric } from './process.ts'

export const ASSIGNMENT_STATES = ['offered', 'started', 'submitted', 'submitted_empty', 'expired'] as const

/** What an upload from the page changed on main. */
export const uploadSummary = z.strictObject({
  added: z.number().int(),
  modified: z.number().int(),
  removed: z.number().int(),
  /** Folders and files of the zip that were not taken. */
  left_out: z.array(z.string()),
})

export const push = z.strictObject({
  seq: z.number().int(),
  branch: z.string(),
  commit: commitId,
  subject: z.string(),
  /** First byte at our server: the time that counts. */
  received_at: instant,
  finished_at: instant.nullable(),
  state: z.enum(['received', 'accepted', 'applied', 'refused', 'void']),
  forced: z.boolean(),
  by: z.enum(['git', 'upload']),
  /** Of an upload that took effect. */
  upload: uploadSummary.nullable(),
  counts: z.boolean(),
})
export type Push = z.infer<typeof push>

export const receipt = z.strictObject({
  submission_id: id('sub'),
  commit: commitId,
  tree: commitId,
  content_sha256: sha256,
  rubric_sha256: sha256,
  process_version: z.number().int(),
  started_at: instant,
  deadline_at: instant,
  received_at: instant.nullable(),
  sealed_at: instant,
  source: z.enum(['deadline', 'candidate']),
  empty: z.boolean(),
  pay: money.nullable(),
})
export type Receipt = z.infer<typeof receipt>

const extension = z.strictObject({ seconds: z.number().int(), reason: z.string(), at: instant })

/** A repository on somebody else's server, and what that server can't promise. */
const hosting = z.strictObject({
  provider: z.enum(GIT_PROVIDERS),
  /** `none`: our own server, or not asked for yet. `open`: the candidate is let in. */
  state: z.enum(['none', 'preparing', 'ready', 'open']),
  /** The candidate's account there. */
  login: z.string().nullable(),
  url: z.string().nullable(),
  invitation_url: z.string().nullable(),
  /** Sentences about what is different there; empty for our own server. */
  limits: z.array(z.string()),
})
export type Hosting = z.infer<typeof hosting>

export const portalAssignment = z.strictObject({
  id: id('asg'),
  application_id: id('app'),
  state: z.enum(ASSIGNMENT_STATES),
  server_time: instant,
  title: z.string(),
  summary: z.string(),
  task: z.string(),
  effort: z.string(),
  ai_policy: z.string(),
  ownership: z.string(),
  rubric,
  rubric_sha256: sha256,
  pay: money.nullable(),
  pay_promise: z.string(),
  time_limit: z.string(),
  time_limit_seconds: z.number().int(),
  start_by: instant,
  /** When the candidate means to begin; binds nobody. */
  planned_start: instant.nullable(),
  started_at: instant.nullable(),
  deadline_at: instant.nullable(),
  extensions: z.array(extension),
  clone_url: z.string().nullable(),
  /** The newest git token was in a push, and so has ended, or ends at `works_until`. null as soon as there is a new one. */
  token_found: z.strictObject({ at: instant, works_until: instant.nullable() }).nullable(),
  hosting,
  /** Who helps when something goes wrong, and how soon they promise to answer. */
  help: z.strictObject({ contact: z.string(), within: z.string().nullable() }),
  /** Newest push that counts; null while the starter commit would be submitted. */
  last_push: push.nullable(),
  /** The commit that would be submitted if the clock ended now. */
  would_submit: commitId.nullable(),
  pushes: z.array(push),
  can_submit: z.boolean(),
  can_undo_until: instant.nullable(),
  receipt: receipt.nullable(),
})
export type PortalAssignment = z.infer<typeof portalAssignment>

/**
 * The team's view: facts about the clock and the submission, nothing of any review. Whoever reviews or interviews is not told
 * when the clock began and how much time was given: an accommodation is nobody's business.
 */
export const teamAssignment = z.strictObject({
  id: id('asg'),
  application_id: id('app'),
  state: z.enum(ASSIGNMENT_STATES),
  start_by: instant.nullable(),
  planned_start: instant.nullable(),
  started_at: instant.nullable(),
  deadline_at: instant.nullable(),
  extensions: z.array(extension),
  pushes: z.array(push),
  /** `problem` is what went wrong last with the provider; empty when nothing did. */
  hosting: hosting.extend({ problem: z.string() }),
  receipt: receipt.extend({ started_at: instant.nullable(), deadline_at: instant.nullable() }).nullable(),
  submission_id: id('sub').nullable(),
  rubric,
  rubric_sha256: sha256,
})
export type TeamAssignment = z.infer<typeof teamAssignment>

/** GitHub's rule for names of accounts. */
const providerLogin = z.string().trim().regex(/^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i, 'Letters, digits and single hyphens, as on your profile page there')

const asgId = z.strictObject({ id: id('asg') })
const appId = z.strictObject({ id: id('app') })

export const assignmentOps = {
  getAssignment: op('GET', '/applications/:id/assignment', { audience: 'team', summary: 'The take-home of an application: its clock, its push log, its sealed submission.', params: appId, answer: teamAssignment }),
  grantExtension: op('POST', '/assignments/:id/extensions', {
    audience: 'team',
    summary: 'Give a running assignment more time. Written down with its reason and told to the candidate; time can’t be taken back.',
    params: asgId,
    body: z.strictObject({ seconds: z.number().int().min(1).max(2_592_000), reason: text(1000, 1) }),
    answer: teamAssignment,
    status: 201,
    problems: ['assignment_not_running'],
  }),

  getPortalAssignment: op('GET', '/portal/applications/:id/assignment', { audience: 'portal', summary: 'Your take-home: before the start the task, rubric and pay; then the clock, the push log and what would be submitted now.', params: appId, answer: portalAssignment }),
  startAssignment: op('POST', '/portal/assignments/:id/start', {
    audience: 'portal',
    summary: 'Start the clock. Asking twice starts once.',
    params: asgId,
    /** Your account where the repository lives; only for a repository that is not on our own server. */
    body: z.strictObject({ provider_login: providerLogin.optional() }),
    answer: portalAssignment,
    problems: ['start_window_over', 'provider_login_needed', 'provider_refused', 'repository_not_ready', 'provider_not_configured'],
  }),
  planStart: op('PUT', '/portal/assignments/:id/planned-start', {
    audience: 'portal',
    summary: 'Say when you mean to begin, or take it back. You are reminded then; the clock starts only when you start it.',
    params: asgId,
    body: z.strictObject({ at: instant.nullable() }),
    answer: portalAssignment,
    problems: ['assignment_started', 'start_window_over'],
  }),
  getDeadlineCalendar: op('GET', '/portal/assignments/:id/deadline.ics', { audience: 'portal', summary: 'The deadline of your running take-home for your calendar.', params: asgId, answer: fileAnswer, file: 'text/calendar', problems: ['assignment_not_started'] }),
  createGitToken: op('POST', '/portal/assignments/:id/git-token', {
    secret: true,
    audience: 'portal',
    summary: 'A new git token for your repository; the one before stops working. Shown once.',
    params: asgId,
    answer: z.strictObject({ token: z.string(), clone_url: z.string(), username: z.string(), command: z.string() }),
    status: 201,
    problems: ['assignment_not_started', 'hosted_elsewhere'],
  }),
  submitNow: op('POST', '/portal/assignments/:id/submission', {
    audience: 'portal',
    summary: 'Submit before the deadline. Can be undone until the deadline or for ten minutes, whichever is first.',
    params: asgId,
    answer: portalAssignment,
    problems: ['assignment_not_running'],
  }),
  uploadWork: op('POST', '/portal/assignments/:id/upload', {
    audience: 'portal',
    summary: 'For who cannot use git: a zip of the whole project, or a patch, becomes a commit on main and a push like any other. The first byte counts, as with git.',
    params: asgId,
    rawBody: true,
    streamed: true,
    answer: push,
    status: 201,
    problems: ['assignment_not_started', 'hosted_elsewhere', 'upload_refused', 'repository_away'],
  }),
  downloadWork: op('GET', '/portal/assignments/:id/project.zip', {
    audience: 'portal',
    summary: 'Your project as it would be submitted now, as a zip.',
    params: asgId,
    answer: fileAnswer,
    file: 'application/zip',
    problems: ['assignment_not_started', 'hosted_elsewhere', 'repository_away'],
  }),
  receiveGithubWebhook: op('POST', '/providers/github/webhook', {
    audience: 'public',
    summary: 'Where GitHub tells of pushes. Signed by GitHub with the secret both sides know; the same delivery counts once.',
    rawBody: true,
    answer: done,
    problems: ['webhook_forged'],
  }),
  undoSubmission: op('DELETE', '/portal/assignments/:id/submission', { audience: 'portal', summary: 'Take an early submission back and go on.', params: asgId, answer: portalAssignment, problems: ['submission_sealed'] }),
  getReceipt: op('GET', '/portal/assignments/:id/receipt.json', { audience: 'portal', summary: 'The sealed receipt of your submission as a file.', params: asgId, answer: fileAnswer, file: 'application/json' }),
}
