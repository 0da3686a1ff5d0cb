import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { diskStorage } from './disk.ts'

const dir = mkdtempSync(path.join(os.tmpdir(), 'storage-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('storage on the disk', () => {
  const storage = diskStorage(dir)
  it('keeps bytes once under their hash, however many write them together', async () => {
    const bytes = new TextEncoder().encode('résumé')
    const hashes = await Promise.all([storage.put(bytes), storage.put(bytes), storage.put(bytes)])
    expect(new Set(hashes).size).toBe(1)
    const hash = hashes[0] ?? ''
    expect(new Uint8Array(await storage.get(hash))).toEqual(bytes)
    expect(readdirSync(path.join(dir, hash.slice(0, 2)))).toEqual([hash])
  })
  it('gives nothing for a name that is no hash, or is unknown', async () => {
    await expect((async () => storage.get('../../etc/passwd'))()).rejects.toThrow('hash')
    await expect(storage.get('0'.repeat(64))).rejects.toThrow()
  })
})
