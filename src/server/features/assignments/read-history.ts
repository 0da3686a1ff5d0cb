import type { BlameRun, Commit } from '#contract/submissions.ts'
import type { CommitEntry, RepoReader } from '#server/adapters/git/port.ts'
import { visible, visibleLine } from '#server/lib/visible.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { entryAt } from '#server/platform/reading/view.ts'
import { MAIN, type PushUpdate } from './assignment.ts'
import { listUpdates } from './push-store.ts'
import { commitIn, MOST_COMMITS, open, type Opened } from './read-open.ts'

/** Reading one more history for each rewritten tip has to end somewhere. */
const MOST_REWRITTEN = 20

/** The commits beyond the starter: the dates they claim beside the times we received them. */
export async function listSubmissionCommits(ctx: Context, id: string): Promise<{ items: Commit[] }> {
  const o = await open(ctx, id)
  return { items: await commitsOf(ctx, o, o.submission.commit) }
}

/** With which commit each line came, and when that reached us. The starter's lines are said to be the starter's. */
export async function getSubmissionBlame(ctx: Context, id: string, query: { path: string; commit?: string | undefined }): Promise<{ path: string; items: BlameRun[]; truncated: boolean }> {
  const o = await open(ctx, id)
  const commit = await commitIn(o, query.commit)
  const entry = await entryAt(o, commit, query.path)
  const [found, commits] = await Promise.all([o.reader.blame(commit, entry.path), commitsOf(ctx, o, commit)])
  if (!found) throw notFound('Blame of this file')
  const known = new Map(commits.map((c) => [c.sha, c]))
  const items = found.runs.map((run): BlameRun => {
    const c = known.get(run.sha)
    return { from_line: run.fromLine, lines: run.lines, sha: run.sha, subject: c?.subject ?? '', author: c?.author ?? '', claimed_at: c?.claimed_at ?? null, received_at: c?.received_at ?? null, in_starter: c === undefined && commits.length < MOST_COMMITS }
  })
  return { path: query.path, items, truncated: found.truncated }
}

async function commitsOf(ctx: Context, o: Opened, commit: string): Promise<Commit[]> {
  const commits = await o.reader.log(commit, { limit: MOST_COMMITS, since: o.submission.starterCommit })
  const pushes = (await ctx.transaction((tx) => listUpdates(tx, o.submission.assignmentId))).filter((u) => u.applied)
  const received = await receivedTimes(o.reader, o.submission, commits, pushes)
  return commits.map((c) => commitOf(o, c, received.get(c.sha) ?? null))
}

/** Names in commits would undo an anonymous review. */
function commitOf(o: Opened, c: CommitEntry, receivedAt: Date | null): Commit {
  return {
    sha: c.sha,
    parents: c.parents,
    subject: o.mask(visibleLine(c.subject)),
    body: o.mask(visible(c.body)),
    author: o.anonymous ? 'Candidate' : visibleLine(c.authorName),
    claimed_at: claimedTime(c.committedAt),
    received_at: receivedAt?.toISOString() ?? null,
  }
}

/** A commit may claim any time, also one that no calendar has. */
function claimedTime(text: string): string {
  const at = new Date(text)
  const writable = at.getTime() >= 0 && at.getUTCFullYear() <= 9999
  return (writable ? at : new Date(0)).toISOString()
}

/** A commit was received with the first push whose history held it. */
async function receivedTimes(reader: RepoReader, s: Opened['submission'], commits: CommitEntry[], pushes: PushUpdate[]): Promise<Map<string, Date>> {
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

