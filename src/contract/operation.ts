import { z } from 'zod'

/** Who an operation is for; each audience has its own way to sign in and its own serializers. */
export type Audience = 'public' | 'team' | 'portal' | 'referee'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One operation of `/api/v1`: the single source of its route, its validation, its OpenAPI text, its typed client
 * and its row in the policy matrix.
 */
export interface Operation<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  readonly method: Method
  /** Path below `/api/v1`, parameters as `:name`. */
  readonly path: string
  readonly audience: Audience
  /** One sentence for the API reference. */
  readonly summary: string
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly answer: A
  /** Success status; 200 unless said. */
  readonly status: number
  /** Stable problem codes a caller should expect beside the general ones. */
  readonly problems: readonly string[]
  /** Set when the answer is a file, not JSON; the answer schema is then `FileAnswer`. */
  readonly file?: string
  /** Set when the request body is a raw file, not JSON. */
  readonly rawBody?: boolean
  /** Set when that raw file may be large: the handler reads it as it comes in. */
  readonly streamed?: boolean
  /** When all of these are in the query, the answer can never change and may be kept by whoever asked. */
  readonly fixedBy?: readonly string[]
  /** Set when the answer holds a secret or sets a session: it is never kept for a repeated Idempotency-Key. */
  readonly secret?: boolean
}

const none = z.strictObject({})

interface Draft<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  audience: Audience
  summary: string
  params?: P
  query?: Q
  body?: B
  answer: A
  status?: number
  problems?: readonly string[]
  file?: string
  rawBody?: boolean
  streamed?: boolean
  secret?: boolean
  fixedBy?: readonly string[]
}

type None = typeof none

/** Declares an operation: `op('POST', '/jobs', { audience: 'team', summary, body, answer })`. */
export function op<A extends z.ZodType, P extends z.ZodType = None, Q extends z.ZodType = None, B extends z.ZodType = None>(
  method: Method,
  path: string,
  draft: Draft<P, Q, B, A>,
): Operation<P, Q, B, A> {
  const empty = none as unknown
  return {
    method,
    path,
    audience: draft.audience,
    summary: draft.summary,
    // The cast only says that an undeclared part is the empty object.
    params: draft.params ?? (empty as P),
    query: draft.query ?? (empty as Q),
    body: draft.body ?? (empty as B),
    answer: draft.answer,
    status: draft.status ?? 200,
    problems: draft.problems ?? [],
    ...(draft.file ? { file: draft.file } : {}),
    ...(draft.rawBody ? { rawBody: true } : {}),
    ...(draft.streamed ? { streamed: true } : {}),
    ...(draft.secret ? { secret: true } : {}),
    ...(draft.fixedBy ? { fixedBy: draft.fixedBy } : {}),
  }
}

/** What a caller sends. Parts that are empty may be left out. */
export type InputOf<O> =
  O extends Operation<infer P, infer Q, infer B, z.ZodType>
    ? { params: z.input<P>; query: z.input<Q>; body: z.input<B> }
    : never

/** What a handler receives: parsed, defaults filled in. */
export type ParsedOf<O> =
  O extends Operation<infer P, infer Q, infer B, z.ZodType>
    ? { params: z.output<P>; query: z.output<Q>; body: z.output<B> }
    : never

export type AnswerOf<O> = O extends Operation<z.ZodType, z.ZodType, z.ZodType, infer A> ? z.input<A> : never

/** A set of operations by their `operationId`. */
export type Operations = Record<string, Operation>

/** What a caller reads: the answer as it was parsed on its way out, defaults filled in. */
export type ResultOf<O> = O extends Operation<z.ZodType, z.ZodType, z.ZodType, infer A> ? z.output<A> : never
