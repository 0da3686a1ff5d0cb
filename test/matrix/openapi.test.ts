import { expect, test } from 'vitest'
import { openApi } from '#server/platform/http/openapi.ts'
import { startTestApp } from '#test/support/app.ts'

test('the description of the API in docs/api is the one that is served (renew it with: npx vitest run test/matrix/openapi.test.ts -u)', async () => {
  const served = openApi('http://localhost:3000')
  await expect(`${JSON.stringify(served, null, 1)}\n`).toMatchFileSnapshot('../../docs/api/openapi.json')
})

test('every operation is described once, by a name of its own', () => {
  const { paths } = openApi('http://localhost:3000') as { paths: Record<string, Record<string, { operationId: string }>> }
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map((o) => o.operationId))
  expect(ids.length).toBeGreaterThan(90)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a running program describes itself, at its own address', async () => {
  const app = await startTestApp()
  try {
    const { status, json } = await app.visitor().request('GET', '/api/v1/openapi.json')
    expect({ status, json }).toEqual({ status: 200, json: JSON.parse(JSON.stringify(openApi(app.url))) })
  } finally {
    await app.close()
  }
})
