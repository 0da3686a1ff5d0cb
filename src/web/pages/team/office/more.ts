import { useInfiniteQuery } from '@tanstack/react-query'
import { type ApiProblem, call, type operations } from '#web/api/client.ts'
import type { ResultOf } from '#contract/operation.ts'

type Paged = typeof operations.listActivity | typeof operations.listMail

/** A list read page by page, each page by the cursor the one before gave. */
export function usePages<O extends Paged>(operation: O) {
  const asked = useInfiniteQuery<ResultOf<Paged>, ApiProblem, ResultOf<Paged>['items'], string[], string | null>({
    queryKey: ['pages', operation.path],
    queryFn: ({ pageParam }) => call<Paged>(operation, { query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    select: (data) => data.pages.flatMap((p) => p.items as never[]),
  })
  // The operation that was asked decides what its items are.
  return { ...asked, data: asked.data as ResultOf<O>['items'] | undefined }
}
