import { reviewOps } from '#contract/reviews.ts'
import { on, onOuter } from '#server/platform/feature.ts'
import { addComment, deleteComment, editComment } from './comment-on-work.ts'
import { discardDraft, saveDraft } from './draft-comment.ts'
import { listViewed, setViewed } from './mark-viewed.ts'
import { showReview } from './show-round.ts'
import { verifySeal } from './verify-seal.ts'
import { saveScore, saveVerdict } from './write-review.ts'

export const teamRoutes = [
  on(reviewOps.getReview, (tx, { params }) => showReview(tx, params.id)),
  on(reviewOps.verifySeal, (tx, { params }) => verifySeal(tx, params.id)),
  on(reviewOps.saveScore, (tx, { params, body }) => saveScore(tx, params.id, { criterion_id: params.criterion, ...body })),
  on(reviewOps.saveVerdict, (tx, { params, body }) => saveVerdict(tx, params.id, body)),
  onOuter(reviewOps.addComment, (ctx, { params, body }) => addComment(ctx, params.id, body)),
  on(reviewOps.deleteComment, async (tx, { params }) => {
    await deleteComment(tx, params.id, params.comment)
    return { ok: true as const }
  }),
  onOuter(reviewOps.editComment, (ctx, { params, body }) => editComment(ctx, params.id, params.comment, body)),
  on(reviewOps.saveDraft, (tx, { params, body }) => saveDraft(tx, params.id, params.key, body)),
  on(reviewOps.discardDraft, async (tx, { params }) => {
    await discardDraft(tx, params.id, params.key)
    return { ok: true as const }
  }),
  on(reviewOps.listViewed, (tx, { params }) => listViewed(tx, params.id)),
  on(reviewOps.setViewed, (tx, { params, body }) => setViewed(tx, params.id, body)),
]
