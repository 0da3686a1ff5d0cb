import { asking, operations } from '#web/api/client.ts'
import { queries } from '#web/api/queries.ts'
import { inReadingOrder, isGenerated } from '#web/features/assignments/submission-order.ts'

/**
 * Asks for what the workspace shows first as soon as its address is known, while the code of the page is still on its way and
 * before anything is drawn. Nobody waits for it, and what fails is asked again by whatever shows it.
 */
export async function readAhead(id: string): Promise<void> {
  const review = await queries.fetchQuery(asking(operations.getReview, { params: { id } }))
  const params = { id: review.submission_id }
  void queries.prefetchQuery(asking(operations.listSubmissionFiles, { params }, { fixed: true }))
  void queries.prefetchQuery(asking(operations.getRound, { params: { id: review.application_id } }))
  if (review.mine) void queries.prefetchQuery(asking(operations.listViewed, { params: { id } }))
  const { items } = await queries.fetchQuery(asking(operations.listSubmissionChanges, { params, query: {} }, { fixed: true }))
  // An address that names a file leads there instead.
  const first = window.location.hash === '' && inReadingOrder(items).find((c) => !isGenerated(c.path))
  if (first) await queries.prefetchQuery(asking(operations.getSubmissionDiff, { params, query: { path: first.path, whitespace: 'show' } }, { fixed: true }))
}
