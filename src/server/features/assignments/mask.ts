/** Names that would undo an anonymous review, and how they are taken out of a text. Pure. */

export type Mask = (text: string) => string

export interface Identity {
  name: string
  email: string
}

/** For those who may see names. */
export const noMask: Mask = (text) => text

/** Words that are also names of accounts, and in every second file of code. */
const COMMON = new Set(['admin', 'code', 'contact', 'dev', 'email', 'git', 'github', 'hello', 'info', 'jobs', 'mail', 'main', 'me', 'noreply', 'root', 'support', 'test', 'user', 'work'])
const ONE_NAME = 'Candidate'
const ONE_ADDRESS = 'candidate@hidden.invalid'

/**
 * Takes out addresses and whole names in any case and however they are joined, and names of one word where they are
 * written like a name. A first name alone stays: it may be a word of the code.
 */
export function maskFor(people: readonly Identity[]): Mask {
  const addresses = unique(people.map((p) => p.email.trim())).filter((a) => a.includes('@'))
  const whole = unique([...people.flatMap((p) => namePatterns(p.name)), ...addresses.flatMap(accountPattern)])
  const exact = unique(people.map((p) => p.name.trim())).filter((name) => /^\p{Lu}[^\s]{2,}$/u.test(name)).map(escape)
  const rules: [RegExp, string][] = [
    [anyOf(addresses.map(escape), 'giu'), ONE_ADDRESS],
    [anyOf(whole, 'giu'), ONE_NAME],
    [anyOf(exact, 'gu'), ONE_NAME],
  ]
  return (text) => rules.reduce((masked, [pattern, by]) => masked.replace(pattern, by), text)
}

function namePatterns(name: string): string[] {
  const parts = name.trim().split(/\s+/).filter(Boolean).map(escape)
  if (parts.length < 2) return []
  return [parts.join('[^\\S\\n]*[._-]?'), `${parts.at(-1)}[^\\S\\n]*,[^\\S\\n]*${parts.slice(0, -1).join('[^\\S\\n]+')}`]
}

function accountPattern(address: string): string[] {
  const account = address.split('@')[0] ?? ''
  return account.length >= 5 && !COMMON.has(account.toLowerCase()) ? [escape(account)] : []
}

/** Never within a word. Nothing to look for matches nothing. */
function anyOf(patterns: string[], flags: string): RegExp {
  return patterns.length === 0 ? /(?!)/g : new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, flags)
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (c) => (c === '-' || c === '/' ? c : `\\${c}`))
}

function unique(texts: string[]): string[] {
  return [...new Set(texts.filter(Boolean))]
}
