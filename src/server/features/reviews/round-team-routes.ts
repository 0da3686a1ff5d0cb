import { roundOps } from '#contract/rounds.ts'
import { on } from '#server/platform/feature.ts'
import { replaceReviewer } from './replace-reviewer.ts'
import { sealReview } from './seal-review.ts'
import { listMyRounds, showRound } from './show-round.ts'

export const roundTeamRoutes = [
  on(roundOps.listMyReviews, async (tx) => ({ items: await listMyRounds(tx) })),
  on(roundOps.getRound, (tx, { params }) => showRound(tx, params.id)),
  on(roundOps.replaceReviewer, (tx, { params, body }) => replaceReviewer(tx, params.id, body)),
  on(roundOps.sealReview, (tx, { params }) => sealReview(tx, params.id)),
]
