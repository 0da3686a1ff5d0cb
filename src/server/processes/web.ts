import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { operations } from '#contract/index.ts'
import { policyMatrix } from '#server/policy-matrix.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, Route } from '#server/platform/feature.ts'
import { type Api, apiApp } from '#server/platform/http/api.ts'
import { securityHeaders } from '#server/platform/http/headers.ts'
import { openApi } from '#server/platform/http/openapi.ts'
import type { Identify } from '#server/platform/http/request.ts'
import { makeSite } from '#server/platform/http/site.ts'
import { spa } from './spa.ts'

/** Passes a request on to the git gateway. */
export type GitProxy = (req: IncomingMessage, res: ServerResponse, mayContinue: boolean) => void

/** The whole web application: API, pages, the team's app. */
export function webApp(ctx: Context, features: readonly Feature[], identify: Identify): Hono {
  const api: Api = { ctx, identify, routes: routesById(features), matrix: policyMatrix }
  const site = makeSite(api)
  const app = new Hono()
  app.use(securityHeaders(ctx.config.publicUrl.startsWith('https:')))
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/readyz', async (c) => {
    await ctx.transaction(() => Promise.resolve())
    return c.text('ready')
  })
  // Made when it is first asked for: it takes as long as a quarter of the start.
  let description: object | undefined
  app.get('/api/v1/openapi.json', (c) => c.json((description ??= openApi(ctx.config.publicUrl))))
  app.route('/api/v1', apiApp(api))
  for (const f of features) f.pages?.(app, site)
  spa(app)
  return app
}

/** Every operation has exactly one handler, and every handler an operation. @throws when not */
function routesById(features: readonly Feature[]): Map<string, Route> {
  const ids = new Map(Object.entries(operations).map(([id, operation]) => [operation as Route['operation'], id]))
  const routes = new Map<string, Route>()
  for (const route of features.flatMap((f) => f.routes ?? [])) {
    const id = ids.get(route.operation)
    if (!id || routes.has(id)) throw new Error(`The route ${route.operation.method} ${route.operation.path} is unknown to the contract, or bound twice.`)
    routes.set(id, route)
  }
  const missing = Object.keys(operations).filter((id) => !routes.has(id))
  if (missing.length > 0) throw new Error(`Nobody handles: ${missing.join(', ')}`)
  return routes
}

/** Serves the application and passes `/git/` to the gateway. */
export function startWeb(app: Hono, git: GitProxy, listen: { port: number; host: string }): Promise<{ server: Server; port: number; close(): Promise<void> }> {
  const listener = getRequestListener(app.fetch)
  const server = createServer((req, res) => (isGit(req) ? git(req, res, false) : void listener(req, res)))
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    if (isGit(req)) return git(req, res, true)
    res.writeContinue()
    void listener(req, res)
  })
  server.requestTimeout = 900_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(listen.port, listen.host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : listen.port
      resolve({ server, port, close: () => closeServer(server) })
    })
  })
}

function isGit(req: IncomingMessage): boolean {
  return req.url?.startsWith('/git/') ?? false
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 5000).unref()
  })
}
