import { writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { operations } from '#contract/index.ts'
import { createRepoStore } from '#server/adapters/git/store.ts'
import { placesOf } from '#server/open-context.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { keepResult } from '#test/support/results.ts'
import { givenSubmission } from '#test/support/submission.ts'

const FILES = Number(process.env['FILES'] ?? 2000)
const ROUNDS = Number(process.env['ROUNDS'] ?? 40)
const LINES = 60

test('opening a submission', { timeout: 600_000 }, async () => {
  const app = await startTestApp()
  try {
    const given = await givenSubmission(app, { patches: [manyFiles(app.dataDir)] })
    const id = (await given.owner.call(operations.getAssignment, { params: { id: given.id } })).submission_id ?? ''
    const result = await measure(app, given.ana, given.id, id)
    keepResult('reading', { files: FILES, load_average: os.loadavg().map(rounded), rounds: ROUNDS, bars_ms: { opening: 150, file: 20 }, ...result })
    console.log(JSON.stringify(result, null, 2))
    expect(Object.keys(result).length).toBeGreaterThan(0)
  } finally {
    await app.close()
  }
})

/** As a reviewer of an anonymous review: names are taken out, which costs more than leaving them in. */
async function measure(app: TestApp, who: Client, applicationId: string, id: string) {
  const { items } = await who.call(operations.listSubmissionFiles, { params: { id } })
  const paths = items.map((f) => f.path).filter((p) => p.startsWith('src/m'))
  let next = 0
  const file = () => ask(who, `/api/v1/submissions/${id}/file?path=${encodeURIComponent(paths[(next += 37) % paths.length] ?? '')}`)
  const opening = async () => {
    await Promise.all([ask(who, `/api/v1/applications/${applicationId}/assignment`), ask(who, `/api/v1/submissions/${id}/files`)])
    await file()
  }
  const page = (route: string) => () => ask(who, `/api/v1/submissions/${id}/${route}`)
  const cold = () => forget(app)
  const timed: Record<string, () => Promise<number[]>> = {
    'a request that reads nothing': () => times(() => ask(who, '/api/v1/session')),
    'opening, cold': () => times(opening, cold),
    'opening, warm': () => times(opening),
    'a file, cold': () => times(file, cold),
    'a file, tree known': () => times(file),
    'files and kinds, cold': () => times(page('files'), cold),
    'whole diff, cold': () => times(page('diff'), cold),
    'whole diff, warm': () => times(page('diff')),
    'blame, cold': () => times(page(`blame?path=${encodeURIComponent(paths[7] ?? '')}`), cold),
    'search, cold': () => times(page('search?q=value7'), cold),
    'zip': () => times(page('archive.zip')),
  }
  const result: Record<string, { p50: number; p95: number; max: number; ratio: number }> = {}
  let base = 0
  for (const [name, run] of Object.entries(timed)) {
    const ms = (await run()).sort((a, b) => a - b)
    const at = (q: number) => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))] ?? Number.NaN
    base ||= at(0.5)
    result[name] = { p50: rounded(at(0.5)), p95: rounded(at(0.95)), max: rounded(at(1)), ratio: rounded(at(0.5) / base) }
  }
  return result
}

async function times(act: () => Promise<void>, before: () => void = () => {}): Promise<number[]> {
  const ms: number[] = []
  await act()
  for (let n = 0; n < ROUNDS; n++) {
    before()
    const began = performance.now()
    await act()
    ms.push(performance.now() - began)
  }
  return ms
}

async function ask(who: Client, address: string) {
  const answer = await who.request('GET', address)
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`)
}

/** What was read is no longer in memory: as after a start. */
function forget(app: TestApp) {
  app.ctx.git.reader = createRepoStore({ reposDir: placesOf(app.dataDir).repos }).reader
}

/** One commit with that many files, as a patch. */
function manyFiles(dir: string): string {
  const lines = (n: number) => Array.from({ length: LINES }, (_, i) => `+export const value${i} = ${n * 7919 + i} // line ${i} of module ${n}`)
  const files = Array.from({ length: FILES }, (_, n) => {
    const name = `src/m${n % 50}/file-${n}.ts`
    return [`diff --git a/${name} b/${name}`, 'new file mode 100644', '--- /dev/null', `+++ b/${name}`, `@@ -0,0 +1,${LINES} @@`, ...lines(n)].join('\n')
  })
  const head = [`From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`, 'From: Casey Candidate <casey@example.org>', 'Date: Tue, 24 Nov 2026 10:00:00 +0000', 'Subject: [PATCH] Many files', '', '---', '']
  const file = path.join(dir, 'many.patch')
  writeFileSync(file, `${head.join('\n')}\n${files.join('\n')}\n-- \n2.39.5\n`)
  return file
}

function rounded(ms: number): number {
  return Number(ms.toFixed(2))
}
