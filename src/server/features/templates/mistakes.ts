import type { z } from 'zod'
import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml'
import type { ProcessMistake } from '#contract/jobs.ts'
import { STAGE_TYPES, hiringProcess } from '#contract/process.ts'
import { keysAt, nearest } from './nearest-key.ts'

type Path = readonly PropertyKey[]

/** A YAML text that was read, with the way back from a value to its line. */
export interface ReadYaml {
  doc: Document
  lines: LineCounter
}

/** What zod found, in words, at the place in the file where it has to be mended. */
export function mistakesOf(read: ReadYaml, value: unknown, issues: readonly z.core.$ZodIssue[]): ProcessMistake[] {
  return issues
    .flatMap((issue) => describe(value, issue).map(({ path, message, key }) => ({ ...locate(read, path, key), path: [...path, ...(key ? [key] : [])].join('.'), message })))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}

interface Described {
  path: Path
  message: string
  /** Set when the mistake is the key itself. */
  key?: string
}

function describe(value: unknown, issue: z.core.$ZodIssue): Described[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path, key, message: unknownKey(key, keysAt(hiringProcess, path, value)) }))
  if (issue.code === 'invalid_union' && path.at(-1) === 'type') return [{ path, message: wordFrom(at(value, path), STAGE_TYPES, 'stage type') }]
  if (issue.code === 'invalid_value') return [{ path, message: at(value, path) === undefined ? missing(path) : wordFrom(at(value, path), issue.values.map(String), 'value') }]
  if (issue.code === 'invalid_type') return [{ path, message: at(value, path) === undefined ? missing(path) : `This must be ${TYPE_WORDS[issue.expected] ?? `a ${issue.expected}`}, not ${kindOf(at(value, path))}` }]
  return [{ path, message: issue.message }]
}

const TYPE_WORDS: Record<string, string> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a group of keys', record: 'a group of keys' }

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return TYPE_WORDS[typeof value] ?? `a ${typeof value}`
}

function missing(path: Path): string {
  return `“${String(path.at(-1) ?? 'process')}” is missing here`
}

function unknownKey(key: string, known: string[]): string {
  const meant = nearest(key, known)
  if (meant) return `“${key}” is not a key here. Did you mean “${meant}”?`
  return known.length > 0 ? `“${key}” is not a key here. The keys are: ${known.join(', ')}` : `“${key}” is not a key here`
}

function wordFrom(said: unknown, known: readonly string[], what: string): string {
  if (said === undefined) return `“type” is missing here. Choose one of: ${known.join(', ')}`
  const meant = typeof said === 'string' ? nearest(said, known) : null
  return meant ? `“${String(said)}” is not a ${what} here. Did you mean “${meant}”?` : `This is not a ${what} we know. Choose one of: ${known.join(', ')}`
}

function at(value: unknown, path: Path): unknown {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined
    // An object of YAML: keys are text or positions.
    here = Object.hasOwn(here, part) ? (here as Record<PropertyKey, unknown>)[part] : undefined
  }
  return here
}

/** The place of the node at a path, or of the nearest node around it that is written in the file. */
export function locate({ doc, lines }: ReadYaml, path: Path, key?: string): { line: number | null; column: number | null } {
  for (let end = path.length; end >= 0; end--) {
    const node = doc.getIn(path.slice(0, end).map(yamlKey), true)
    if (!isNode(node)) continue
    const offset = (end === path.length && key !== undefined ? offsetOfKey(node, key) : undefined) ?? node.range?.[0]
    if (offset === undefined) continue
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  return { line: 1, column: 1 }
}

const yamlKey = (part: PropertyKey) => (typeof part === 'number' ? part : String(part))

function offsetOfKey(node: unknown, key: string): number | undefined {
  if (!isMap(node)) return undefined
  const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === key)
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined
}
