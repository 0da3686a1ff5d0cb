/** A part of the feedback: a heading, which may be empty, and what stands below it. */
export interface Section {
  heading: string
  body: string
}

const HEADING = /^##\s+(.*?)\s*#*\s*$/
const FENCE = /^\s{0,3}(```|~~~)/

/** The sections of a text: each line `## heading` outside of code begins one. */
export function sectionsOf(text: string): Section[] {
  const sections: { heading: string; lines: string[] }[] = []
  let inCode = false
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) inCode = !inCode
    const heading = inCode ? null : HEADING.exec(line)
    if (heading) sections.push({ heading: heading[1] ?? '', lines: [] })
    else (sections.at(-1) ?? begun(sections)).lines.push(line)
  }
  return sections.map((s) => ({ heading: s.heading, body: s.lines.join('\n').trim() })).filter((s) => s.heading || s.body)
}

function begun(sections: { heading: string; lines: string[] }[]) {
  const first = { heading: '', lines: [] }
  sections.push(first)
  return first
}

/** The text of sections: what `sectionsOf` takes apart again. */
export function textOf(sections: readonly Section[]): string {
  const parts = sections.map((s) => [s.heading.trim() && `## ${s.heading.trim()}`, s.body.trim()].filter(Boolean).join('\n\n'))
  return parts.filter(Boolean).join('\n\n')
}

/** A text as it is sent: sections that nobody wrote anything in are left out. */
export function finished(text: string): string {
  return textOf(sectionsOf(text).filter((s) => s.body))
}

/** Headings of the sections in which two texts differ, in the order of the second; a text's beginning has a name of its own. */
export function changedSections(before: string, after: string): string[] {
  const [a, b] = [byHeading(before), byHeading(after)]
  return [...new Set([...b.keys(), ...a.keys()])].filter((heading) => a.get(heading) !== b.get(heading)).map((heading) => heading || 'the beginning')
}

function byHeading(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const { heading, body } of sectionsOf(text)) found.set(heading, [found.get(heading), body].filter(Boolean).join('\n\n'))
  return found
}

/** What a section inserted by a click is called. */
export const HEADINGS = { strong: 'What was strong', work_on: 'What to work on', try: 'Something to try next' } as const

/** What good feedback is made of, empty: strong points, what to work on, something to try. */
export function templateSections(): Section[] {
  return [HEADINGS.strong, HEADINGS.work_on, HEADINGS.try].map((heading) => ({ heading, body: '' }))
}

/** A rule of good feedback, and whether a text follows it as far as a program can tell. */
export interface ToneHint {
  id: 'specific' | 'work' | 'keep' | 'try' | 'comparison' | 'promise' | 'numbers'
  ok: boolean
  say: string
}

const PLACE = /`[^`]+`|\bline \d+|\b[\w-]+\.(?:ts|js|tsx|jsx|py|go|rs|java|kt|rb|sql|md|json|ya?ml|css|html)\b|\b(?:test|commit|table|index|query|endpoint|function|migration|column|request|schema|module|error)s?\b/i
const PERSON = /\byou(?:’|'| a)re (?:a |an |not |too |very |quite |really )?(?:lazy|careless|sloppy|bad|weak|junior|inexperienced|slow|smart|brilliant|talented|clever|good enough|not good|engineer|developer)\b|\byour (?:attitude|personality|intelligence|talent|character)\b/i
const COMPARISON = /\b(?:other|another|stronger|weaker|better|most|many|some) (?:candidates?|applicants?|submissions?|people who applied)\b|\b(?:better|worse|stronger|weaker) than (?:the )?(?:others?|most|average)\b|\bcompared (?:to|with) (?:the )?(?:others?|candidates?|applicants?)\b|\b(?:best|worst) (?:candidate|submission|applicant)\b/i
const PROMISE = /\bwe(?:’|')?(?:ll| will| would| shall| are going to) (?:surely |certainly |definitely |gladly )?(?:hire|offer|contact|call|invite|employ|take you|keep you in mind|get back)\b|\bguarantee\w*\b|\bkeep (?:you|your (?:cv|résumé|resume|application)) (?:in mind|on file)\b|\byou will (?:get|be hired|receive an offer)\b|\bfuture (?:openings?|positions?|roles?)\b/i
const NUMBERS = /\b\d(?:[.,]\d)?\s*(?:\/|out of|of)\s*(?:5|10|100)\b|\blevel [1-5]\b|\bscored? (?:a |an |of )?\d/i

/** Hints, never a refusal: who writes decides. */
export function toneHints(text: string): ToneHint[] {
  const filled = new Map(sectionsOf(text).map((s) => [s.heading, s.body]))
  const about = (heading: string, words: RegExp) => Boolean(filled.get(heading)) || words.test(text)
  return [
    { id: 'specific', ok: PLACE.test(text), say: 'Be specific: name the file, the test or the decision you mean.' },
    { id: 'work', ok: !PERSON.test(text), say: 'Write about the work, not about the person.' },
    { id: 'keep', ok: about(HEADINGS.strong, /\b(?:strong|well|keep|convinced|liked|good|clear|impress\w*|rare)\b/i), say: 'Say something they should keep.' },
    { id: 'try', ok: about(HEADINGS.work_on, /\b(?:next time|try|could|would|instead|consider|might)\b/i) || Boolean(filled.get(HEADINGS.try)), say: 'Say something they could try.' },
    { id: 'comparison', ok: !COMPARISON.test(text), say: 'Compare with nobody else.' },
    { id: 'promise', ok: !PROMISE.test(text), say: 'Promise nothing about the decision or about later.' },
    { id: 'numbers', ok: !NUMBERS.test(text), say: 'Use words, not scores.' },
  ]
}
