import { useMemo } from 'react'
import type { Change } from '#contract/submissions.ts'
import { operations, useOp } from '#web/api/client.ts'
import { inReadingOrder, type Listed } from './submission-order.ts'

export interface Range {
  from?: string
  to?: string
}

/** What changed, in the order it is read in: against the starter, or between two commits. */
export function useChanges(id: string, range: Range = {}, enabled = true) {
  const asked = useOp(operations.listSubmissionChanges, { params: { id }, query: range }, { fixed: true, enabled })
  const items = asked.data?.items
  const changes = useMemo(() => (items ? inReadingOrder(items) : undefined), [items])
  return { ...asked, data: changes }
}

/** Every file, what changed and what did not, and those that went. */
export function useListed(id: string) {
  const files = useOp(operations.listSubmissionFiles, { params: { id } }, { fixed: true })
  const changes = useOp(operations.listSubmissionChanges, { params: { id }, query: {} }, { fixed: true })
  const error = files.error ?? changes.error
  const data = useMemo(() => files.data && changes.data && listedOf(files.data.items, changes.data.items), [files.data, changes.data])
  return { data, error, isPending: files.isPending || changes.isPending }
}

function listedOf(files: readonly { path: string }[], changes: readonly Change[]): Listed[] {
  const changed = new Map(changes.map((c) => [c.path, { path: c.path, change: c.status, additions: c.additions, deletions: c.deletions }]))
  const kept = files.filter((f) => !changed.has(f.path)).map((f) => ({ path: f.path, change: 'unchanged' as const, additions: 0, deletions: 0 }))
  return inReadingOrder<Listed>([...changed.values(), ...kept])
}
