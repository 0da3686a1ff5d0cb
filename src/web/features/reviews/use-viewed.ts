import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Review } from '#contract/reviews.ts'
import { asking, call, operations, useOp } from '#web/api/client.ts'

/** The files somebody has ticked off in their own review; nothing in anybody else's. */
export function useViewed(r: Review) {
  const queries = useQueryClient()
  const asked = useOp(operations.listViewed, { params: { id: r.id } }, { enabled: r.mine })
  const paths = useMemo(() => new Set(asked.data?.paths), [asked.data])
  if (!r.mine) return undefined
  const { queryKey } = asking(operations.listViewed, { params: { id: r.id } })
  const put = (path: string, viewed: boolean) => {
    // Shown at once; the server's answer is what stays.
    queries.setQueryData(queryKey, { paths: viewed ? [...paths, path] : [...paths].filter((p) => p !== path) })
    void call(operations.setViewed, { params: { id: r.id }, body: { path, viewed } }).then((answer) => queries.setQueryData(queryKey, answer), () => queries.invalidateQueries({ queryKey }))
  }
  return { paths, put }
}
