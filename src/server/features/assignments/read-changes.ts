import type { Change, SubmissionDiff, SubmissionPush } from '#contract/submissions.ts'
import { visibleLine } from '#server/lib/visible.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { type CommitRange, type PatchQuery, showChanges, showPatch } from '#server/platform/reading/show-changes.ts'
import type { PushUpdate } from './assignment.ts'
import { listUpdates } from './push-store.ts'
import { commitIn, open, type Opened } from './read-open.ts'

const NO_COMMIT = /^0+$/

interface Range {
  from?: string | undefined
  to?: string | undefined
}

type DiffQuery = Range & PatchQuery

/** Which files changed, against the starter unless two commits are named. */
export async function listSubmissionChanges(ctx: Context, id: string, query: Range): Promise<{ from: string; to: string; items: Change[] }> {
  const o = await open(ctx, id, (reader, s) => [reader.changes(query.from ?? s.starterCommit, query.to ?? s.commit)])
  const range = await rangeOf(o, query)
  return { ...range, items: await showChanges(o, range) }
}

/** What changed, as a patch in which nothing is hidden. */
export async function getSubmissionDiff(ctx: Context, id: string, query: DiffQuery): Promise<SubmissionDiff> {
  const o = await open(ctx, id)
  return showPatch(o, await rangeOf(o, query), query)
}

async function rangeOf(o: Opened, { from, to }: Range): Promise<CommitRange> {
  const [begin, end] = await Promise.all([commitIn(o, from ?? o.submission.starterCommit), commitIn(o, to)])
  return { from: begin, to: end }
}

/** The pushes that changed something, with the tips before and after. */
export async function listSubmissionPushes(ctx: Context, id: string): Promise<{ items: SubmissionPush[] }> {
  const o = await open(ctx, id)
  return { items: (await pushesOf(ctx, o)).map((u) => pushOf(o, u)) }
}

/** What one push changed, from its old tip to its new one, also where these share no history. */
export async function getPushDiff(ctx: Context, id: string, seq: number, query: PatchQuery): Promise<SubmissionDiff> {
  const o = await open(ctx, id)
  const push = (await pushesOf(ctx, o)).find((u) => u.seq === seq)
  if (!push) throw notFound('This push')
  return showPatch(o, { from: tipBefore(o, push), to: push.commit }, query)
}

async function pushesOf(ctx: Context, o: Opened): Promise<PushUpdate[]> {
  const updates = await ctx.transaction((tx) => listUpdates(tx, o.submission.assignmentId))
  return updates.filter((u) => u.applied && !NO_COMMIT.test(u.newSha))
}

/** A new branch is compared with the starter. */
function tipBefore(o: Opened, { oldSha }: PushUpdate): string {
  return NO_COMMIT.test(oldSha) ? o.submission.starterCommit : oldSha
}

function pushOf(o: Opened, u: PushUpdate): SubmissionPush {
  const branch = u.ref.replace(/^refs\/(?:heads\/)?/, '')
  return { seq: u.seq, branch: o.mask(visibleLine(branch)), from: tipBefore(o, u), to: u.commit, subject: o.mask(visibleLine(u.subject)), received_at: u.receivedAt.toISOString(), forced: u.forced }
}
