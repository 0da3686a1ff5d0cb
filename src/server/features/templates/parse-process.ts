import { z } from 'zod'
import type { ProcessMistake } from '#contract/jobs.ts'
import { type HiringProcess, hiringProcess, rubric } from '#contract/process.ts'
import { asRecord, withKeys } from './keys.ts'
import { locate, mistakesOf, type ReadYaml } from './mistakes.ts'
import { readYaml } from './read-yaml.ts'
import { fromStartupKit, isStartupKit } from './startup-kit.ts'

export type ParsedProcess = { process: HiringProcess; mistakes?: undefined } | { process?: undefined; mistakes: ProcessMistake[] }

export interface ParseOptions {
  /** Files beside the process that it may name: `rubric: rubric.yaml`. */
  files?: Readonly<Record<string, string>>
  /** The template the file belongs to: what `scaffold: scaffold` means. */
  slug?: string
}

/** A process file as a process in its normal form, or everything that is wrong with it. */
export function parseProcess(yamlText: string, o: ParseOptions = {}): ParsedProcess {
  const reading = readYaml(yamlText)
  if ('mistakes' in reading) return reading
  const inlined = inlineFiles(reading.read, reading.value, o)
  if (inlined.mistakes.length > 0) return { mistakes: inlined.mistakes }
  const value = withKeys(isStartupKit(inlined.value) ? fromStartupKit(inlined.value) : inlined.value)
  const parsed = hiringProcess.safeParse(value)
  if (parsed.success) return { process: parsed.data }
  return { mistakes: mistakesOf(reading.read, value, parsed.error.issues) }
}

interface Inlined {
  value: unknown
  mistakes: ProcessMistake[]
}

/** Puts the rubric files in and the template's name in place of its folder's. */
function inlineFiles(read: ReadYaml, value: unknown, o: ParseOptions): Inlined {
  const draft = asRecord(value)
  if (!draft || !Array.isArray(draft['stages'])) return { value, mistakes: [] }
  const mistakes: ProcessMistake[] = []
  const stages = draft['stages'].map((stage: unknown, i) => {
    const s = asRecord(stage)
    const config = asRecord(s?.['config'])
    if (!s || !config) return stage
    const made = { ...config }
    if (o.slug !== undefined && config['scaffold'] === 'scaffold') made['scaffold'] = o.slug
    if (typeof config['rubric'] === 'string') {
      const found = rubricFile(config['rubric'], o.files ?? {})
      if ('message' in found) mistakes.push({ ...locate(read, ['stages', i, 'config', 'rubric']), path: `stages.${i}.config.rubric`, message: found.message })
      else made['rubric'] = found.rubric
    }
    return { ...s, config: made }
  })
  return { value: { ...draft, stages }, mistakes }
}

function rubricFile(name: string, files: Readonly<Record<string, string>>): { rubric: unknown } | { message: string } {
  const text = Object.hasOwn(files, name) ? files[name] : undefined
  if (text === undefined) return { message: `There is no file “${name}” beside this one. Write the rubric here instead` }
  const reading = readYaml(text)
  if ('mistakes' in reading) return { message: `In ${name}: ${reading.mistakes[0]?.message ?? 'this can’t be read'}` }
  const parsed = rubric.safeParse(reading.value)
  if (parsed.success) return { rubric: reading.value }
  const issue = parsed.error.issues[0]
  return { message: `In ${name}, line ${locate(reading.read, issue?.path ?? []).line}: ${issue?.message ?? z.prettifyError(parsed.error)}` }
}
