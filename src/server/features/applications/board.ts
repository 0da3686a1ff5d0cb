import type { ApplicationState, Board, ApplicationCard } from '#contract/applications.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { loadJobForMember } from '#server/features/jobs/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { presentCard } from './present-application.ts'
import { countEnded, listForMember } from './store.ts'

/** More than this no person looks at on a board; the list has pages. */
const MOST_CARDS = 5000

/** A job's board: a column for each stage of its process, and of versions under way whose stages have gone since. */
export async function getBoard(tx: Tx, jobId: string): Promise<Board> {
  const job = await loadJobForMember(tx, jobId)
  const live = await listForMember(tx, requireMember(tx), { jobId, state: 'active', limit: MOST_CARDS })
  const columns = new Map<string, Board['columns'][number]>()
  for (const stage of [...job.process.stages, ...live.flatMap((a) => a.process.stages)]) {
    if (!columns.has(stage.key)) columns.set(stage.key, { key: stage.key, name: stage.name, type: stage.type, cards: [] })
  }
  for (const a of live) {
    const card = await presentCard(tx, a)
    columns.get(card.stage_key)?.cards.push(card)
  }
  return { job: { id: job.id, title: job.title }, columns: [...columns.values()], ended: await countEnded(tx, jobId) }
}

export interface ListQuery {
  cursor?: string | undefined
  limit: number
  job_id?: string | undefined
  state?: ApplicationState | undefined
  search?: string | undefined
}

/** A page of applications, newest first; ids sort by time, so the cursor is the last one's id. */
export async function listApplications(tx: Tx, q: ListQuery): Promise<{ items: ApplicationCard[]; next_cursor: string | null }> {
  const rows = await listForMember(tx, requireMember(tx), { jobId: q.job_id, state: q.state, search: q.search, before: q.cursor, limit: q.limit + 1 })
  const items = []
  for (const a of rows.slice(0, q.limit)) items.push(await presentCard(tx, a))
  return { items, next_cursor: rows.length > q.limit ? (items.at(-1)?.id ?? null) : null }
}
