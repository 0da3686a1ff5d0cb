import { z } from 'zod'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import { problem } from '#contract/problems.ts'

/** OpenAPI 3.1 made from the very schemas that validate. */
export function openApi(publicUrl: string): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [id, operation] of Object.entries(operations as Record<string, Operation>)) {
    const path = operation.path.replaceAll(/:([a-z_]+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(id, operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Handiwork', version: '1', description: 'Everything the screens do. Times are RFC 3339 in UTC, money is in minor units, problems follow RFC 9457.' },
    servers: [{ url: `${publicUrl}/api/v1` }],
    paths,
    components: {
      schemas: { Problem: schema(problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token (hw_pat_…) of a member.' },
        team: { type: 'apiKey', in: 'cookie', name: 'hw_session' },
        portal: { type: 'apiKey', in: 'cookie', name: 'hw_portal' },
      },
    },
  }
}

function describe(id: string, o: Operation): object {
  const body = schema(o.body, 'input')
  const hasBody = o.method !== 'GET' && !o.rawBody && Object.keys((body as { properties?: object }).properties ?? {}).length > 0
  return {
    operationId: id,
    summary: o.summary,
    tags: [o.audience],
    security: o.audience === 'team' ? [{ team: [] }, { token: [] }] : o.audience === 'portal' ? [{ portal: [] }] : [],
    parameters: [...parameters(o.params, 'path'), ...parameters(o.query, 'query')],
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    ...(o.rawBody ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } } : {}),
    responses: {
      [o.status]: { description: o.summary, content: o.file ? { [o.file]: { schema: { type: 'string', format: 'binary' } } } : { 'application/json': { schema: schema(o.answer, 'output') } } },
      default: {
        description: ['A problem.', ...(o.problems.length > 0 ? [`Codes of its own: ${o.problems.join(', ')}.`] : [])].join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function parameters(s: z.ZodType, where: 'path' | 'query'): object[] {
  const json = schema(s, 'input') as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, part]) => ({ name, in: where, required: where === 'path' || (json.required ?? []).includes(name), schema: part }))
}

function schema(s: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(s, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Record<string, unknown>
  return rest
}
