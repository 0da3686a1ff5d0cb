import { request } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGitServer } from './server.ts'
import { memoryGatekeeper, openBench, type TestBench } from './test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('it serves on a socket file, also where a killed process left one, and tells our proxy\'s clients apart', async () => {
  const socketPath = path.join(bench.dir, 'git.sock')
  const gatekeeper = memoryGatekeeper()
  const seen: string[] = []
  gatekeeper.authorize = async ({ ip }) => {
    seen.push(ip)
    return null
  }
  const log = { info() {}, warn() {}, error() {} }
  const o = { reposDir: bench.reposDir, spoolDir: bench.dir, gatekeeper, log, listen: { path: socketPath } }
  for (const client of ['192.0.2.1', '192.0.2.2']) {
    const server = await startGitServer(o)
    expect(await statusOver(socketPath, `10.9.9.9, ${client}`)).toBe(401)
    await server.close()
  }
  expect(seen).toEqual(['192.0.2.1', '192.0.2.2'])
})

function statusOver(socketPath: string, forwarded: string): Promise<number | undefined> {
  const headers = { Authorization: `Basic ${Buffer.from('me:x').toString('base64')}`, 'X-Forwarded-For': forwarded }
  const address = `/git/${'a'.repeat(26)}.git/info/refs?service=git-upload-pack`
  return new Promise((resolve, reject) => {
    const req = request({ socketPath, path: address, headers, agent: false }, (res) => {
      res.resume()
      resolve(res.statusCode)
    })
    req.once('error', reject)
    req.end()
  })
}
