import { z } from 'zod'
import { commitId, fileAnswer, instant } from './common.ts'
import { op } from './operation.ts'

/**
 * Reading a sealed submission. Texts, names and patches are made visible: what a screen would obey, reorder or leave out
 * comes as `⟦U+202E⟧`, a byte that is no UTF-8 as `⟦0xFF⟧`. A path is given back as it came. The bytes as they were
 * pushed are in `raw` and in the zip.
 */

export const treeEntry = z.strictObject({ path: z.string(), kind: z.enum(['file', 'symlink', 'submodule']), size: z.number().int(), change: z.enum(['added', 'modified', 'unchanged']) })

export const sourceFile = z.strictObject({
  path: z.string(),
  kind: treeEntry.shape.kind,
  /** What its first bytes say it is: `text`, `binary`, or a type such as `image/png`. */
  type: z.string(),
  /** A symlink is the text of its target, a submodule its commit id; null for what is not text. */
  text: z.string().nullable(),
  size: z.number().int(),
  binary: z.boolean(),
  truncated: z.boolean(),
  /** Lines too long to read that were cut; `lines=whole` gives them whole. */
  cut_lines: z.number().int(),
  /** Lines, counted from 1, with something made visible; the first hundred. */
  hidden_on: z.array(z.number().int()),
})
export type SourceFile = z.infer<typeof sourceFile>

export const change = z.strictObject({
  path: z.string(),
  old_path: z.string().nullable(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'retyped']),
  /** null for what is not text. */
  additions: z.number().int().nullable(),
  deletions: z.number().int().nullable(),
})
export type Change = z.infer<typeof change>

export const commit = z.strictObject({
  sha: commitId,
  parents: z.array(commitId),
  subject: z.string(),
  body: z.string(),
  author: z.string(),
  /** What the commit says of itself; anybody can write any date here. */
  claimed_at: instant,
  /** When our server received the push that brought it. */
  received_at: instant.nullable(),
})
export type Commit = z.infer<typeof commit>

/** A push that changed something, from the tip there was to the tip it left. */
export const submissionPush = z.strictObject({
  seq: z.number().int(),
  branch: z.string(),
  from: commitId,
  to: commitId,
  subject: z.string(),
  received_at: instant,
  /** The history before it was rewritten. */
  forced: z.boolean(),
})
export type SubmissionPush = z.infer<typeof submissionPush>

/** Lines of a file that came with one commit. */
const blameRun = z.strictObject({ from_line: z.number().int(), lines: z.number().int(), sha: commitId, subject: z.string(), author: z.string(), claimed_at: instant.nullable(), received_at: instant.nullable(), in_starter: z.boolean() })
export type BlameRun = z.infer<typeof blameRun>

const searchHit = z.strictObject({ path: z.string(), line: z.number().int(), column: z.number().int(), text: z.string() })
export type SearchHit = z.infer<typeof searchHit>

export const diff = z.strictObject({ from: commitId, to: commitId, patch: z.string(), truncated: z.boolean() })
export type SubmissionDiff = z.infer<typeof diff>

/** A sealed submission, or a sample submission, which is read in the same way. */
const subId = z.strictObject({ id: z.string().regex(/^(?:sub|smp)_[a-z0-9]{26}$/, 'This must be an id that begins with sub_ or smp_') })
const path = z.string().min(1).max(2048)
/** Another commit of the same repository; the sealed one unless given. */
const at = { commit: commitId.optional() }
const range = { from: commitId.optional(), to: commitId.optional() }
const whitespace = z.enum(['show', 'ignore']).default('show')

export const submissionOps = {
  listSubmissionFiles: op('GET', '/submissions/:id/files', { audience: 'team', summary: 'Every file of a sealed submission.', params: subId, query: z.strictObject(at), answer: z.strictObject({ commit: commitId, items: z.array(treeEntry) }), fixedBy: ['commit'] }),
  getSubmissionFile: op('GET', '/submissions/:id/file', { audience: 'team', summary: 'One file of a sealed submission as text that hides nothing.', params: subId, query: z.strictObject({ path, ...at, lines: z.enum(['cut', 'whole']).default('cut') }), answer: sourceFile, fixedBy: ['commit'] }),
  downloadSubmissionFile: op('GET', '/submissions/:id/raw', { audience: 'team', summary: 'The bytes of one file, to be saved and never shown by us.', params: subId, query: z.strictObject({ path, ...at }), answer: fileAnswer, file: 'application/octet-stream', fixedBy: ['commit'] }),
  listSubmissionChanges: op('GET', '/submissions/:id/changes', { audience: 'team', summary: 'Which files changed, against the starter or between two commits of the submission.', params: subId, query: z.strictObject(range), answer: z.strictObject({ from: commitId, to: commitId, items: z.array(change) }), fixedBy: ['from', 'to'] }),
  getSubmissionDiff: op('GET', '/submissions/:id/diff', { audience: 'team', summary: 'What changed, as a patch: against the starter or between two commits, of one file or of all.', params: subId, query: z.strictObject({ ...range, path: path.optional(), whitespace }), answer: diff, fixedBy: ['from', 'to'] }),
  listSubmissionPushes: op('GET', '/submissions/:id/pushes', { audience: 'team', summary: 'The pushes that changed something, in order, by our server’s clock.', params: subId, answer: z.strictObject({ items: z.array(submissionPush) }) }),
  getPushDiff: op('GET', '/submissions/:id/pushes/:seq/diff', { audience: 'team', summary: 'What one push changed, also where it rewrote the history.', params: subId.extend({ seq: z.coerce.number().int().min(0).max(1_000_000) }), query: z.strictObject({ path: path.optional(), whitespace }), answer: diff }),
  listSubmissionCommits: op('GET', '/submissions/:id/commits', { audience: 'team', summary: 'The commits of a submission: claimed dates beside the times we received them.', params: subId, answer: z.strictObject({ items: z.array(commit) }) }),
  getSubmissionBlame: op('GET', '/submissions/:id/blame', { audience: 'team', summary: 'With which commit, and which push, each line of a file came.', params: subId, query: z.strictObject({ path, ...at }), answer: z.strictObject({ path: z.string(), items: z.array(blameRun), truncated: z.boolean() }), fixedBy: ['commit'] }),
  listHiddenNames: op('GET', '/submissions/:id/hidden-names', {
    audience: 'team',
    summary: 'Names, addresses and accounts that were hidden from those who judged the work without knowing whose it is. Not for them before the reveal.',
    params: subId,
    answer: z.strictObject({ names: z.array(z.string()), addresses: z.array(z.string()), accounts: z.array(z.string()) }),
    problems: ['names_hidden'],
  }),
  searchSubmission: op('GET', '/submissions/:id/search', {
    audience: 'team',
    summary: 'Lines of a submission with a text, or with a match of a POSIX extended regular expression.',
    params: subId,
    query: z.strictObject({ q: z.string().min(1).max(200), mode: z.enum(['literal', 'regex']).default('literal'), letters: z.enum(['exact', 'any_case']).default('any_case'), ...at }),
    answer: z.strictObject({ items: z.array(searchHit), truncated: z.boolean() }),
    problems: ['validation_failed'],
    fixedBy: ['commit'],
  }),
  downloadSubmission: op('GET', '/submissions/:id/archive.zip', { audience: 'team', summary: 'Every file of a sealed submission as a zip: nothing in it can be run by opening it, links are text.', params: subId, answer: fileAnswer, file: 'application/zip' }),
}
