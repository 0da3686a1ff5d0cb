import type { z } from 'zod'
import type { FileAnswer } from '#contract/common.ts'
import type { SourceFile, treeEntry } from '#contract/submissions.ts'
import type { Context } from '#server/platform/context.ts'
import { showFile, showTree } from '#server/platform/reading/show-files.ts'
import { entryAt, maskedBytes } from '#server/platform/reading/view.ts'
import { commitIn, open } from './read-open.ts'

/** Every file of a submission, and what became of it since the starter. */
export async function listSubmissionFiles(ctx: Context, id: string, query: { commit?: string | undefined }): Promise<{ commit: string; items: z.input<typeof treeEntry>[] }> {
  const o = await open(ctx, id, (reader, s) => [reader.tree(query.commit ?? s.commit), reader.changes(s.starterCommit, query.commit ?? s.commit)])
  const commit = await commitIn(o, query.commit)
  return { commit, items: await showTree(o, commit, o.submission.starterCommit) }
}

/** One file as text. A symlink is the text of its target, a submodule its id; what they name is never followed. */
export async function getSubmissionFile(ctx: Context, id: string, query: { path: string; commit?: string | undefined; lines: 'cut' | 'whole' }): Promise<SourceFile> {
  const o = await open(ctx, id)
  return showFile(o, await commitIn(o, query.commit), query)
}

/** The bytes of one file, to be saved. Where the review is anonymous, names are taken out of text here too. */
export async function downloadSubmissionFile(ctx: Context, id: string, query: { path: string; commit?: string | undefined }): Promise<FileAnswer> {
  const o = await open(ctx, id)
  const entry = await entryAt(o, await commitIn(o, query.commit), query.path)
  for await (const { bytes } of o.reader.contents([entry])) return { bytes: maskedBytes(o, bytes), content_type: 'application/octet-stream', filename: query.path.split('/').at(-1) ?? 'file', disposition: 'attachment' }
  throw new Error('A file has contents')
}
