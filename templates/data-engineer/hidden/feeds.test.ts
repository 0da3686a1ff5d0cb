import { expect, test } from 'vitest'
import { backfill, run } from '../src/pipeline.ts'
import { randomSteps } from './random.ts'
import { Reference } from './reference.ts'
import { folderWith, fresh, put, tables } from './support.ts'

test.each([1, 2, 3, 4, 5])('the feed of seed %i gives what the rules give when they are followed word by word', async (seed) => {
  const db = await fresh()
  const reference = new Reference()
  const folders = { run: folderWith(), backfill: folderWith() }
  for (const { mode, files } of randomSteps(seed)) {
    put(folders[mode], files)
    await (mode === 'run' ? run : backfill)(db, folders[mode])
    reference.process(files, mode)
  }
  const seen = await tables(db)
  expect(seen).toEqual(reference.tables())
  expect(seen.quality.length).toBeGreaterThan(8)
})
