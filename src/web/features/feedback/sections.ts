import { HEADINGS, type Section, sectionsOf, textOf } from '#contract/feedback-text.ts'
import type { FeedbackMaterial } from '#contract/feedback.ts'

/** A section with a name that stays while it is written and moved. */
export interface Keyed extends Section {
  key: string
}

const keyed = (s: Section): Keyed => ({ ...s, key: crypto.randomUUID() })

/** The sections of a text to write in: never none. */
export function opened(text: string): Keyed[] {
  const sections = sectionsOf(text)
  return (sections.length > 0 ? sections : [{ heading: '', body: '' }]).map(keyed)
}

/** A text in the form the sections give it, to compare with. */
export const normal = (text: string) => textOf(sectionsOf(text))

/** Adds sections at the end; an empty beginning gives way to them. */
export function added(sections: readonly Keyed[], more: readonly Section[]): Keyed[] {
  const headings = new Set(sections.map((s) => s.heading))
  return [...sections.filter((s) => s.heading || s.body.trim()), ...more.filter((s) => !headings.has(s.heading)).map(keyed)]
}

export function moved(sections: readonly Keyed[], from: number, by: 1 | -1): Keyed[] {
  const section = sections[from]
  if (!section || !sections[from + by]) return [...sections]
  return sections.filter((s) => s !== section).toSpliced(from + by, 0, section)
}

/** Where a piece goes when nobody says: the words of a level by their side, a note to what is to be worked on. */
export function fitting(m: FeedbackMaterial): string {
  return m.side === 'strong' ? HEADINGS.strong : HEADINGS.work_on
}

/** A piece as it stands in the text, with where in the code it is about. What holds code stays a block of its own. */
export function worded(m: FeedbackMaterial): string {
  const about = m.criterion ? `**${m.criterion}:** ` : ''
  const place = m.path ? `\`${m.path}\`${m.line > 0 ? `, line ${m.line}` : ''}` : ''
  if (m.body.includes('```')) return [`${about}${place}`.trim(), m.body].filter(Boolean).join('\n\n')
  return `${about}${m.body}${place ? ` (${place})` : ''}`
}

/** A piece at the end of the section of that heading, which is made when it is missing. */
export function inserted(sections: readonly Keyed[], heading: string, words: string): Keyed[] {
  const all = sections.some((s) => s.heading === heading) ? [...sections] : added(sections, [{ heading, body: '' }])
  const at = all.findIndex((s) => s.heading === heading)
  return all.map((s, i) => (i === at ? { ...s, body: [s.body.trim(), words].filter(Boolean).join('\n\n') } : s))
}
