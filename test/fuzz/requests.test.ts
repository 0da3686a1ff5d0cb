import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'

/** `npm run test:long` draws others, and more. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123)
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2000)

let app: TestApp
let people: Client[]
let jobId: string
beforeAll(async () => {
  app = await startTestApp()
  const owner = await app.signUpOwner()
  jobId = (await owner.call(operations.createJob, { body: { title: 'Backend Engineer' } })).id
  people = [app.visitor(), owner]
})
afterAll(() => app.close())

const all = Object.entries(operations as Record<string, Operation>).filter(([id]) => !['signOut', 'changePassword'].includes(id))

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '\u0000', '\ud800', '../../etc/passwd', '<script>alert(1)</script>', "'; drop table users; --", 'a'.repeat(20_000), '{{7*7}}', '=cmd|x', 'not-an-email', 'ada@example.com', 'P999999999999D', 'PT5S', '2026-13-45', '9'.repeat(40)),
  fc.double(),
  fc.constantFrom(0, -1, 2 ** 53, 1e308, true, null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.constant({ __proto__: null, constructor: { prototype: 1 } }),
)
/** Field names of the operation's own body, so that mutations reach beyond the first check. */
const body = (o: Operation) => {
  const shape = (o.body as unknown as { shape?: Record<string, unknown> }).shape ?? {}
  const known = Object.keys(shape)
  return fc.oneof(fc.dictionary(fc.constantFrom(...known, 'surprise', '__proto__'), nasty, { maxKeys: 6 }), fc.json(), nasty)
}
const request = fc.constantFrom(...all).chain(([id, o]) =>
  fc.record({ id: fc.constant(id), o: fc.constant(o), who: fc.nat(1), body: body(o), raw: fc.constantFrom('json', 'json', 'json', 'broken', 'type'), real: fc.boolean(), part: fc.constantFrom('x', '%00', '%E0%A4%A', 'app_1', 'é', 'a'.repeat(300)), query: fc.constantFrom('', '?limit=-1', '?limit=1&limit=2', '?cursor=%00', '?nope=1', '?path=../../etc/passwd', '?%'), key: fc.constantFrom('', 'k1', 'k'.repeat(300)) }),
)

test(`${RUNS} generated requests: never a server error, always a problem in words`, async () => {
  await fc.assert(
    fc.asyncProperty(request, async (r) => {
      const path = r.o.path.replaceAll(/:([a-z_]+)/g, (_, name: string) => (r.real && name === 'id' && r.o.path.startsWith('/jobs') ? jobId : r.part))
      const headers: Record<string, string> = { 'content-type': r.raw === 'type' ? 'text/plain' : 'application/json', ...(r.key ? { 'idempotency-key': r.key } : {}) }
      const text = r.raw === 'broken' ? '{"a":' : JSON.stringify(r.body)
      const answer = await people[r.who]?.request(r.o.method, `/api/v1${path}${r.query}`, r.o.method === 'GET' ? {} : headers, r.o.method === 'GET' ? undefined : text)
      const status = answer?.status ?? 0
      expect(status, `${r.o.method} ${path}${r.query} ${text?.slice(0, 300)}`).toBeLessThan(500)
      if (status >= 400) {
        expect(answer?.headers.get('content-type'), `${r.o.method} ${path}${r.query} ${status}`).toContain('application/problem+json')
        const problem = answer?.json as Problem
        expect(problem.code).toMatch(/^[a-z_]+$/)
        expect(problem.detail.length).toBeGreaterThan(10)
      }
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  )
}, RUNS * 90)

test('every form of the API names the fields that must change', async () => {
  const owner = people[1]
  for (const [id, o] of all.filter(([, o]) => o.method !== 'GET' && !o.rawBody && o.audience === 'team')) {
    const answer = await owner?.request(o.method, `/api/v1${o.path.replaceAll(':id', jobId)}`, { 'content-type': 'application/json' }, '{"surprise":1}')
    const problem = answer?.json as Problem | null
    if (answer?.status === 422) expect(problem?.fields?.map((f) => f.path), id).toContain('body.surprise')
  }
})
