import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSetupLink } from '#server/features/accounts/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ poll: true, env: { SMTP_URL: '' } })
})
afterAll(() => app.close())

/** The commands of the guide, one after the other. */
function commands(): string {
  const guide = readFileSync(path.join(import.meta.dirname, '../../docs/guides/hire-by-curl.md'), 'utf8')
  return [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((m) => m[1]).join('\n')
}

test('the commands of the guide, run as they stand, hire somebody', async () => {
  const env = { PATH: process.env['PATH'], HOME: app.dataDir, TMPDIR: app.dataDir, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', SITE: app.url, SETUP: (await makeSetupLink(app.ctx)) ?? '' }
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands()], { env, maxBuffer: 16 * 1024 * 1024 })
  expect(stdout.trim().split('\n').at(-1)).toBe('hired')
  expect(stdout).toContain('"source":"deadline"')
  expect(stdout).toContain('"state":"accrued"')
}, 180_000)
