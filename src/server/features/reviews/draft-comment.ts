import type { CommentDraft } from '#contract/reviews.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type SentRemark, remarkOf } from './comment.ts'
import { myDrafts, putDraft, removeDraft } from './draft-store.ts'
import { tooManyDrafts } from './errors.ts'
import { placeForWriting } from './find.ts'
import { presentDraft } from './present.ts'

const MOST_DRAFTS = 100

/**
 * Keeps a comment while it is being written; saving it again changes it. Its place is looked up when it becomes a
 * comment, not each time. Nothing of it is recorded anywhere.
 */
export async function saveDraft(tx: Tx, reviewId: string, key: string, sent: SentRemark): Promise<CommentDraft> {
  await placeForWriting(tx, reviewId)
  const others = (await myDrafts(tx, reviewId)).filter((d) => d.key !== key)
  if (others.length >= MOST_DRAFTS) throw tooManyDrafts()
  return presentDraft(await putDraft(tx, reviewId, key, remarkOf(sent)))
}

/** Discards a draft; one that is not there is gone already. */
export async function discardDraft(tx: Tx, reviewId: string, key: string): Promise<void> {
  await placeForWriting(tx, reviewId)
  await removeDraft(tx, reviewId, key)
}
