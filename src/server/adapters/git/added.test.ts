import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AddedOptions } from './port.ts'
import { clone, commit, git, openBench, type TestBench } from './test-kit.ts'

let bench: TestBench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const usual: AddedOptions = { known: [], maxBytes: 1e6, withinMs: 20_000 }

async function pushed() {
  const { repoId, url } = await bench.newRepo()
  const work = await clone(bench, url)
  const first = await commit(work, 'first.txt', 'first\n')
  await commit(work, 'large.txt', 'x'.repeat(5_000))
  const tip = await commit(work, 'small.txt', 'small\n')
  await git(work, 'push', '--quiet')
  const added = async (o: Partial<AddedOptions>) => {
    const all: { path: string; text: string }[] = []
    for await (const { path, bytes } of bench.store.reader(repoId).added([tip], { ...usual, known: [bench.starter.commit], ...o })) all.push({ path, text: bytes.toString() })
    return all
  }
  return { first, tip, added }
}

test('what came with a push is read once, files and what commits say, the smallest first, and nothing that was there before', async () => {
  const { first, tip, added } = await pushed()
  const all = await added({})
  expect(all.filter((a) => a.path !== '').map((a) => a.path)).toEqual(['first.txt', 'small.txt', 'large.txt'])
  expect(all.filter((a) => a.path === '').map((a) => a.text.split('\n\n')[1]?.trim()).toSorted()).toEqual(['Change first.txt', 'Change large.txt', 'Change small.txt'])
  expect((await added({ known: [bench.starter.commit, first] })).map((a) => a.path)).not.toContain('first.txt')
  expect(await added({ known: [tip] })).toEqual([])
})

test('it ends at its bounds: of bytes, with the largest left out, and of time', async () => {
  const { added } = await pushed()
  expect((await added({ maxBytes: 4_000 })).map((a) => a.path).filter(Boolean)).toEqual(['first.txt', 'small.txt'])
  expect(await added({ withinMs: 0 })).toEqual([])
})
