import { LineCounter, parseDocument } from 'yaml'
import type { ProcessMistake } from '#contract/jobs.ts'
import type { ReadYaml } from './mistakes.ts'

const MAX_BYTES = 256 * 1024
const MAX_ALIASES = 50

/**
 * Reads a YAML text as data: the core schema, no tags of its own, no key twice, no text that unfolds into something
 * much larger than itself.
 */
export function readYaml(text: string): { read: ReadYaml; value: unknown } | { mistakes: ProcessMistake[] } {
  if (Buffer.byteLength(text) > MAX_BYTES) return { mistakes: [mistake(null, null, 'A process file has at most 256 kB')] }
  const lines = new LineCounter()
  try {
    const doc = parseDocument(text, { schema: 'core', version: '1.2', uniqueKeys: true, merge: false, lineCounter: lines, prettyErrors: true })
    const problems = [...doc.errors, ...doc.warnings]
    if (problems.length > 0) return { mistakes: problems.map((p) => mistake(p.linePos?.[0].line ?? null, p.linePos?.[0].col ?? null, sentence(p.message))) }
    return { read: { doc, lines }, value: doc.toJS({ maxAliasCount: MAX_ALIASES }) as unknown }
  } catch (error) {
    // Aliases that unfold without end, and nesting deeper than the reader's stack.
    return { mistakes: [mistake(null, null, error instanceof ReferenceError ? 'This file repeats itself too often through aliases (*name)' : 'This file is nested too deeply to be read')] }
  }
}

function mistake(line: number | null, column: number | null, message: string): ProcessMistake {
  return { line, column, path: '', message }
}

/** The reader's first line without the place, which is told apart. */
function sentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '')
}
