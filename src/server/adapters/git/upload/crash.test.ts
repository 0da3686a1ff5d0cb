import { type ChildProcess, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipOf } from '#test/support/zip.ts'
import { openDoor } from '../open-door.ts'
import { sweep } from '../sweep.ts'
import { openBench, STARTER_FILES, type TestBench } from '../test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const ZIP = zipOf([...STARTER_FILES.map((f) => ({ name: f.path, content: f.content })), { name: 'new.txt', content: 'new' }])

test('a gateway killed while it decides about an upload leaves nothing counted and nothing lying about', async () => {
  const { repoId } = await bench.newRepo()
  await killedAt(repoId, 'decide')
  await until(async () => (await bench.store.reader(repoId).resolve('main')) === bench.starter.commit)
  await sweep(bench.reposDir)
  expect(await readdir(path.join(bench.reposDir, '.scratch'))).toEqual([])
  expect(await bench.store.reconcile(repoId, { pushId: '1' }, [{ ref: 'refs/heads/main', oldSha: bench.starter.commit, newSha: 'a'.repeat(40) }])).toEqual([])
})

test('a gateway killed after main has moved to an upload is put right by reconciling, as for a push', async () => {
  const { repoId } = await bench.newRepo()
  await killedAt(repoId, 'applied')
  let main: string | null = null
  await until(async () => (main = await bench.store.reader(repoId).resolve('main')) !== bench.starter.commit)
  const update = { ref: 'refs/heads/main', oldSha: bench.starter.commit, newSha: String(main) }
  expect(await bench.store.reconcile(repoId, { pushId: '7' }, [update])).toEqual([{ ...update, forced: false }])
  expect(await bench.store.reader(repoId).resolve('refs/handiwork/pushes/7')).toBe(main)
})

/** Uploads to a gateway of its own, which is killed when the gatekeeper is asked for `step`. The sender learns of it. */
async function killedAt(repoId: string, step: 'decide' | 'applied'): Promise<void> {
  const door = openDoor()
  const here = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
  const script = `
    const { startGitServer } = await import(${here('../server.ts')})
    const { memoryGatekeeper } = await import(${here('../test-kit.ts')})
    const gatekeeper = memoryGatekeeper()
    gatekeeper[${JSON.stringify(step)}] = () => { console.log('reached'); return new Promise(() => {}) }
    const log = { info() {}, warn: console.error, error: console.error }
    const server = await startGitServer({ reposDir: ${JSON.stringify(bench.reposDir)}, spoolDir: ${JSON.stringify(path.join(bench.dir, 'spool'))}, gatekeeper, log, doorKey: ${JSON.stringify(door.key)}, listen: { port: 0, host: '127.0.0.1' } })
    console.log('port ' + server.port)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] })
  const port = Number((await said(child, /port (\d+)/))[1])
  door.leadTo(() => ({ port, host: '127.0.0.1' }))
  const reached = said(child, /reached/)
  const sent = door.upload({ repoId, body: Readable.from([ZIP]), contentType: 'application/zip', author: { name: 'Ada', email: 'a@example.org' }, message: 'x', at: new Date(0), ip: '', age: () => 0 })
  const failed = expect(sent).rejects.toThrow()
  await reached
  child.kill('SIGKILL')
  await failed
}

function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => reject(new Error(`The gateway ended early (${code}): ${text}`)))
    child.stdout?.on('data', (chunk) => {
      const match = pattern.exec((text += String(chunk)))
      if (match) resolve(match)
    })
  })
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('It never came')
}
