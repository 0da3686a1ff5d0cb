import { roundOps } from '#contract/rounds.ts'
import { on } from '#server/platform/feature.ts'
import { declineReview } from './decline-review.ts'
import { extendRound } from './extend-round.ts'
import { handOverReview } from './hand-over-review.ts'
import { listReviewerPool } from './list-pool.ts'
import { recordDiscussion } from './record-discussion.ts'
import { replaceReviewer } from './replace-reviewer.ts'
import { sealReview } from './seal-review.ts'
import { listMyRounds, showRound } from './show-round.ts'
import { unblindRound } from './unblind-round.ts'

const done = { ok: true as const }

export const roundTeamRoutes = [
  on(roundOps.listMyReviews, async (tx) => ({ items: await listMyRounds(tx) })),
  on(roundOps.getRound, (tx, { params }) => showRound(tx, params.id)),
  on(roundOps.listReviewerPool, (tx, { params }) => listReviewerPool(tx, params.id)),
  on(roundOps.replaceReviewer, (tx, { params, body }) => replaceReviewer(tx, params.id, body)),
  on(roundOps.extendRound, (tx, { params, body }) => extendRound(tx, params.id, body)),
  on(roundOps.unblindRound, (tx, { params, body }) => unblindRound(tx, params.id, body.reason)),
  on(roundOps.recordDiscussion, (tx, { params, body }) => recordDiscussion(tx, params.id, body)),
  on(roundOps.sealReview, (tx, { params }) => sealReview(tx, params.id)),
  on(roundOps.declineReview, async (tx, { params, body }) => {
    await declineReview(tx, params.id, body)
    return done
  }),
  on(roundOps.handOverReview, async (tx, { params, body }) => {
    await handOverReview(tx, params.id, body.joins)
    return done
  }),
]
