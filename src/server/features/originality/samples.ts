import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { packageRoot } from '#server/lib/package-root.ts'

const kept = new Map<string, Map<string, string[]>>()

/** Files that the template's samples add, by git's name for their bytes: who hands one in has seen what only the team has. */
export function sampleFiles(scaffold: string): ReadonlyMap<string, string[]> {
  const known = kept.get(scaffold) ?? readSamples(path.join(packageRoot, 'templates', scaffold, 'samples'))
  kept.set(scaffold, known)
  return known
}

function readSamples(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  if (!existsSync(folder)) return found
  for (const sample of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const file of readdirSync(path.join(folder, sample.name)).filter((name) => name.endsWith('.patch'))) {
      for (const blob of addedFiles(readFileSync(path.join(folder, sample.name, file), 'utf8'))) found.set(blob, [...new Set([...(found.get(blob) ?? []), sample.name])])
    }
  }
  return found
}

/** Of the files that a patch adds whole; those it changes are not whole in it. */
function addedFiles(patch: string): string[] {
  return patch.split(/^diff --git /m).slice(1).flatMap((part) => (/^new file mode/m.test(part) ? blobOf(part) : []))
}

function blobOf(part: string): string[] {
  const hunk = part.split(/^@@ .*@@.*\n/m)[1]
  if (!hunk) return []
  const text = hunk.split('\n').filter((line) => line.startsWith('+')).map((line) => line.slice(1)).join('\n')
  const bytes = Buffer.from(hunk.includes('\\ No newline at end of file') ? text : `${text}\n`)
  return [createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')]
}
