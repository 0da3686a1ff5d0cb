import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRepoStore } from '#server/adapters/git/store.ts'
import { builtInProvider } from './built-in.ts'
import type { GitProvider } from './port.ts'

const REPO = 'a'.repeat(26)
const MIRROR = 'b'.repeat(26)
let dir: string
let provider: GitProvider
let starterId: string

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-built-in-'))
  const git = createRepoStore({ reposDir: dir })
  provider = builtInProvider({ git, publicUrl: 'https://jobs.example.test', pushesOf: async () => [] })
  const starter = await git.prepareStarter([{ path: 'README.md', content: 'Hello\n' }], { message: 'Start\n', author: { name: 'H', email: 'h@example.test' }, at: new Date(0) })
  starterId = starter.starterId
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('makes, copies and deletes repositories of our own git server, and promises what others can’t', async () => {
  const made = await provider.createFromTemplate({ name: REPO, template: starterId })
  expect(made).toMatchObject({ outcome: 'ok', value: { fullName: REPO, starterCommit: starterId, cloneUrl: `https://jobs.example.test/git/${REPO}.git` } })
  expect(await provider.createFromTemplate({ name: REPO, template: starterId })).toEqual(made)
  expect(await provider.importCommit({ fullName: REPO }, { into: MIRROR, commit: starterId })).toMatchObject({ outcome: 'ok' })
  expect(await provider.destroy({ fullName: REPO })).toMatchObject({ outcome: 'ok' })
  expect(await createRepoStore({ reposDir: dir }).exists(MIRROR)).toBe(true)
  expect(provider.capabilities).toEqual({ atomicDeadline: true, perRepoToken: true, pushTimes: 'server', hidesLatePush: true })
  expect(provider.readWebhook(() => undefined, Buffer.from('{}'))).toEqual({ kind: 'forged' })
})
