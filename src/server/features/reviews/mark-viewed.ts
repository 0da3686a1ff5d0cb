import type { Tx } from '#server/platform/tx.ts'
import { reviewNotFound, tooManyViewed } from './errors.ts'
import { isMine, placeForReading } from './find.ts'
import { addViewed, myViewed, removeViewed } from './viewed-store.ts'

/** Far more than a submission has files and commits. */
const MOST_VIEWED = 20_000

/** What the asking member has viewed of the submission. Theirs alone for ever: the reveal does not open it. */
export async function listViewed(tx: Tx, reviewId: string): Promise<{ paths: string[] }> {
  await mustBeMine(tx, reviewId)
  return { paths: await myViewed(tx, reviewId) }
}

/** Marks something as viewed or takes the mark away, after the seal as well as before. */
export async function setViewed(tx: Tx, reviewId: string, mark: { path: string; viewed: boolean }): Promise<{ paths: string[] }> {
  const { paths } = await listViewed(tx, reviewId)
  if (mark.viewed && paths.length >= MOST_VIEWED) throw tooManyViewed()
  await (mark.viewed ? addViewed : removeViewed)(tx, reviewId, mark.path)
  return listViewed(tx, reviewId)
}

async function mustBeMine(tx: Tx, reviewId: string): Promise<void> {
  const { place } = await placeForReading(tx, reviewId)
  if (!isMine(tx, place)) throw reviewNotFound()
}
