import { z } from 'zod'
import { operations } from '#contract/index.ts'
import { named } from '#contract/named.ts'
import type { Operation } from '#contract/operation.ts'
import { problem } from '#contract/problems.ts'

type Json = Record<string, unknown>

/** OpenAPI 3.1 made from the very schemas that validate. */
export function openApi(publicUrl: string): object {
  const paths: Record<string, Json> = {}
  const schemas: Json = {}
  for (const [id, operation] of Object.entries(operations as Record<string, Operation>)) {
    const path = operation.path.replaceAll(/:([a-z_]+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(id, operation, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Handiwork', version: '1', description: 'Everything the screens do. Times are RFC 3339 in UTC, money is in minor units, problems follow RFC 9457.' },
    servers: [{ url: `${publicUrl}/api/v1` }],
    paths,
    components: {
      schemas: { Problem: schema(problem, 'output', schemas), ...inOrder(schemas) },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token (hw_pat_…) of a member.' },
        team: { type: 'apiKey', in: 'cookie', name: 'hw_session' },
        portal: { type: 'apiKey', in: 'cookie', name: 'hw_portal' },
      },
    },
  }
}

function describe(id: string, o: Operation, schemas: Json): object {
  const body = schema(o.body, 'input', schemas)
  const hasBody = o.method !== 'GET' && !o.rawBody && ('$ref' in body || Object.keys(body['properties'] ?? {}).length > 0)
  return {
    operationId: id,
    summary: o.summary,
    tags: [o.audience],
    security: o.audience === 'team' ? [{ team: [] }, { token: [] }] : o.audience === 'portal' ? [{ portal: [] }] : [],
    parameters: [...parameters(o.params, 'path', schemas), ...parameters(o.query, 'query', schemas)],
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    ...(o.rawBody ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } } : {}),
    responses: {
      [o.status]: { description: o.summary, content: o.file ? { [o.file]: { schema: { type: 'string', format: 'binary' } } } : { 'application/json': { schema: schema(o.answer, 'output', schemas) } } },
      default: {
        description: ['A problem.', ...(o.problems.length > 0 ? [`Codes of its own: ${o.problems.join(', ')}.`] : [])].join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function parameters(s: z.ZodType, where: 'path' | 'query', schemas: Json): object[] {
  const json = schema(s, 'input', schemas) as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, part]) => ({ name, in: where, required: where === 'path' || (json.required ?? []).includes(name), schema: part }))
}

const registry = z.registry<{ id: string }>()
for (const [id, one] of Object.entries(named)) registry.add(one, { id })

/** A schema whose named parts are kept once, in `schemas`. What is sent may leave out defaults, so it has names of its own. */
function schema(s: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const { $schema: _, $defs, ...rest } = z.toJSONSchema(s, { io, metadata: registry, unrepresentable: 'any', target: 'draft-2020-12' }) as Json & { $defs?: Json }
  const rename = (name: string) => (io === 'input' ? `${name}Input` : name)
  for (const [name, part] of Object.entries($defs ?? {})) schemas[rename(name)] = relinked(part, rename)
  const { id, ...whole } = relinked(rest, rename)
  if (typeof id !== 'string') return whole
  schemas[rename(id)] = whole
  return { $ref: `#/components/schemas/${rename(id)}` }
}

function relinked(part: unknown, rename: (name: string) => string): Json {
  const text = JSON.stringify(part).replaceAll(/"#\/\$defs\/(\w+)"/g, (_, name: string) => `"#/components/schemas/${rename(name)}"`)
  return JSON.parse(text) as Json
}

const inOrder = (o: Json): Json => Object.fromEntries(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1)))
