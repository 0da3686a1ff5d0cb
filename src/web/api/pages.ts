import { useInfiniteQuery } from '@tanstack/react-query'
import type { ResultOf } from '#contract/operation.ts'
import { type ApiProblem, type Input, call, type operations } from './client.ts'

type Paged = typeof operations.listActivity | typeof operations.listMail | typeof operations.listEvents

/** A list read page by page, each page by the cursor the one before gave. */
export function usePages<O extends Paged>(operation: O, input: Input<O> = {}) {
  const asked = useInfiniteQuery<ResultOf<Paged>, ApiProblem, ResultOf<Paged>['items'], unknown[], string | null>({
    queryKey: ['pages', operation.path, input.params ?? {}],
    queryFn: ({ pageParam }) => call<Paged>(operation, { ...input, query: pageParam ? { cursor: pageParam } : {} } as Input<Paged>),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    select: (data) => data.pages.flatMap((p) => p.items as never[]),
  })
  // The operation that was asked decides what its items are.
  return { ...asked, data: asked.data as ResultOf<O>['items'] | undefined }
}
