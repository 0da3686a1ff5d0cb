import { z } from 'zod'
import { checkStep } from './checks.ts'
import { commitId, done, fileAnswer, id, instant, slug, text } from './common.ts'
import { op } from './operation.ts'
import { change, diff, sourceFile, treeEntry } from './submissions.ts'

/** Who may change a starter; git asks the same of a token each time it is shown. */
export const STARTER_EDITORS = ['owner', 'recruiter'] as const

/** `files`: what a candidate's repository begins with. `checks`: hidden tests and `checks.yaml`, which no candidate sees. */
export const STARTER_PARTS = ['files', 'checks'] as const
export const starterPart = z.enum(STARTER_PARTS)
export type StarterPart = z.infer<typeof starterPart>

/** `held`: not tried, or not to be tried here; an owner may make it ready. `ready` and `refused` are for ever. */
export const STARTER_VERSION_STATES = ['waiting', 'trying', 'ready', 'held', 'refused'] as const
export const starterVersionState = z.enum(STARTER_VERSION_STATES)
export type StarterVersionState = z.infer<typeof starterVersionState>

export const starterVersion = z.strictObject({
  number: z.number().int(),
  state: starterVersionState,
  commit: commitId,
  /** Of its files; null until they have been looked at. */
  tree: commitId.nullable(),
  /** The commit of the checks that belong to it; null where there are none. */
  checks_commit: commitId.nullable(),
  brought: z.enum(['template', 'push', 'upload', 'import']),
  subject: z.string(),
  received_at: instant,
  received_by: z.string().nullable(),
  /** Why it is held or refused. */
  problems: z.array(z.string()),
  /** What is worth knowing of its trial. */
  notes: z.array(z.string()),
  ended_at: instant.nullable(),
  /** The owner who made it ready although it was held, and why. */
  accepted: z.strictObject({ by: z.string(), at: instant, reason: z.string() }).nullable(),
})
export type StarterVersion = z.infer<typeof starterVersion>

export const starterVersionWhole = starterVersion.extend({ steps: z.array(checkStep) })
export type StarterVersionWhole = z.infer<typeof starterVersionWhole>

export const STARTER_ORIGINS = ['template', 'zip', 'url', 'empty'] as const

export const starter = z.strictObject({
  id: id('str'),
  slug,
  name: z.string(),
  origin: z.strictObject({ kind: z.enum(STARTER_ORIGINS), from: z.string() }),
  /** `says` is why an import failed. */
  import: z.strictObject({ state: z.enum(['none', 'running', 'failed', 'done']), says: z.string() }),
  archived: z.boolean(),
  created_at: instant,
  newest: starterVersion.nullable(),
  /** The version a process is offered; null while none is ready. */
  newest_ready: z.number().int().nullable(),
  /** Jobs whose draft or published versions name it. */
  jobs: z.number().int(),
})
export type Starter = z.infer<typeof starter>

/** `version` is null for a draft that takes the newest ready one when it is published. */
const use = z.strictObject({ job_id: id('job'), title: z.string(), version: z.number().int().nullable(), where: z.enum(['draft', 'published']) })

export const starterWhole = starter.extend({
  repositories: z.array(z.strictObject({ part: starterPart, clone_url: z.string() })),
  versions: z.array(starterVersion),
  used_by: z.array(use),
})
export type StarterWhole = z.infer<typeof starterWhole>

const importSource = {
  url: z.string().trim().min(1, 'Write the address of a repository').max(500),
  branch: z.string().trim().max(200).regex(/^[\w./-]*$/, 'Write the name of a branch').default(''),
  /** Shown to that server once, and kept nowhere. */
  token: z.string().max(500).default(''),
}

const from = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('template'), template: slug }),
  z.strictObject({ kind: z.literal('url'), ...importSource }),
  z.strictObject({ kind: z.literal('zip') }),
  z.strictObject({ kind: z.literal('empty') }),
])
export type StarterFrom = z.output<typeof from>

const starterId = z.strictObject({ id: id('str') })
const versionOf = starterId.extend({ number: z.coerce.number().int().min(1).max(1_000_000) })
const part = { part: starterPart.default('files') }
const path = z.string().min(1).max(2048)
const since = { since: z.coerce.number().int().min(1).max(1_000_000).optional() }
const whitespace = z.enum(['show', 'ignore']).default('show')
const upload = { audience: 'team', params: starterId, answer: starterWhole, status: 201, problems: ['upload_refused', 'repository_away', 'starter_archived', 'too_large'], rawBody: true, streamed: true } as const

export const starterOps = {
  listStarters: op('GET', '/starters', { audience: 'team', summary: 'Your own starters, newest first: what take-homes begin from.', answer: z.strictObject({ items: z.array(starter) }) }),
  createStarter: op('POST', '/starters', {
    audience: 'team',
    summary: 'Begin a starter: from a shipped template, from a git address, from a zip that is uploaded next, or empty.',
    body: z.strictObject({ name: text(80, 1), from }),
    answer: starterWhole,
    status: 201,
    problems: ['starter_exists', 'template_unknown', 'repository_away'],
  }),
  getStarter: op('GET', '/starters/:id', { audience: 'team', summary: 'One starter with its versions and the jobs that use it.', params: starterId, answer: starterWhole }),
  changeStarter: op('PATCH', '/starters/:id', { audience: 'team', summary: 'Rename a starter, or put it away: an archived one is offered to no process and takes no push.', params: starterId, body: z.strictObject({ name: text(80, 1), archived: z.boolean() }).partial(), answer: starterWhole }),
  deleteStarter: op('DELETE', '/starters/:id', { audience: 'team', summary: 'Delete a starter that no process has ever named, with its repositories.', params: starterId, answer: done, problems: ['starter_in_use'] }),
  importStarter: op('POST', '/starters/:id/imports', {
    audience: 'team',
    summary: 'Fetch the files of a git address as the next version. It goes on in the background; ask for the starter to see how.',
    params: starterId,
    body: z.strictObject(importSource),
    answer: starterWhole,
    status: 202,
    problems: ['import_running', 'starter_archived'],
  }),
  createStarterToken: op('POST', '/starters/:id/git-token', {
    audience: 'team',
    summary: 'A token of your own for git, for both repositories of a starter. The one before stops working.',
    params: starterId,
    answer: z.strictObject({ token: z.string(), username: z.string(), commands: z.array(z.strictObject({ part: starterPart, command: z.string() })) }),
    status: 201,
    secret: true,
  }),
  uploadStarterFiles: op('POST', '/starters/:id/files', { ...upload, summary: 'Upload all files of a starter as a zip, or a change as a patch: the next version.' }),
  uploadStarterChecks: op('POST', '/starters/:id/checks', { ...upload, summary: 'Upload hidden/ and checks.yaml as a zip: the next version. No candidate’s repository ever holds them.' }),
  getStarterVersion: op('GET', '/starters/:id/versions/:number', { audience: 'team', summary: 'One version, with what its trial in the sandbox said.', params: versionOf, answer: starterVersionWhole }),
  tryStarterVersion: op('POST', '/starters/:id/versions/:number/trials', { audience: 'team', summary: 'Try a version once more that was held or refused.', params: versionOf, answer: starterVersionWhole, status: 202, problems: ['version_is_final'] }),
  acceptStarterVersion: op('POST', '/starters/:id/versions/:number/acceptance', {
    audience: 'team',
    summary: 'Make a held version ready, although it was not tried here, with a reason.',
    params: versionOf,
    body: z.strictObject({ reason: text(500, 3) }),
    answer: starterVersionWhole,
    problems: ['version_not_held'],
  }),
  listStarterFiles: op('GET', '/starters/:id/versions/:number/files', { audience: 'team', summary: 'Every file of a version.', params: versionOf, query: z.strictObject({ ...part, ...since }), answer: z.strictObject({ commit: commitId, items: z.array(treeEntry) }) }),
  getStarterFile: op('GET', '/starters/:id/versions/:number/file', { audience: 'team', summary: 'One file of a version as text that hides nothing.', params: versionOf, query: z.strictObject({ path, ...part, lines: z.enum(['cut', 'whole']).default('cut') }), answer: sourceFile }),
  listStarterChanges: op('GET', '/starters/:id/versions/:number/changes', { audience: 'team', summary: 'Which files changed since another version; since the one before unless said.', params: versionOf, query: z.strictObject({ ...part, ...since }), answer: z.strictObject({ from: commitId, to: commitId, items: z.array(change) }) }),
  getStarterDiff: op('GET', '/starters/:id/versions/:number/diff', { audience: 'team', summary: 'What changed since another version, as a patch.', params: versionOf, query: z.strictObject({ path: path.optional(), ...part, ...since, whitespace }), answer: diff }),
  downloadStarterVersion: op('GET', '/starters/:id/versions/:number/archive.zip', { audience: 'team', summary: 'Every file of a version as a zip.', params: versionOf, query: z.strictObject(part), answer: fileAnswer, file: 'application/zip' }),
}
