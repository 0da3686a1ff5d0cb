import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { zip, type ZipFile } from './zip.ts'

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0

async function bytesOf(...files: ZipFile[]): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of zip((async function* () { yield* files })())) parts.push(part)
  return Buffer.concat(parts)
}

test.skipIf(!HAS_PYTHON)('another program finds every file whole, by its name, and may run none', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'zip-'))
  try {
    const noise = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7919) % 251))
    writeFileSync(path.join(dir, 'a.zip'), await bytesOf({ name: 'src/héllo.txt', bytes: Buffer.from('x'.repeat(10_000)) }, { name: 'noise', bytes: noise }, { name: 'empty', bytes: Buffer.alloc(0) }))
    expect(execFileSync('python3', ['-c', 'import zipfile; z = zipfile.ZipFile("a.zip"); print(z.testzip(), [(i.external_attr, i.create_system) for i in z.infolist()]); z.extractall("out")'], { cwd: dir }).toString().trim()).toBe('None [(0, 0), (0, 0), (0, 0)]')
    expect(readFileSync(path.join(dir, 'out/src/héllo.txt'), 'utf8')).toBe('x'.repeat(10_000))
    expect(readFileSync(path.join(dir, 'out/noise'))).toEqual(noise)
    expect(readFileSync(path.join(dir, 'out/empty')).length).toBe(0)
    expect(statSync(path.join(dir, 'out/noise')).mode & 0o111).toBe(0)
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('the same files make the same bytes, and what shrinks is shrunk', async () => {
  const file = { name: 'a', bytes: Buffer.from('x'.repeat(10_000)) }
  expect(await bytesOf(file)).toEqual(await bytesOf(file))
  expect((await bytesOf(file)).length).toBeLessThan(300)
})
