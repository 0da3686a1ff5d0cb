import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { idFrom, sha256Hex } from '#server/lib/hash.ts'
import { packageRoot } from '#server/lib/package-root.ts'
import { gallery, isSlug } from './gallery.ts'
import type { Criterion } from '#contract/process.ts'

const tally = { passed: z.int(), failed: z.int() }

/** `sample.yaml`: what a careful reviewer finds in a sample submission, and the level they would give, with why. */
export const sampleFile = z.strictObject({
  title: z.string().min(1),
  hours: z.number().min(3).max(4),
  does_well: z.array(z.string().min(1)).min(3),
  falls_short: z.array(z.strictObject({ file: z.string(), line: z.int().positive(), code: z.string().min(1), what: z.string().min(1) })).min(1),
  tests: z.strictObject({ visible: z.strictObject(tally), hidden: z.strictObject({ ...tally, failing: z.array(z.string()) }) }),
  scores: z.array(z.strictObject({ criterion: z.string(), level: z.int().min(1).max(5), reason: z.string().min(1) })),
})
export type SampleFile = z.infer<typeof sampleFile>

/** A worked submission that ships with a template. Its folder's name says how good it is, so people are given its id. */
export interface SampleSubmission {
  id: string
  scaffold: string
  /** Among those of its starter, in an order that says nothing: “A”, “B”. */
  letter: string
  file: SampleFile
  /** What `git format-patch` wrote, in order, to be applied to the starter. */
  patches: readonly string[]
}

const kept = new Map<string, readonly SampleSubmission[]>()

/** The sample submissions of a starter; none for one that has none. Read once. */
export function samplesOf(scaffold: string): readonly SampleSubmission[] {
  const known = kept.get(scaffold) ?? (isSlug(scaffold) ? readSamples(scaffold) : [])
  kept.set(scaffold, known)
  return known
}

/** One of them by its id, whatever its starter. */
export function sampleById(id: string): SampleSubmission | null {
  return gallery().flatMap((t) => samplesOf(t.slug)).find((s) => s.id === id) ?? null
}

function readSamples(scaffold: string): SampleSubmission[] {
  const folder = path.join(packageRoot, 'templates', scaffold, 'samples')
  if (!existsSync(folder)) return []
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const found = names.map((name) => ({ id: idFrom('smp', sha256Hex(`sample ${scaffold}/${name}`)), scaffold, ...readSample(path.join(folder, name)) }))
  return found.sort((a, b) => (a.id < b.id ? -1 : 1)).map((s, i) => ({ ...s, letter: String.fromCharCode(65 + i) }))
}

function readSample(folder: string): Pick<SampleSubmission, 'file' | 'patches'> {
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
  const patches = readdirSync(folder).filter((name) => name.endsWith('.patch')).sort().map(read)
  return { file: sampleFile.parse(parse(read('sample.yaml'))), patches }
}

/** The criteria that the reference scores of a starter's samples were given by: those of the template it ships with. */
export function referenceCriteriaOf(scaffold: string): readonly Criterion[] {
  const stages = gallery().find((t) => t.slug === scaffold)?.process.stages ?? []
  return stages.flatMap((s) => (s.type === 'code_assignment' && s.config.scaffold === scaffold ? s.config.rubric.criteria : []))
}
