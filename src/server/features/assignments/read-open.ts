import type { RepoReader } from '#server/adapters/git/port.ts'
import { noMask } from '#server/lib/mask.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import type { View } from '#server/platform/reading/view.ts'
import { submissionForTeam } from './find.ts'
import { masksOf } from './masks-of.ts'
import { sampleRepository } from './sample-repository.ts'
import type { Submission } from './submission-store.ts'

export const MOST_COMMITS = 500

/** A sealed submission, or a sample, in the hands of somebody who may read it. */
export interface Opened extends View {
  submission: Pick<Submission, 'repoId' | 'commit' | 'starterCommit' | 'assignmentId'>
}

/** What is going to be read of it, begun while the names to hide are still looked for. Nothing of it is shown before they are known. */
type Ahead = (reader: RepoReader, submission: Opened['submission']) => readonly Promise<unknown>[]

/** Asks who may read first, each time: what is kept in memory is only looked at behind this. */
export async function open(ctx: Context, id: string, ahead: Ahead = () => []): Promise<Opened> {
  if (id.startsWith('smp_')) return openSample(ctx, id)
  const { submission, application } = await ctx.transaction((tx) => submissionForTeam(tx, id))
  const reader = ctx.git.reader(submission.repoId)
  // Whoever needs it asks for it again, and hears of what went wrong.
  for (const begun of ahead(reader, submission)) begun.catch(() => undefined)
  if (!application.anonymous) return { submission, reader, anonymous: false, mask: noMask, maskBytes: noMask }
  const { mask, maskBytes } = await masksOf(ctx, submission, application, reader)
  return { submission, reader, anonymous: true, mask, maskBytes }
}

/** Whoever wrote a sample is nobody, and nothing of it was pushed. */
async function openSample(ctx: Context, id: string): Promise<Opened> {
  const sample = await sampleRepository(ctx, id)
  return { submission: { ...sample, assignmentId: '' }, reader: ctx.git.reader(sample.repoId), anonymous: false, mask: noMask, maskBytes: noMask }
}

/** The sealed commit, or another one of the same repository. */
export async function commitIn(o: Opened, asked: string | undefined): Promise<string> {
  if (asked === undefined || asked === o.submission.commit) return o.submission.commit
  if (asked === o.submission.starterCommit) return asked
  return (await o.reader.resolve(asked)) ?? missingCommit()
}

function missingCommit(): never {
  throw notFound('This commit')
}
