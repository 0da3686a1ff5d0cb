import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweep } from './sweep.ts'
import { client, clone, commit, openBench, type TestBench } from './test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('a gateway killed while deciding leaves nothing counted and nothing running', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  await commit(work, 'a.txt', 'a\n')
  const gateway = await startDoomed(repoId, 'decide')
  const pushing = client(work, ['push', gateway.url])
  await gateway.reached
  gateway.child.kill('SIGKILL')
  expect((await pushing).code).not.toBe(0)
  await until(async () => (await gitProcesses()).length === 0)
  expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
  await sweep(bench.reposDir)
  expect(await quarantines(repoId)).toEqual([])
  expect((await client(work, ['push'])).code).toBe(0)
})

test('a gateway killed after refs have changed is put right by reconciling', async () => {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const sha = await commit(work, 'a.txt', 'a\n')
  const gateway = await startDoomed(repoId, 'applied')
  const pushing = client(work, ['push', gateway.url])
  await gateway.reached
  gateway.child.kill('SIGKILL')
  await pushing
  await until(async () => (await gitProcesses()).length === 0)
  const update = { ref: 'refs/heads/main', oldSha: bench.starter.commit, newSha: sha }
  expect(await bench.store.reconcile(repoId, { pushId: '7' }, [update])).toEqual([{ ...update, forced: false }])
  expect(await bench.store.reader(repoId).resolve('refs/handiwork/pushes/7')).toBe(sha)
  const undone = { ...update, newSha: bench.starter.commit }
  expect(await bench.store.reconcile(repoId, { pushId: '8' }, [undone])).toEqual([])
})

test('the sweep at start removes quarantines and half-made repositories, and nothing else', async () => {
  const { repoId } = await bench.newRepo()
  const objects = path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`, 'objects')
  await mkdir(path.join(objects, 'tmp_objdir-incoming-abc', 'pack'), { recursive: true })
  await mkdir(path.join(bench.reposDir, '.scratch', 'half'))
  await writeFile(path.join(bench.reposDir, '.scratch', 'half', 'HEAD'), 'ref')
  await sweep(bench.reposDir)
  expect(await quarantines(repoId)).toEqual([])
  expect(await readdir(path.join(bench.reposDir, '.scratch'))).toEqual([])
  expect(await bench.store.reader(repoId).resolve('main')).toBe(bench.starter.commit)
})

/** A gateway in its own process that says so and then hangs when the gatekeeper is asked for `step`. */
async function startDoomed(repoId: string, step: 'decide' | 'applied') {
  const here = (name: string) => JSON.stringify(new URL(name, import.meta.url).href)
  const script = `
    const { startGitServer } = await import(${here('./server.ts')})
    const { memoryGatekeeper } = await import(${here('./test-kit.ts')})
    const gatekeeper = memoryGatekeeper()
    gatekeeper.tokens.set(${JSON.stringify(repoId)}, 'token')
    gatekeeper[${JSON.stringify(step)}] = () => { console.log('reached'); return new Promise(() => {}) }
    const log = { info() {}, warn: console.error, error: console.error }
    const listen = { port: 0, host: '127.0.0.1' }
    const server = await startGitServer({ reposDir: ${JSON.stringify(bench.reposDir)}, spoolDir: ${JSON.stringify(path.join(bench.dir, 'spool'))}, gatekeeper, log, listen })
    console.log('port ' + server.port)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = (await said(child, /port (\d+)/))[1]
  return { child, url: `http://me:token@127.0.0.1:${port}/git/${repoId}.git`, reached: said(child, /reached/) }
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

async function quarantines(repoId: string): Promise<string[]> {
  const objects = path.join(bench.reposDir, repoId.slice(-2), `${repoId}.git`, 'objects')
  return (await readdir(objects)).filter((name) => name.startsWith('tmp_'))
}

async function gitProcesses(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line.includes(bench.reposDir) && /receive-pack|pre-receive/.test(line) && !/--eval/.test(line))
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('It never came')
}
