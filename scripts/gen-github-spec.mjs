// Cuts GitHub's published OpenAPI down to the calls we make, as JSON Schema that ajv reads, for the mock the tests use:
//   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
//   node scripts/gen-github-spec.mjs package/generated/api.github.com.json
import { readFileSync, writeFileSync } from 'node:fs'

const SOURCE = '@octokit/openapi 23.0.2 (MIT), generated/api.github.com.json'
const TARGET = new URL('../test/support/github/spec.json', import.meta.url)
/** Every call of adapters/providers/github; a call that is not here fails the tests. */
const CALLS = [
  'POST /app/installations/{installation_id}/access_tokens',
  'POST /repos/{template_owner}/{template_repo}/generate',
  'GET /repos/{owner}/{repo}',
  'PATCH /repos/{owner}/{repo}',
  'DELETE /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/activity',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'PUT /repos/{owner}/{repo}/collaborators/{username}',
  'DELETE /repos/{owner}/{repo}/collaborators/{username}',
  'GET /repos/{owner}/{repo}/invitations',
  'DELETE /repos/{owner}/{repo}/invitations/{invitation_id}',
]
/** Words and links: nothing that a request or an answer could break. */
const UNCHECKED = new Set(['description', 'example', 'examples', 'title', 'externalDocs', 'deprecated', 'discriminator', 'x-github', 'x-githubEnterpriseOnly', 'x-multi-segment', 'x-octokit', 'xml', 'default', 'readOnly', 'writeOnly'])

const spec = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const schemas = {}

function resolved(o) {
  if (!o?.$ref) return o
  return o.$ref.slice(2).split('/').reduce((at, key) => at[key], spec)
}

/** OpenAPI 3.0 as JSON Schema; `properties` may hold a property of any name, so its keys are never dropped. */
function schema(s) {
  if (typeof s !== 'object' || s === null) return s
  if (s.$ref) return { $ref: `#/$defs/${keep(s.$ref)}` }
  const { nullable, ...rest } = s
  const made = {}
  for (const [key, value] of Object.entries(rest)) {
    if (UNCHECKED.has(key)) continue
    if (key === 'properties') made[key] = Object.fromEntries(Object.entries(value).map(([name, v]) => [name, schema(v)]))
    else if (['allOf', 'anyOf', 'oneOf'].includes(key)) made[key] = value.map(schema)
    else if (['items', 'additionalProperties', 'not'].includes(key)) made[key] = schema(value)
    else made[key] = value
  }
  return nullable ? { anyOf: [made, { type: 'null' }] } : made
}

function keep(ref) {
  const name = ref.split('/').at(-1)
  if (!(name in schemas)) {
    schemas[name] = null
    schemas[name] = schema(resolved({ $ref: ref }))
  }
  return name
}

const json = (content) => content?.['application/json']?.schema

function call(key) {
  const [method, path] = key.split(' ')
  const operation = spec.paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`GitHub publishes no ${key}`)
  const parameters = (operation.parameters ?? []).map(resolved).map((p) => ({ name: p.name, in: p.in, required: p.required === true, schema: schema(p.schema) }))
  const body = resolved(operation.requestBody)
  const answers = Object.entries(operation.responses).map(([status, answer]) => [status, json(resolved(answer).content) ? schema(json(resolved(answer).content)) : null])
  return { parameters, body: body ? { required: body.required === true, schema: schema(json(body.content)) } : null, answers: Object.fromEntries(answers) }
}

const calls = Object.fromEntries(CALLS.map((key) => [key, call(key)]))
const text = JSON.stringify({ source: SOURCE, api: spec.info.version, calls, $defs: schemas })
writeFileSync(TARGET, `${text}\n`)
console.log(`${CALLS.length} calls, ${Object.keys(schemas).length} schemas, ${Math.ceil(text.length / 1024)} KB`)
