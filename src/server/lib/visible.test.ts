import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutLines, pathFrom, visible, visibleBytes, visibleLine, visiblePath } from './visible.ts'

test.each([
  ['a right-to-left override (Trojan Source)', 'if (x) { //\u202e } begin', 'if (x) { //⟦U+202E⟧ } begin'],
  ['an isolate', '\u2066x\u2069', '⟦U+2066⟧x⟦U+2069⟧'],
  ['an Arabic letter mark', 'a\u061cb', 'a⟦U+061C⟧b'],
  ['a zero-width space in a name', 'pass\u200bword', 'pass⟦U+200B⟧word'],
  ['a joiner between letters', 'a\u200db', 'a⟦U+200D⟧b'],
  ['a byte order mark', '\ufeffconst a', '⟦U+FEFF⟧const a'],
  ['a soft hyphen', 'a\u00adb', 'a⟦U+00AD⟧b'],
  ['a filler that is a letter', 'const \u3164 = 1', 'const ⟦U+3164⟧ = 1'],
  ['tags that spell a hidden text', 'x\u{e0041}', 'x⟦U+E0041⟧'],
  ['a variation selector that carries data', 'x\u{e0100}', 'x⟦U+E0100⟧'],
  ['an ANSI escape', '\u001b[2K\u001b[1A', '⟦U+001B⟧[2K⟦U+001B⟧[1A'],
  ['a C1 control', '\u009b31m', '⟦U+009B⟧31m'],
  ['a carriage return that overwrites', 'evil()\r// nothing', 'evil()⟦U+000D⟧// nothing'],
  ['line breaks only some programs know', 'a\u2028b\u0085c\u000bd\u000ce', 'a⟦U+2028⟧b⟦U+0085⟧c⟦U+000B⟧d⟦U+000C⟧e'],
  ['NUL', 'a\u0000b', 'a⟦U+0000⟧b'],
])('%s is seen', (_, given, shown) => {
  expect(visible(given)).toBe(shown)
})

test('ordinary text of any language, emoji and Windows line ends stay as they are', () => {
  const text = 'naïve שלום 漢字 👩‍💻 ❤️ 👍🏽\n\tnext\n'
  expect(visible(text)).toBe(text)
  expect(visible('a\r\nb\r\n')).toBe('a\nb\n')
})

test('a subject or a name is one line', () => {
  expect(visibleLine('a\nb\tc')).toBe('a⟦U+000A⟧b⟦U+0009⟧c')
})

test('bytes that are no UTF-8 are seen, and the rest is read', () => {
  expect(visibleBytes(Buffer.from([0x61, 0xff, 0xc3, 0xa9, 0xe2, 0x82]))).toBe('a⟦0xFF⟧é⟦0xE2⟧⟦0x82⟧')
  expect(visibleBytes(Buffer.from([0xed, 0xa0, 0x80]))).toBe('⟦0xED⟧⟦0xA0⟧⟦0x80⟧')
})

test('a character cut in half by our own limit is left out', () => {
  expect(visibleBytes(Buffer.from('aé').subarray(0, 2), { cut: true })).toBe('a')
  expect(visibleBytes(Buffer.from('aé'), { cut: true })).toBe('aé')
})

test('a long line is cut with its length, others are not', () => {
  expect(cutLines(`short\n${'x'.repeat(50)}\n`, 10)).toEqual({ text: 'short\nxxxxxxxxxx ⟦40 more characters⟧\n', cut: 1 })
})

test('whatever is written, nothing hidden is left, lines stay lines, and it can be shown again unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = visible(text)
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/)
      expect(shown.split('\n').length).toBe(text.split('\n').length)
      expect(visible(shown)).toBe(shown)
    }),
  )
})

test('whatever a path holds, its shown form names it alone', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('⟦', '⟧', 'U+', '000A', '202E', '27E6', '\n', '\u202e', 'a', '/')), (parts) => {
      const path = parts.join('')
      expect(pathFrom(visiblePath(path))).toBe(path)
      expect(visiblePath(path)).not.toMatch(/[\n\u202e]/)
    }),
  )
})

test('a wall of bytes does not take long', () => {
  expect(visibleBytes(Buffer.alloc(512 * 1024, 0xff)).length).toBe(512 * 1024 * 6)
})
