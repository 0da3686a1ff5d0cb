import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { FileAnswer } from '#contract/common.ts'
import { sha256Hex } from '#server/lib/hash.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { IncomingBody, Route } from '../feature.ts'
import { type PolicyRow, allow } from '../policy/allow.ts'
import { type RawInput, execute } from './execute.ts'
import { problemOf } from './problems.ts'
import { type Identify, refuseCrossSite, requestContext, requestIdOf } from './request.ts'

export interface Api {
  ctx: Context
  identify: Identify
  /** Routes by `operationId`. */
  routes: ReadonlyMap<string, Route>
  matrix: Readonly<Record<string, PolicyRow>>
}

const JSON_LIMIT = 1024 * 1024
const FILE_LIMIT = 11 * 1024 * 1024

/** `/api/v1`: every operation behind authenticate → policy → validate → transaction → present. */
export function apiApp(api: Api): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    c.header('x-request-id', requestIdOf(c))
    c.header('cache-control', 'no-store')
    await next()
  })
  for (const [id, route] of api.routes) {
    const limit = bodyLimit({ maxSize: route.operation.rawBody ? FILE_LIMIT : JSON_LIMIT, onError: (c) => c.json(problemOf(tooLarge(), requestIdOf(c), api.ctx.log), 413) })
    const guard = route.operation.streamed ? passOn : limit
    app.on(route.operation.method, route.operation.path, guard, (c) => answer(c, api, id, route))
  }
  app.notFound((c) => c.json(problemOf(new Refusal(404, 'not_found', 'There is no such operation.'), requestIdOf(c), api.ctx.log), 404))
  app.onError((error, c) => problem(c, api, error))
  return app
}

const tooLarge = () => new Refusal(413, 'too_large', 'This is larger than we accept.')

async function answer(c: HonoContext, api: Api, id: string, route: Route): Promise<Response> {
  const stream = route.operation.streamed ? streamOf(c) : null
  try {
    return await answerWith(c, api, id, route, stream)
  } finally {
    drain(stream)
  }
}

async function answerWith(c: HonoContext, api: Api, id: string, route: Route, stream: IncomingBody | null): Promise<Response> {
  refuseCrossSite(c, api.ctx)
  const ctx = await requestContext(c, api.ctx, api.identify, route.operation.audience)
  allow(api.matrix[id], ctx.principal)
  ctx.stream = stream
  if (route.operation.rawBody && !stream) ctx.rawBody = new Uint8Array(await c.req.arrayBuffer())
  const result = await execute(route, id, await rawInput(c, route), ctx, idempotencyKey(c))
  if (result.replayed) c.header('idempotent-replayed', 'true')
  const kept = isFixed(route, c)
  if (kept) c.header('cache-control', `private, max-age=${KEPT_SECONDS}, immutable, no-transform`)
  if (route.operation.file) return fileResponse(c, result.answer as FileAnswer)
  if (kept) return taggedJson(c, result.answer)
  return c.json(result.answer, result.status as ContentfulStatusCode)
}

/** As long as somebody reads a submission. A copy is of use only to the one who was let in, under the same cookie. */
const KEPT_SECONDS = 86_400

/** The address names what can never change, so the answer may be kept where it was read. */
function isFixed({ operation }: Route, c: HonoContext): boolean {
  if (!operation.fixedBy?.every((name) => c.req.query(name))) return false
  c.header('vary', 'cookie, authorization')
  return true
}

function taggedJson(c: HonoContext, answer: unknown): Response {
  const text = JSON.stringify(answer)
  const tag = `"${sha256Hex(text).slice(0, 32)}"`
  c.header('etag', tag)
  if (c.req.header('if-none-match') === tag) return c.body(null, 304)
  return c.body(text, 200, { 'content-type': 'application/json' })
}

function problem(c: HonoContext, api: Api, error: unknown): Response {
  const p = problemOf(error, requestIdOf(c), api.ctx.log)
  if (p.status === 429) c.header('retry-after', '60')
  return c.body(JSON.stringify(p), p.status as ContentfulStatusCode, { 'content-type': 'application/problem+json; charset=utf-8' })
}

function idempotencyKey(c: HonoContext): string | null {
  const key = c.req.header('idempotency-key')
  if (key !== undefined && (key.length === 0 || key.length > 255)) throw new Refusal(422, 'validation_failed', 'An Idempotency-Key has 1 to 255 characters.')
  return key ?? null
}

/** Whoever reads a stream bounds it. */
const passOn: MiddlewareHandler = (_, next) => next()

/** The body as it comes in, and since when: asked for before anything else is done for the request. */
export function streamOf(c: HonoContext): IncomingBody {
  // Two typings of one and the same web stream.
  const body = c.req.raw.body ? Readable.fromWeb(c.req.raw.body as WebStream) : Readable.from([])
  let at: number | undefined
  body.once('readable', () => (at = performance.now()))
  // Whoever reads it hears of a connection that broke; until then it is nobody's failure.
  body.on('error', () => {})
  return { body, age: () => (at === undefined ? 0 : performance.now() - at) }
}

/** What nobody wanted is read to its end: a client that still sends would not get round to reading why. */
export function drain(stream: IncomingBody | null) {
  if (!stream || stream.body.destroyed || stream.body.readableEnded) return
  stream.body.removeAllListeners('readable')
  stream.body.resume()
}

async function rawInput(c: HonoContext, route: Route): Promise<RawInput> {
  return { params: c.req.param(), query: queryOf(c), body: route.operation.rawBody ? {} : await jsonBody(c) }
}

function queryOf(c: HonoContext): Record<string, string> {
  const all = c.req.queries()
  const twice = Object.entries(all).find(([, values]) => values.length > 1)
  if (twice) throw new Refusal(422, 'validation_failed', `The parameter ${twice[0]} is given twice.`, [{ path: `query.${twice[0]}`, message: 'Give this once' }])
  return Object.fromEntries(Object.entries(all).map(([k, values]) => [k, values[0] ?? '']))
}

async function jsonBody(c: HonoContext): Promise<unknown> {
  if (c.req.method === 'GET') return {}
  const text = await c.req.text()
  if (text === '') return {}
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) throw new Refusal(415, 'unsupported_media_type', 'Send JSON with Content-Type: application/json.')
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'malformed_json', 'The body is not JSON.')
  }
}

/** Bytes with their name; never shown as a page of ours. */
export function fileResponse(c: HonoContext, f: FileAnswer): Response {
  const name = f.filename.replaceAll(/[^\w. -]/g, '_')
  c.header('content-disposition', `${f.disposition}; filename="${name}"; filename*=UTF-8''${encodeURIComponent(f.filename.toWellFormed())}`)
  c.header('content-security-policy', "sandbox; default-src 'none'")
  return c.body(f.stream ?? (f.bytes as Uint8Array<ArrayBuffer>), 200, { 'content-type': f.content_type })
}
