import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { operations } from '#contract/index.ts'
import type { StarterWhole } from '#contract/starters.ts'
import type { TestApp } from './app.ts'
import type { Client } from './client.ts'
import { git } from './hire.ts'

/** A project with a test and without a single dependency: it installs where there is no network. */
export const SMALL_PROJECT: Record<string, string> = {
  'README.md': '# Add two numbers\n\nWrite `add` in `src/add.mjs`.\n',
  'package.json': JSON.stringify({ name: 'small', version: '1.0.0', private: true, scripts: { test: 'node --test' } }),
  'package-lock.json': JSON.stringify({ name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'small', version: '1.0.0' } } }),
  'src/add.mjs': 'export const add = (a, b) => a + b\n',
  'test/add.test.mjs': "import test from 'node:test'\nimport assert from 'node:assert'\nimport { add } from '../src/add.mjs'\ntest('adds', () => assert.equal(add(1, 2), 3))\n",
}

export type Files = Record<string, string | null>

/** A working copy of one of a starter's two repositories, with a token of this member's. */
export async function cloneStarter(app: TestApp, who: Client, id: string, part: 'files' | 'checks' = 'files'): Promise<string> {
  const { commands } = await who.call(operations.createStarterToken, { params: { id } })
  const url = /git clone (\S+)/.exec(commands.find((c) => c.part === part)?.command ?? '')?.[1] ?? ''
  const work = mkdtempSync(path.join(app.dataDir, 'starter-'))
  await git(work, 'clone', '-q', url, 'repo')
  return path.join(work, 'repo')
}

/** Commits and pushes; null takes a file away. Answers what git printed. */
export async function pushFiles(repo: string, files: Files, message = 'Change the starter'): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(repo, name)), { recursive: true })
    if (text === null) rmSync(path.join(repo, name))
    else writeFileSync(path.join(repo, name), text)
  }
  await git(repo, 'add', '-A', '-f')
  await git(repo, 'commit', '-qm', message)
  return git(repo, 'push', 'origin', 'HEAD:main')
}

/** The starter when the trial of its newest version has ended: another one's may have to end first. */
export async function whenTried(app: TestApp, who: Client, id: string): Promise<StarterWhole> {
  const read = () => who.call(operations.getStarter, { params: { id } })
  const isOnItsWay = async () => {
    await app.settle()
    return ['waiting', 'trying'].includes((await read()).newest?.state ?? '')
  }
  await expect.poll(isOnItsWay, { timeout: 60_000, interval: 250 }).toBe(false)
  return read() as Promise<StarterWhole>
}
