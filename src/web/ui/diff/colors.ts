import type { Language } from '@codemirror/language'
import { classHighlighter, highlightCode } from '@lezer/highlight'
import { useSyncExternalStore } from 'react'
import type { Block, CodeLine } from './patch.ts'
import type { Side } from './rows.ts'

type Parser = Language['parser']

/** A piece of a line and how it is coloured. */
export interface Token {
  text: string
  as: string
}

/** Languages come when a file of theirs is first shown. */
const LANGUAGES: readonly (readonly [RegExp, () => Promise<{ language: { parser: Parser } }>])[] = [
  [/\.(?:[cm]?[jt]sx?|json)$/i, async () => (await import('@codemirror/lang-javascript')).javascript({ typescript: true, jsx: true })],
  [/\.ya?ml$/i, async () => (await import('@codemirror/lang-yaml')).yaml()],
  [/\.sql$/i, async () => { const { sql, PostgreSQL } = await import('@codemirror/lang-sql'); return sql({ dialect: PostgreSQL }) }],
  [/\.(?:md|markdown)$/i, async () => (await import('@codemirror/lang-markdown')).markdown()],
  [/\.(?:html?|vue|svelte|svg|xml)$/i, async () => (await import('@codemirror/lang-html')).html()],
  [/\.(?:s?css|less)$/i, async () => (await import('@codemirror/lang-css')).css()],
  [/\.pyi?$/i, async () => (await import('@codemirror/lang-python')).python()],
  [/\.go$/i, async () => (await import('@codemirror/lang-go')).go()],
  [/\.(?:java|kt|kts|scala|cs)$/i, async () => (await import('@codemirror/lang-java')).java()],
  [/\.rs$/i, async () => (await import('@codemirror/lang-rust')).rust()],
]

const parsers = new Map<number, Parser | 'loading'>()
const listeners = new Set<() => void>()

/** Renders again when a language has come. */
export function useLanguages(): number {
  return useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell) }, () => [...parsers.values()].filter((p) => p !== 'loading').length)
}

function parserFor(path: string): Parser | null {
  const n = LANGUAGES.findIndex(([names]) => names.test(path))
  const found = parsers.get(n)
  if (found) return found === 'loading' ? null : found
  const load = LANGUAGES[n]?.[1]
  if (load) {
    parsers.set(n, 'loading')
    // Without its colours a file is read all the same.
    void load().then(({ language }) => { parsers.set(n, language.parser); for (const tell of listeners) tell() }, () => undefined)
  }
  return null
}

/** Lines that are parsed together: enough to see what they are within, few enough not to be felt. */
const WINDOW = 240
/** Longer than any line that somebody wrote by hand. */
const LONGEST = 1_000

interface Coloured {
  at: Map<CodeLine, number>
  lines: CodeLine[]
  windows: Map<number, Token[][]>
}
const kept = new WeakMap<Block, Map<string, Coloured>>()

/** The pieces of a line; one piece without a colour while its language is not there. */
export function tokensOf(path: string, block: Block, line: CodeLine): readonly Token[] {
  const parser = parserFor(path)
  // A mark for something hidden is never cut in two by a colour.
  if (!parser || line.text.includes('⟦') || line.text.length > LONGEST) return [{ text: line.text, as: '' }]
  const side: Side = line.kind === 'gone' ? 'old' : 'new'
  const all = sideOf(block, side)
  const n = all.at.get(line) ?? 0
  const which = Math.floor(n / WINDOW)
  const window = all.windows.get(which) ?? colour(all.lines.slice(which * WINDOW, (which + 1) * WINDOW), parser)
  all.windows.set(which, window)
  return window[n % WINDOW] ?? [{ text: line.text, as: '' }]
}

function sideOf(block: Block, side: Side): Coloured {
  const both = kept.get(block) ?? new Map<string, Coloured>()
  kept.set(block, both)
  const had = both.get(side)
  if (had) return had
  const lines = block.lines.filter((l) => l.kind === 'same' || (side === 'old') === (l.kind === 'gone'))
  const made = { lines, at: new Map(lines.map((l, i) => [l, i])), windows: new Map<number, Token[][]>() }
  both.set(side, made)
  return made
}

function colour(lines: readonly CodeLine[], parser: Parser): Token[][] {
  const text = lines.map((l) => l.text).join('\n')
  const out: Token[][] = [[]]
  highlightCode(text, parser.parse(text), classHighlighter, (piece, as) => out.at(-1)?.push({ text: piece, as }), () => out.push([]))
  return out
}
