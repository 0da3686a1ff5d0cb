import type { FeedbackFlag } from '#contract/feedback.ts'
import { type Fingerprints, recognised, sentencesOf } from './fingerprint.ts'

/** What a text to a candidate is held against. */
export interface Guard {
  key: string
  prints: Fingerprints
  /** Of the reviewers: feedback comes from the team. */
  names: readonly string[]
  /** Who may be named all the same: the candidate and the organization. */
  mayBeNamed: readonly string[]
}

/** Sentences that must not reach the candidate: copied from what was written for the team, or with a reviewer's name. Each is said once. */
export function flagsOf(text: string, guard: Guard): FeedbackFlag[] {
  const copied = recognised(guard.prints, guard.key, text)
  const named = namesIn(text, guard)
  return sentencesOf(text).flatMap((s): FeedbackFlag[] => {
    const within = (p: { start: number; end: number }) => p.start < s.end && p.end > s.start
    if (copied.some(within)) return [{ why: 'internal', sentence: s.sentence, message: 'This was written for the team, not for the candidate: say it in other words, or leave it out.' }]
    const name = named.find(within)
    return name ? [{ why: 'name', sentence: s.sentence, message: `“${name.name}” is the name of somebody who reviewed. Feedback comes from the team: leave the name out.` }] : []
  })
}

interface Named {
  name: string
  start: number
  end: number
}

/** Whole names in any case, and their parts as names are written: “mark” is a word, “Mark” may be somebody. */
function namesIn(text: string, { names, mayBeNamed }: Guard): Named[] {
  const free = new Set(mayBeNamed.flatMap(partsOf))
  const whole = names.filter((name) => name.length > 1 && !mayBeNamed.includes(name))
  const parts = [...new Set(names.flatMap(partsOf))].filter((part) => part.length > 2 && !PARTICLE.test(part) && !free.has(part))
  return [...whole.flatMap((name) => occurrences(text, name, name.includes(' ') ? 'giu' : 'gu')), ...parts.flatMap((part) => occurrences(text, part, 'gu'))]
}

/** “von” and “bin” belong to many names and to many sentences. */
const PARTICLE = /^\p{Ll}/u

function partsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}’'-]+/u).filter(Boolean)
}

function occurrences(text: string, name: string, flags: string): Named[] {
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped(name)}(?![\p{L}\p{N}])`, flags)
  return [...text.matchAll(pattern)].map((m) => ({ name, start: m.index, end: m.index + m[0].length }))
}

function escaped(name: string): string {
  return name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
