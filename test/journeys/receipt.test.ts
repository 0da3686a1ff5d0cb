import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { git } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'

let app: TestApp
let repo: string
let receipt: string
let sealed: { commit: string; content_sha256: string }
beforeAll(async () => {
  app = await startTestApp()
  await sealedSubmission()
})
afterAll(() => app.close())

/** Somebody pushed, the deadline passed, and the receipt was downloaded. */
async function sealedSubmission() {
  const given = await givenSubmission(app)
  repo = given.repo
  const answer = await given.casey.request('GET', `/api/v1/portal/assignments/${given.assignment}/receipt.json`)
  sealed = JSON.parse(answer.text) as typeof sealed
  receipt = path.join(app.dataDir, 'receipt.json')
  writeFileSync(receipt, answer.text)
}

/** The command as somebody without the server runs it: no database, no network. */
async function verify(...args: string[]): Promise<{ code: number; said: string }> {
  const command = ['--import', 'tsx', 'src/server/cli.ts', 'verify-receipt', ...args]
  const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  return promisify(execFile)(process.execPath, command, { env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
  )
}

test('a receipt is verified against a clone, without the server', async () => {
  const answer = await verify(receipt, repo)
  expect(answer).toMatchObject({ code: 0, said: expect.stringContaining(sealed.content_sha256) })
})

test('a receipt that says something else is refused, and says what differs', async () => {
  const forged = path.join(app.dataDir, 'forged.json')
  writeFileSync(forged, JSON.stringify({ ...sealed, content_sha256: 'a'.repeat(64) }))
  expect(await verify(forged, repo)).toMatchObject({ code: 1, said: expect.stringContaining(`The content has the SHA-256 ${sealed.content_sha256}`) })
})

test('a clone without the commit, something that is no clone, and something that is no receipt are refused in words', async () => {
  const empty = path.join(app.dataDir, 'empty')
  await git(app.dataDir, 'init', '-q', empty)
  expect((await verify(receipt, empty)).said).toContain(`does not hold the commit ${sealed.commit}`)
  expect((await verify(receipt, path.join(app.dataDir, 'nowhere'))).said).toContain('is not a clone')
  expect((await verify(path.join(app.dataDir, 'nowhere'), repo)).said).toContain('is not a receipt')
})
