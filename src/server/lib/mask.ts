/** Names that would undo an anonymous review, and how they are taken out of a text. Pure. */

export type Mask = (text: string) => string

export interface Identity {
  name: string
  email: string
}

export const HIDDEN_NAME = 'Candidate'
export const HIDDEN_ADDRESS = 'candidate@hidden.invalid'

/** For those who may see names. */
export const noMask: Mask = (text) => text

/** Words that are also names of accounts, and in every second file of code. */
const COMMON_ACCOUNTS = new Set(['admin', 'code', 'contact', 'dev', 'email', 'git', 'github', 'hello', 'info', 'jobs', 'mail', 'main', 'me', 'noreply', 'root', 'support', 'test', 'user', 'work'])

/** Names that are words of English or of code: alone they stay, or half of the comments would be gone. */
const ALSO_WORDS = new Set(
  `abel alma amber angel april art ash august autumn basil berry bill black blue booker branch brook brown candidate case cash chance charity chase christian cliff
  cole cook crystal daisy dale dawn day dean dell destiny drew earl early ernest eve faith field fisher fleet ford forest fox frank gene gill given glen grace grant gray
  green guy hall hand harmony hash heath heather hill holly hope house hunter hunt ivy jack jade jasmine jay jewel job joy june king knight lake lane law lee lily
  link long lucky major mark marks marshal mason max may mercy merit miles miller min moore morning noble olive page parker pat patience pearl penny peter piper porter
  potter power precious price prince queen rain ray reed rich river rob robin rock rod roman root rose row ruby rusty sage sally sandy script sharp short singer sky smith star steel
  stone storm string summer sun sunny swift taylor temple trace true turner victor viola violet walker wall ward way west white will willow winter wolf wood woods young`.split(/\s+/),
)

/**
 * Takes out addresses and whole names in any case and however they are joined, the accounts of addresses, and each part of
 * a name where it is written like one. A part of five letters or more goes in any case and within joined words; one that
 * is also a word of English stays. Accounts are names elsewhere: they go where an address or an `@` says that they are one.
 */
export function maskFor(people: readonly Identity[], accounts: readonly string[] = [], by: (found: string) => string = () => HIDDEN_NAME): Mask {
  const addresses = unique(people.map((p) => p.email.trim())).filter((a) => a.includes('@'))
  const names = unique(people.flatMap((p) => [p.name, folded(p.name)]))
  const parts = unique(names.flatMap((name) => name.split(/[\s.,_-]+/)).filter((part) => part.length >= 3 && !ALSO_WORDS.has(part.toLowerCase()) && !COMMON_ACCOUNTS.has(part.toLowerCase())))
  const rules: [RegExp, (found: string) => string][] = [
    [alone(addresses.map(escape), 'giu'), (found) => (by(found) === HIDDEN_NAME ? HIDDEN_ADDRESS : by(found))],
    [alone([...names.flatMap(namePatterns), ...addresses.flatMap(accountPattern)], 'giu'), by],
    [asAccount(unique([...accounts]).filter((a) => a.length >= 3)), by],
    [alone(parts.filter((p) => p.length >= 5 && lettersOnly(p)).map(escape), 'giu'), by],
    [withinWords(parts.filter((p) => p.length >= 5 && lettersOnly(p))), by],
    [alone(parts.filter(looksLikeAName).flatMap((p) => [escape(p), escape(p.toUpperCase())]), 'gu'), by],
  ]
  return (text) => rules.reduce((masked, [pattern, replace]) => masked.replace(pattern, replace), text)
}

/** The same, with something as long as what was there: for bytes whose places must stay. */
export function maskKeepingLength(people: readonly Identity[], accounts: readonly string[] = []): Mask {
  return maskFor(people, accounts, (found) => '*'.repeat(found.length))
}

function namePatterns(name: string): string[] {
  const parts = name.trim().split(/\s+/).filter(Boolean).map(escape)
  if (parts.length < 2) return []
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  const initials = last.length >= 4 ? [`${initialOf(first)}[._-]?${last}`, `${last}[._-]?${initialOf(first)}`] : []
  return [parts.join('(?:[^\\S\\n]|%20|\\+)*[._-]?'), `${last}[^\\S\\n]*[,._-]?[^\\S\\n]*${parts.slice(0, -1).join('[^\\S\\n]*')}`, ...initials]
}

const initialOf = (part: string) => part.match(/[\p{L}\p{N}]/u)?.[0] ?? ''

function accountPattern(address: string): string[] {
  const account = address.split('@')[0] ?? ''
  return account.length >= 5 && !COMMON_ACCOUNTS.has(account.toLowerCase()) ? [escape(account)] : []
}

function folded(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '')
}

const lettersOnly = (part: string) => /^\p{L}+$/u.test(part)
const looksLikeAName = (part: string) => /^\p{Lu}[^\s]{2,}$/u.test(part)

/** Never within a word. Nothing to look for matches nothing. */
function alone(patterns: string[], flags: string): RegExp {
  return patterns.length === 0 ? NOTHING : new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst(patterns)})(?![\\p{L}\\p{N}])`, flags)
}

/** `QuillClient`, `runQuill`: as a hump of a joined word. */
function withinWords(parts: string[]): RegExp {
  const humps = longestFirst(parts.map((p) => escape(capital(p))))
  return parts.length === 0 ? NOTHING : new RegExp(`(?<![\\p{Lu}])(?:${humps})(?=\\p{Lu}|\\p{N}|_)|(?<=\\p{Ll}|\\p{N})(?:${humps})(?![\\p{Ll}])`, 'gu')
}

function asAccount(accounts: string[]): RegExp {
  return accounts.length === 0 ? NOTHING : new RegExp(`(?<=@|(?:github|gitlab|bitbucket|codeberg)(?:\\.(?:com|org))?[/:])(?:${longestFirst(accounts.map(escape))})(?![\\p{L}\\p{N}-])`, 'giu')
}

const NOTHING = /(?!)/g
const longestFirst = (patterns: string[]) => patterns.toSorted((a, b) => b.length - a.length).join('|')
const capital = (part: string) => `${part[0]?.toUpperCase() ?? ''}${part.slice(1).toLowerCase()}`

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (c) => (c === '-' || c === '/' ? c : `\\${c}`))
}

function unique(texts: string[]): string[] {
  return [...new Set(texts.map((t) => t.trim()).filter(Boolean))]
}
