/** GitHub's published descriptions (`spec.json`, cut out by scripts/gen-github-spec.mjs) as something that judges. */
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

type Schema = { [key: string]: unknown }
interface Call {
  parameters: { name: string; in: string; required: boolean; schema: Schema }[]
  body: { required: boolean; schema: Schema } | null
  answers: Record<string, Schema | null>
}
interface Spec {
  source: string
  calls: Record<string, Call>
  $defs: Record<string, Schema>
}

// Written by our own script, in this shape.
const spec = JSON.parse(readFileSync(new URL('./spec.json', import.meta.url), 'utf8')) as Spec
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false })
formats.default(ajv)
ajv.addFormat('repo.nwo', true)
ajv.addFormat('int64', true)
const compiled = new Map<Schema, ValidateFunction>()

function problemsOf(schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? ajv.compile({ ...schema, $defs: spec.$defs })
  compiled.set(schema, validate)
  return validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`)
}

export interface Match {
  key: string
  params: Record<string, string>
}

/** Which published call this is; null when GitHub publishes none, or none that we said we make. */
export function matchCall(method: string, path: string): Match | null {
  for (const key of Object.keys(spec.calls)) {
    const [verb, template = ''] = key.split(' ')
    const names = [...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
    const found = verb === method && new RegExp(`^${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(path)
    if (found) return { key, params: Object.fromEntries(names.map((name, n) => [name, decodeURIComponent(found[n + 1] ?? '')])) }
  }
  return null
}

/** What is wrong with a request by GitHub's own schema. */
export function requestProblems({ key, params }: Match, query: URLSearchParams, body: unknown): string[] {
  const call = spec.calls[key]!
  const known = new Set(call.parameters.filter((p) => p.in === 'query').map((p) => p.name))
  const unknown = [...query.keys()].filter((name) => !known.has(name)).map((name) => `query ${name} is not published`)
  const wrong = call.parameters.flatMap((p) => {
    const text = p.in === 'path' ? params[p.name] : (query.get(p.name) ?? undefined)
    if (text === undefined) return p.required ? [`${p.name} is missing`] : []
    return problemsOf(p.schema, typed(p.schema, text)).map((problem) => `${p.name}${problem}`)
  })
  return [...unknown, ...wrong, ...bodyProblems(call, body)]
}

function bodyProblems(call: Call, body: unknown): string[] {
  if (body === undefined) return call.body?.required ? ['the body is missing'] : []
  if (!call.body) return ['a body is not published']
  // An unpublished field would be ignored in silence, which hides a mistake.
  const fields = new Set(Object.keys((call.body.schema['properties'] ?? {}) as object))
  const unknown = Object.keys(body as object).filter((name) => !fields.has(name)).map((name) => `body ${name} is not published`)
  return [...unknown, ...problemsOf(call.body.schema, body).map((problem) => `body${problem}`)]
}

function typed(schema: Schema, text: string): unknown {
  return schema['type'] === 'integer' ? Number(text) : text
}

/** What is wrong with an answer of the mock's own. */
export function answerProblems(key: string, status: number, body: unknown): string[] {
  const schema = spec.calls[key]?.answers[String(status)]
  if (schema === undefined) return status >= 400 ? [] : [`${status} is not published`]
  if (schema === null) return body === undefined ? [] : ['a body is not published']
  return problemsOf(schema, body)
}

/** The least that an answer of this status must hold, with what the test cares about laid over it. */
export function answerBody(key: string, status: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...(least(spec.calls[key]!.answers[String(status)] ?? {}) as object), ...over }
}

/** The least value of a published schema by its name. */
export function leastOf(name: string, over: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...(least(spec.$defs[name]!) as object), ...over }
}

function least(s: Schema): unknown {
  if (typeof s['$ref'] === 'string') return least(spec.$defs[s['$ref'].split('/').at(-1) ?? '']!)
  const choices = (s['anyOf'] ?? s['oneOf']) as Schema[] | undefined
  if (choices) return choices.some((c) => c['type'] === 'null') ? null : least(choices[0]!)
  if (s['allOf']) return Object.assign({}, ...(s['allOf'] as Schema[]).map(least))
  if (s['enum']) return (s['enum'] as unknown[])[0]
  if (s['type'] === 'array') return []
  if (s['type'] === 'integer' || s['type'] === 'number') return 1
  if (s['type'] === 'boolean') return false
  if (s['type'] === 'string') return leastText(String(s['format'] ?? ''))
  const properties = (s['properties'] ?? {}) as Record<string, Schema>
  return Object.fromEntries(((s['required'] ?? []) as string[]).map((name) => [name, least(properties[name] ?? {})]))
}

function leastText(format: string): string {
  if (format === 'date-time') return '2026-01-01T00:00:00Z'
  return format === 'uri' ? 'https://example.test/' : 'text'
}
