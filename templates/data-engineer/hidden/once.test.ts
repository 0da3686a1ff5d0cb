import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Db } from '../src/db.ts'
import { openDb } from '../src/db.ts'
import { backfill, run } from '../src/pipeline.ts'
import { stopping } from './stopping.ts'
import { LATER, OPEN, type Tables, addShops, adjustments, days, file, folderWith, fresh, put, revisions, sold, tables } from './support.ts'

/** Three files with a bit of everything in them. */
function feed() {
  const [one, two, three] = revisions({}, { amount_minor: 700 }, { shop: 'london' })
  return [file(OPEN, [one ?? '', sold(), 'x', one ?? ''], 1), file('2026-03-12T06:00:00Z', [three ?? '', two ?? '', { ...two, amount_minor: 1 }], 2), file(LATER, [sold(), { ...three, revision: 4, voided: true }], 3)]
}

test('files are processed in order of name, and said so', async () => {
  const db = await fresh()
  const files = feed()
  expect(await run(db, folderWith([...files].reverse()))).toMatchObject({ files: files.map((f) => f.name) })
})

test('a second run finds nothing to do and changes nothing', async () => {
  const db = await fresh()
  const folder = folderWith(feed())
  await run(db, folder)
  const before = await tables(db)
  expect((await run(db, folder)).files).toEqual([])
  expect(await tables(db)).toEqual(before)
  expect(before.quality).toHaveLength(3)
})

test('only what is new is processed, also when its name is in the middle', async () => {
  const db = await fresh()
  const [one, two, three] = [file(OPEN, [sold()], 1), file(OPEN, [sold()], 2), file(OPEN, [sold()], 3)]
  const folder = folderWith([one, three])
  await run(db, folder)
  put(folder, [two])
  expect((await run(db, folder)).files).toEqual([two.name])
  expect(await days(db)).toEqual(['utc 2026-03-10: 3 receipts, 3000'])
})

test('a file whose name is before all that were processed is not forgotten', async () => {
  const db = await fresh()
  const folder = folderWith([file('2026-03-12T06:00:00Z', [sold()], 1)])
  await run(db, folder)
  put(folder, [file(OPEN, [sold()], 1)])
  expect((await run(db, folder)).files).toHaveLength(1)
  expect(await days(db)).toEqual(['utc 2026-03-10: 2 receipts, 2000'])
})

test('files with other names are left alone', async () => {
  const db = await fresh()
  const { name, text } = file(OPEN, [sold()])
  const folder = folderWith([`${name}.tmp`, `.${name}`, 'notes.txt', 'receipts.ndjson'].map((other) => ({ name: other, text })))
  expect((await run(db, folder)).files).toEqual([])
  expect(await days(db)).toEqual([])
})

test('files one run at a time give what they give in one go', async () => {
  const files = feed()
  const whole = await uninterrupted(files)
  const db = await fresh()
  const folder = folderWith()
  for (const each of files) {
    put(folder, [each])
    await run(db, folder)
  }
  expect(await tables(db)).toEqual(whole)
})

async function uninterrupted(files: ReturnType<typeof feed>, how = run): Promise<Tables> {
  const db = await fresh()
  await how(db, folderWith(files))
  const whole = await tables(db)
  expect(whole.quality).toHaveLength(files.length)
  expect(whole.days.length).toBeGreaterThan(0)
  return whole
}

/** Up to so many points between the first step and the last, at even distances. */
function points(steps: number, most: number): number[] {
  const every = Math.max(1, steps / most)
  return Array.from({ length: Math.min(steps, most) }, (_, i) => Math.floor(1 + i * every))
}

async function stepsOf(how: typeof run, folder: string): Promise<number> {
  const counted = stopping(await fresh(), Infinity, 'before')
  await how(counted.db, folder)
  return counted.steps()
}

test.each([
  ['before a statement is done', 'before', run],
  ['after a statement is done', 'after', run],
  ['in a backfill', 'after', backfill],
] as const)('wherever a run is stopped, %s, the next one makes it whole', async (_name, when, how) => {
  const files = feed()
  const whole = await uninterrupted(files, how)
  const folder = folderWith(files)
  const wrong: number[] = []
  for (const at of points(await stepsOf(how, folder), 14)) {
    const db = await fresh()
    await stopAt(db, at, when, how, folder)
    await how(db, folder)
    if (JSON.stringify(await tables(db)) !== JSON.stringify(whole)) wrong.push(at)
  }
  expect(wrong).toEqual([])
})

/** As if the program had been killed: its connection is gone, and with it what was not committed. */
async function stopAt(db: Db, at: number, when: 'before' | 'after', how: typeof run, folder: string): Promise<void> {
  await how(stopping(db, at, when).db, folder).catch(() => undefined)
  await db.exec('rollback')
}

test('stopped three times in different places, it is still whole in the end', async () => {
  const files = feed()
  const whole = await uninterrupted(files)
  const folder = folderWith(files)
  const steps = await stepsOf(run, folder)
  const db = await fresh()
  for (const part of [0.6, 0.2, 0.4]) await stopAt(db, Math.ceil(steps * part), 'after', run, folder)
  await run(db, folder)
  expect(await tables(db)).toEqual(whole)
})

test('while it is stopped, nobody sees half a file', async () => {
  const files = feed().slice(0, 1)
  const whole = await uninterrupted(files)
  const folder = folderWith(files)
  for (const at of points(await stepsOf(run, folder), 10)) {
    const db = await fresh()
    await stopAt(db, at, 'before', run, folder)
    const seen = await tables(db)
    expect([0, whole.quality.length]).toContain(seen.quality.length)
    expect(seen).toEqual(seen.quality.length === 0 ? { days: [], adjustments: [], quarantine: [], quality: [] } : whole)
  }
})

test('when the database fails, the run fails and blames no line', async () => {
  const folder = folderWith(feed())
  const steps = await stepsOf(run, folder)
  const db = await fresh()
  await expect(run(stopping(db, Math.ceil(steps / 2), 'before').db, folder)).rejects.toThrow()
  await db.exec('rollback')
  await run(db, folder)
  expect((await tables(db)).quarantine.map((q) => q.reason)).toEqual(['not_json', 'conflict'])
})

test('two runs at once count nothing twice', async () => {
  const files = feed()
  const whole = await uninterrupted(files)
  const db = await fresh()
  const folder = folderWith(files)
  const both = await Promise.all([run(db, folder), run(db, folder)])
  expect(await tables(db)).toEqual(whole)
  expect(both.flatMap((r) => r.files).sort()).toEqual(files.map((f) => f.name))
})

test('after a restart it goes on where it was', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'takings-db-'))
  const [one, two] = revisions({}, { amount_minor: 700 })
  const folder = folderWith([file(OPEN, [one ?? ''], 1), file(LATER, [sold()], 2)])
  try {
    const before = await openDb(data)
    await addShops(before)
    await run(before, folder)
    await before.close()
    const after = await openDb(data)
    put(folder, [file('2026-03-12T00:00:00Z', [two ?? ''], 3)])
    expect((await run(after, folder)).files).toHaveLength(1)
    expect(await days(after)).toEqual(['utc 2026-03-10: 1 receipts, 1000, closed'])
    expect(await adjustments(after)).toEqual(['utc 2026-03-10: 0 receipts, -300', 'utc 2026-03-10: 1 receipts, 1000'])
    await after.close()
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})
