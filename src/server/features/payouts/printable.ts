/** Text as far as a typeface can show it, and the rest by its numbers, so that nothing is an empty box. No I/O. */
import { visibleLine } from '#server/lib/visible.ts'

/** Letters that stand one after the other from left to right, each by itself: what is laid out here without mistakes. */
const SIMPLE = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]/u

/**
 * @param has whether the typeface has a letter
 * @returns the text, and whether all of it can be read; what can't is written as `⟦U+5C71⟧`
 */
export function printable(text: string, has: (codePoint: number) => boolean): { text: string; whole: boolean } {
  const composed = visibleLine(text.normalize('NFC'))
  const shown = [...composed].map((c) => (has(c.codePointAt(0) ?? 0) && SIMPLE.test(c) ? c : numbered(c))).join('')
  return { text: shown, whole: shown === text.normalize('NFC') }
}

function numbered(c: string): string {
  return `⟦U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`
}
