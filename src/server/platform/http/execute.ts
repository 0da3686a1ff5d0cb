import type { z } from 'zod'
import type { Operation } from '#contract/operation.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { Refusal } from '../errors.ts'
import type { RequestContext, Route } from '../feature.ts'
import type { Tx } from '../tx.ts'
import { findKeptAnswer, keepAnswer, lockKey } from './store.ts'

export interface RawInput {
  params: unknown
  query: unknown
  body: unknown
}

export interface Executed {
  status: number
  answer: unknown
  replayed: boolean
}

/** Validates, runs the handler in its transaction, and checks what it answers against the contract. */
export async function execute(route: Route, id: string, raw: RawInput, ctx: RequestContext, idempotencyKey: string | null): Promise<Executed> {
  const input = parseInput(route.operation, raw)
  if (!idempotencyKey || route.operation.method === 'GET' || route.operation.secret) return fresh(route, await runHandler(route, input, ctx))
  return onceOnly(route, id, input, ctx, idempotencyKey)
}

type Input = { params: unknown; query: unknown; body: unknown }

function runHandler(route: Route, input: Input, ctx: RequestContext, tx?: Tx): Promise<unknown> {
  const run = route.run
  // Input was parsed with this very operation's schemas.
  if (run.mode === 'outer') return run.handle(ctx, input as never)
  return tx ? run.handle(tx, input as never, ctx) : ctx.transaction((own) => run.handle(own, input as never, ctx))
}

function fresh(route: Route, answer: unknown): Executed {
  return { status: route.operation.status, answer: route.operation.file ? answer : route.operation.answer.parse(answer), replayed: false }
}

/** RFC-draft Idempotency-Key: same key and body, same answer; the answer is kept in the effect's own transaction. */
async function onceOnly(route: Route, id: string, input: Input, ctx: RequestContext, key: string): Promise<Executed> {
  const who = principalKey(ctx)
  const bodyHash = sha256Hex(canonicalJson({ id, ...input }))
  const guarded = async (tx: Tx, act: () => Promise<unknown>) => {
    await lockKey(tx, who, key)
    const kept = await findKeptAnswer(tx, who, key)
    if (kept && kept.body_sha256 !== bodyHash) throw new Refusal(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
    if (kept) return { status: kept.status, answer: kept.answer, replayed: true }
    const result = fresh(route, await act())
    await keepAnswer(tx, who, key, { operation: id, body_sha256: bodyHash, status: result.status, answer: result.answer })
    return result
  }
  // An outer handler opens its own transactions, and is harmless to repeat by itself.
  if (route.run.mode === 'outer') {
    const answer = await runHandler(route, input, ctx)
    return ctx.transaction((tx) => guarded(tx, () => Promise.resolve(answer)))
  }
  return ctx.transaction((tx) => guarded(tx, () => runHandler(route, input, ctx, tx)))
}

/** Whose keys these are. Who has no name is told apart by address, so that strangers never meet in one key. */
function principalKey({ principal: p, ip }: RequestContext): string {
  switch (p.kind) {
    case 'member':
      return `member:${p.memberId}`
    case 'candidate':
      return `candidate:${p.email}`
    default:
      return `${p.kind}:${ip}`
  }
}

function parseInput(operation: Operation, raw: RawInput): Input {
  const params = operation.params.safeParse(raw.params ?? {})
  if (!params.success) throw new Refusal(404, 'not_found', 'There is nothing at this address.')
  const query = operation.query.safeParse(raw.query ?? {})
  const body = operation.rawBody ? { success: true as const, data: {} } : operation.body.safeParse(raw.body ?? {})
  const fields = [...fieldsOf('query', query), ...fieldsOf('body', body)]
  if (fields.length > 0) throw new Refusal(422, 'validation_failed', sentenceFor(fields), fields)
  return { params: params.data, query: query.data, body: body.data }
}

function fieldsOf(part: string, result: { success: boolean; error?: z.ZodError }): { path: string; message: string }[] {
  return (result.error?.issues ?? []).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((k) => ({ path: [part, ...issue.path, k].join('.'), message: 'This field is not known here' }))
    return [{ path: [part, ...issue.path].join('.'), message: messageFor(issue) }]
  })
}

function messageFor(issue: z.core.$ZodIssue): string {
  const empty = (issue.code === 'invalid_type' && issue.input === undefined) || (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1 && issue.message.startsWith('Too small'))
  return empty ? 'Fill this in' : issue.message
}

function sentenceFor(fields: { path: string; message: string }[]): string {
  const [first] = fields
  return fields.length === 1 ? `Please check ${first!.path}: ${first!.message}.` : `Please check ${fields.length} fields, beginning with ${first!.path}: ${first!.message}.`
}

