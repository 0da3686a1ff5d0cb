import type { Context as HonoContext } from 'hono'
import { operations } from '#contract/index.ts'
import type { AnswerOf, InputOf, Operation } from '#contract/operation.ts'
import { allow } from '../policy/allow.ts'
import { type Api, drain, streamOf } from './api.ts'
import { execute } from './execute.ts'
import type { Site, SiteAnswer } from './page-site.ts'
import { problemOf } from './problems.ts'
import { refuseCrossSite, requestContext, requestIdOf } from './request.ts'

export function makeSite(api: Api): Site {
  const ids = new Map<Operation, string>(Object.entries(operations).map(([id, operation]) => [operation, id]))
  return {
    config: api.ctx.config,
    operations,
    call: (c, operation, input, sent) => call(api, c, operation, ids.get(operation) ?? '', input, sent),
    portalEmail: async (c) => {
      const ctx = await requestContext(c, api.ctx, api.identify, 'portal')
      return ctx.principal.kind === 'candidate' ? ctx.principal.email : null
    },
  }
}

async function call<O extends Operation>(api: Api, c: HonoContext, operation: O, id: string, input: InputOf<O>, sent?: Uint8Array | 'stream'): Promise<SiteAnswer<O>> {
  const stream = sent === 'stream' ? streamOf(c) : null
  try {
    refuseCrossSite(c, api.ctx)
    const route = api.routes.get(id)
    if (!route) throw new Error(`Nobody handles ${id || operation.path}`)
    const ctx = await requestContext(c, api.ctx, api.identify, operation.audience)
    allow(api.matrix[id], ctx.principal)
    ctx.stream = stream
    ctx.rawBody = sent instanceof Uint8Array ? sent : null
    // Browsers send forms again when a page is reloaded; the form's own key makes that harmless.
    const result = await execute(route, id, input, ctx, null)
    return { ok: true, answer: result.answer as AnswerOf<O> }
  } catch (error) {
    return { ok: false, problem: problemOf(error, requestIdOf(c), api.ctx.log) }
  } finally {
    drain(stream)
  }
}
