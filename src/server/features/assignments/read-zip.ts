import type { FileAnswer } from '#contract/common.ts'
import type { Context } from '#server/platform/context.ts'
import { zipOf } from '#server/platform/reading/zip-of.ts'
import { open } from './read-open.ts'

/** Every file of a submission: opening the zip makes nothing that leads elsewhere and nothing that runs. */
export async function downloadSubmission(ctx: Context, id: string): Promise<FileAnswer> {
  const o = await open(ctx, id)
  const { commit } = o.submission
  return zipOf(o, commit, `submission-${commit.slice(0, 12)}`)
}
