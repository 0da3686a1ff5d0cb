import { closeSync, existsSync, mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { logFile } from './log-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'handiwork log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('empties a log that grew too large while it is written to, and keeps the old lines beside it', () => {
  const file = logFile(path.join(folder, 'postgres.log'))
  const handle = file.open()
  writeSync(handle, `first\n${'x'.repeat(5 * 1024 * 1024)}\n`)
  file.keepBounded()()
  writeSync(handle, 'after\n')
  closeSync(handle)
  expect(readFileSync(file.path, 'utf8')).toBe('after\n')
  expect(readFileSync(`${file.path}.1`, 'utf8')).toMatch(/^first\n/)
})

it('leaves a small log alone, and tells what is new in it', () => {
  const file = logFile(path.join(folder, 'postgres.log'))
  expect(file.since(file.size())).toBe('')
  const handle = file.open()
  writeSync(handle, 'first\n')
  const position = file.size()
  file.keepBounded()()
  writeSync(handle, 'second\n')
  closeSync(handle)
  expect(file.since(position)).toBe('second\n')
  expect(existsSync(`${file.path}.1`)).toBe(false)
})
