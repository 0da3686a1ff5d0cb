import type { Rubric } from '#contract/process.ts'

/** `RUBRIC.md` of every repository: the same rubric in the same words gives the same bytes, and so the same commit. */
export function rubricFile(rubric: Rubric, sha256: string): string {
  const head = [`# ${rubric.name}`, 'What your work is scored against. It was frozen before you started; nothing else is scored.']
  const criteria = rubric.criteria.map((c) => [`## ${c.name} (${c.weight} %)`, c.description, c.levels.map((l) => `${l.level}. **${l.name}**: ${l.description}`).join('\n')])
  return `${[...head, ...criteria.flat(), `SHA-256 of this rubric: \`${sha256}\``].filter(Boolean).join('\n\n')}\n`
}
