import type { z } from 'zod'
import type { Commit, sourceFile, treeEntry } from '#contract/assignments.ts'
import type { CommitEntry, FileChange, RepoReader } from '#server/adapters/git/port.ts'
import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/tx.ts'
import { MAIN, type PushUpdate } from './assignment.ts'
import { reviewsAnonymously } from './facts.ts'
import { submissionForTeam } from './find.ts'
import { listUpdates } from './push-store.ts'
import { findSubmission, type Submission } from './submission-store.ts'

const FILE_BYTES = 512 * 1024
const DIFF_BYTES = 2 * 1024 * 1024
const MOST_COMMITS = 500
/** Reading one more history for each rewritten tip has to end somewhere. */
const MOST_REWRITTEN = 20

type TreeEntry = z.input<typeof treeEntry>
type SourceFile = z.input<typeof sourceFile>

/** Every file of a submission, and what became of it since the starter. */
export async function listSubmissionFiles(ctx: Context, id: string): Promise<{ items: TreeEntry[] }> {
  const { submission, reader } = await open(ctx, id)
  const [tree, changes] = await Promise.all([reader.tree(submission.commit), reader.changes(submission.starterCommit, submission.commit)])
  const changed = new Map(changes.map((c) => [c.path, changeOf(c)]))
  return { items: tree.map((e) => ({ path: e.path, kind: kindOf(e.type), size: e.size, change: changed.get(e.path) ?? 'unchanged' })) }
}

function kindOf(type: 'blob' | 'symlink' | 'submodule'): TreeEntry['kind'] {
  return type === 'blob' ? 'file' : type
}

function changeOf({ status }: FileChange): TreeEntry['change'] {
  return status === 'added' || status === 'renamed' ? 'added' : 'modified'
}

/** One file as text. A symlink is the text of its target; what it points at is never followed. */
export async function getSubmissionFile(ctx: Context, id: string, path: string): Promise<SourceFile> {
  const { submission, reader } = await open(ctx, id)
  const file = await reader.file(submission.commit, path, { maxBytes: FILE_BYTES })
  if (!file) throw notFound('This file')
  return { path, text: file.binary ? null : file.bytes.toString('utf8'), size: file.size, binary: file.binary, truncated: file.truncated }
}

/** What the candidate changed, as a patch. */
export async function getSubmissionDiff(ctx: Context, id: string): Promise<{ patch: string; truncated: boolean }> {
  const { submission, reader } = await open(ctx, id)
  return reader.diff(submission.starterCommit, submission.commit, { maxBytes: DIFF_BYTES })
}

/** The commits beyond the starter: the dates they claim beside the times we received them. */
export async function listSubmissionCommits(ctx: Context, id: string): Promise<{ items: Commit[] }> {
  const { submission, application, reader } = await open(ctx, id)
  const commits = await reader.log(submission.commit, { limit: MOST_COMMITS, since: submission.starterCommit })
  const pushes = (await ctx.transaction((tx) => listUpdates(tx, submission.assignmentId))).filter((u) => u.applied)
  const received = await receivedTimes(reader, submission, commits, pushes)
  const anonymous = reviewsAnonymously(ctx.principal, application)
  return { items: commits.map((c) => commitOf(c, received.get(c.sha) ?? null, anonymous)) }
}

function commitOf(c: CommitEntry, receivedAt: Date | null, anonymous: boolean): Commit {
  return { sha: c.sha, subject: c.subject, body: c.body, author: anonymous ? 'Candidate' : c.authorName, claimed_at: claimedTime(c.committedAt), received_at: receivedAt?.toISOString() ?? null }
}

/** A commit may claim any time, also one that no calendar has. */
function claimedTime(text: string): string {
  const at = new Date(text)
  const writable = at.getTime() >= 0 && at.getUTCFullYear() <= 9999
  return (writable ? at : new Date(0)).toISOString()
}

/** A commit was received with the first push whose history held it. */
async function receivedTimes(reader: RepoReader, s: Submission, commits: CommitEntry[], pushes: PushUpdate[]): Promise<Map<string, Date>> {
  const parents = new Map(commits.map((c) => [c.sha, c.parents]))
  const received = new Map<string, Date>()
  let rewritten = 0
  for (const push of pushes.toSorted((x, y) => x.receivedAt.getTime() - y.receivedAt.getTime())) {
    const known = parents.has(push.commit)
    if (!known && (push.ref !== MAIN || ++rewritten > MOST_REWRITTEN)) continue
    const brought = known ? [push.commit] : (await reader.log(push.commit, { limit: MOST_COMMITS, since: s.starterCommit })).map((c) => c.sha)
    markHistory(brought.filter((sha) => parents.has(sha)), parents, received, push.receivedAt)
  }
  return received
}

function markHistory(from: string[], parents: Map<string, string[]>, received: Map<string, Date>, at: Date) {
  const open = [...from]
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    if (received.has(sha)) continue
    received.set(sha, at)
    open.push(...(parents.get(sha) ?? []).filter((p) => parents.has(p)))
  }
}

async function open(ctx: Context, id: string): Promise<{ submission: Submission; application: LoadedApplication; reader: RepoReader }> {
  const found = await ctx.transaction((tx: Tx) => submissionForTeam(tx, id))
  return { ...found, reader: ctx.git.reader(found.submission.repoId) }
}

/** Whether a line, counted from 1, is there in a sealed submission. Asks nothing about access. */
export async function lineExists(ctx: Context, submissionId: string, path: string, line: number): Promise<boolean> {
  const submission = await ctx.transaction((tx) => findSubmission(tx, submissionId))
  const file = submission && (await ctx.git.reader(submission.repoId).file(submission.commit, path, { maxBytes: FILE_BYTES }))
  if (!file || file.binary || line < 1) return false
  const text = file.bytes.toString('utf8')
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return line <= Math.max(1, lines)
}
