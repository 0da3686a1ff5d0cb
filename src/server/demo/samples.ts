import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { type SampleFile, sampleFile } from '#server/features/templates/index.ts'
import { packageRoot } from '#server/lib/package-root.ts'

export type SampleName = 'weak' | 'middling' | 'strong'

export type Sample = SampleFile

const folderOf = (name: SampleName) => path.join(packageRoot, 'templates/backend-engineer/samples', name)

/** What a careful reviewer finds in a sample submission. */
export function readSample(name: SampleName): Sample {
  return sampleFile.parse(parse(readFileSync(path.join(folderOf(name), 'sample.yaml'), 'utf8')))
}

/** Its commits, in their order, as if this person had just made the last of them; the time between them stays. */
export function patchesBy(author: { name: string; email: string }, name: SampleName, lastAt: Date): string[] {
  const texts = readdirSync(folderOf(name)).filter((f) => f.endsWith('.patch')).sort().map((f) => readFileSync(path.join(folderOf(name), f), 'utf8'))
  const dates = texts.map((text) => Date.parse(/^Date: (.+)$/m.exec(text)?.[1] ?? ''))
  const later = lastAt.getTime() - Math.max(...dates)
  return texts.map((text, i) =>
    text.replace(/^From: .+$/m, `From: ${author.name} <${author.email}>`).replace(/^Date: .+$/m, `Date: ${new Date((dates[i] ?? 0) + later).toUTCString().replace('GMT', '+0000')}`),
  )
}
