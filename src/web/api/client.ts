import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { operations } from '#contract/index.ts'
import type { ResultOf, InputOf, Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'

export { operations }
export type Input<O> = Partial<InputOf<O>>

/** The server's refusal, in its own words. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    // Fields are listed one by one; the server’s own summary would say them twice, in the words of the API.
    super(problem.code === 'validation_failed' && problem.fields?.length ? 'Please change what is listed here.' : problem.detail)
  }

  /** What must change, each with where it is. */
  get details(): string[] {
    return (this.problem.fields ?? []).map((f) => [f.path.replace(/^body\.?/, '').replaceAll(/[._]/g, ' '), f.message].filter(Boolean).join(': '))
  }

  /** The message for one field, such as `body.email`, or undefined. */
  field(path: string): string | undefined {
    return this.problem.fields?.find((f) => f.path === path || f.path.startsWith(`${path}.`))?.message
  }
}

function pathOf(template: string, input: Input<Operation>): string {
  const params = (input.params ?? {}) as Record<string, string>
  const path = template.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const query = new URLSearchParams((input.query ?? {}) as Record<string, string>).toString()
  return `/api/v1${path}${query ? `?${query}` : ''}`
}

/**
 * Calls one operation; one that is `leaving` is sent to its end although the page goes.
 * @throws ApiProblem for every refusal, and for a server that can't be reached
 */
export function call<O extends Operation>(operation: O, input: Input<O> = {}, o: { leaving?: boolean } = {}): Promise<ResultOf<O>> {
  const change = operation.method !== 'GET'
  return ask<O>(operation, input, change ? { type: 'application/json', body: JSON.stringify(input.body ?? {}) } : null, o.leaving)
}

/** Sends a file as it is. @throws ApiProblem as `call` does */
export function send<O extends Operation>(operation: O, input: Input<O>, file: Blob): Promise<ResultOf<O>> {
  return ask<O>(operation, input, { type: 'application/octet-stream', body: file })
}

async function ask<O extends Operation>(operation: O, input: Input<O>, sent: { type: string; body: string | Blob } | null, leaving = false): Promise<ResultOf<O>> {
  const response = await fetch(pathOf(operation.path, input as Input<Operation>), {
    method: operation.method,
    headers: { accept: 'application/json', ...(sent ? { 'content-type': sent.type, 'idempotency-key': crypto.randomUUID() } : {}) },
    ...(sent ? { body: sent.body } : {}),
    ...(leaving ? { keepalive: true } : {}),
  }).catch(() => null)
  if (!response) throw new ApiProblem({ type: 'about:blank', title: 'offline', status: 0, code: 'offline', detail: 'The server can’t be reached. Check the connection and try again.', request_id: '' })
  const answer: unknown = await response.json().catch(() => null)
  // The server answers with the operation's own schema or with a problem; the status says which.
  if (!response.ok) throw new ApiProblem(answer as Problem)
  return answer as ResultOf<O>
}

/** Where a file of the API is, for a link to it. */
export function fileUrl<O extends Operation>(operation: O, input: Input<O> = {}): string {
  return pathOf(operation.path, input as Input<Operation>)
}

const idOf = new Map<Operation, string>(Object.entries(operations).map(([id, operation]) => [operation, id]))

/** One question to the server. The answer to a `fixed` one never changes, so it is asked once. */
export function asking<O extends Operation>(operation: O, input: Input<O> = {}, o: { fixed?: boolean } = {}) {
  return queryOptions<ResultOf<O>, ApiProblem>({
    queryKey: [idOf.get(operation), input.params ?? {}, input.query ?? {}],
    queryFn: () => call(operation, input),
    ...(o.fixed ? { staleTime: Infinity, meta: { fixed: true } } : {}),
  })
}

/** Reads one operation and keeps its answer fresh, unless it is `fixed`. */
export function useOp<O extends Operation>(operation: O, input: Input<O> = {}, o: { enabled?: boolean; refetchMs?: number; fixed?: boolean } = {}) {
  return useQuery({ ...asking(operation, input, o), enabled: o.enabled ?? true, ...(o.refetchMs ? { refetchInterval: o.refetchMs } : {}) })
}

/** Acts, then reads everything on the page again. Acts `inOrder` of the same name wait for each other, so that the last one wins. */
export function useAct<O extends Operation>(operation: O, o: { onDone?: (answer: ResultOf<O>) => void; inOrder?: string } = {}) {
  const queries = useQueryClient()
  return useMutation<ResultOf<O>, ApiProblem, Input<O>>({
    mutationFn: (input) => call(operation, input),
    ...(o.inOrder ? { scope: { id: o.inOrder } } : {}),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ predicate: (q) => q.meta?.['fixed'] !== true })
      o.onDone?.(answer)
    },
  })
}

/** The same with a file in place of a body. */
export function useSend<O extends Operation>(operation: O, o: { onDone?: (answer: ResultOf<O>) => void } = {}) {
  const queries = useQueryClient()
  return useMutation<ResultOf<O>, ApiProblem, { input: Input<O>; file: Blob }>({
    mutationFn: ({ input, file }) => send(operation, input, file),
    onSuccess: async (answer) => {
      await queries.invalidateQueries()
      o.onDone?.(answer)
    },
  })
}
