/**
 * What strangers wrote, as text that hides nothing: whatever a screen or a terminal would obey, reorder or leave out is
 * written as `⟦U+202E⟧`, and a byte that is no UTF-8 as `⟦0xFF⟧`. Line breaks stay where they are. Pure.
 */
import { isUtf8 } from 'node:buffer'

/** Controls but tab and line feed, what reorders text, what takes no room, line breaks that only some programs know, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cs}\u2028\u2029\ufff9-\ufffb\u2800]/gu
/** A joiner or selector within an emoji is part of what is seen. */
const PICTURE_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u
const PICTURE = /\p{Extended_Pictographic}/u

/** `\r\n` becomes `\n`: a carriage return alone hides what stands before it. */
export function visible(text: string): string {
  const lines = text.replaceAll('\r\n', '\n')
  return lines.replace(HIDDEN, (c, at: number) => (c === '\t' || c === '\n' || partOfPicture(lines, c, at) ? c : marked(c)))
}

function partOfPicture(text: string, c: string, at: number): boolean {
  if (c !== '\u200d' && c !== '\ufe0f') return false
  if (!PICTURE_BEFORE.test(text.slice(Math.max(0, at - 2), at))) return false
  return c === '\ufe0f' || PICTURE.test(String.fromCodePoint(text.codePointAt(at + 1) ?? 32))
}

function marked(c: string): string {
  return `⟦U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`
}

/** On one line, for names and subjects: line breaks and tabs are marked as well. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll(/[\t\n]/g, marked)
}

/** As `visibleLine`, and `pathFrom` gives the very same path back: no two paths look alike by their marks. */
export function visiblePath(path: string): string {
  return path.replaceAll(/⟦(?=U\+)/g, marked).replace(HIDDEN, marked)
}

/** The path that `visiblePath` has shown. */
export function pathFrom(shown: string): string {
  return shown.replaceAll(/⟦U\+([0-9A-F]{4,6})⟧/g, (mark, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return code > 0x10ffff ? mark : String.fromCodePoint(code)
  })
}

/** Bytes as text that hides nothing; never fails. A character that was cut in half at the very end is left out when `cut`. */
export function visibleBytes(bytes: Uint8Array, o: { cut?: boolean } = {}): string {
  const whole = o.cut ? bytes.subarray(0, endOfLastCharacter(bytes)) : bytes
  if (isUtf8(whole)) return visible(Buffer.from(whole).toString('utf8'))
  const parts = Buffer.from(whole).toString('latin1').match(UTF8_OR_BYTE) ?? []
  return parts.map((part) => (isUtf8(Buffer.from(part, 'latin1')) ? visible(Buffer.from(part, 'latin1').toString('utf8')) : byteMark(part))).join('')
}

function byteMark(byte: string): string {
  return `⟦0x${byte.charCodeAt(0).toString(16).toUpperCase()}⟧`
}

/** A run of well-formed UTF-8, or one byte that is none (RFC 3629). Matched on latin1. */
const UTF8_OR_BYTE =
  /(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+|[\x80-\xff]/g

function endOfLastCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** Cuts lines that are longer than a person reads, and says how much of each is left out. */
export function cutLines(text: string, most: number): { text: string; cut: number } {
  let cut = 0
  const lines = text.split('\n').map((line) => {
    if (line.length <= most) return line
    cut += 1
    // Never between the halves of a character.
    const end = /[\ud800-\udbff]/.test(line[most - 1] ?? '') ? most - 1 : most
    return `${line.slice(0, end)} ⟦${line.length - end} more characters⟧`
  })
  return cut === 0 ? { text, cut } : { text: lines.join('\n'), cut }
}
