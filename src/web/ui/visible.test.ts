import { expect, test } from 'vitest'
import { visible } from './visible.ts'

test('what would colour, move or clear is shown as signs', () => {
  expect(visible('\u001b[31mred\u001b[0m\u0007 a\u0008b\rc')).toBe('␛[31mred␛[0m␇ a␈b␍c')
  expect(visible('\u001b]8;;http://evil.example\u001b\\link')).toBe('␛]8;;http://evil.example␛\\link')
  expect(visible('a\u007fb\u009bc')).toBe('a␡b⟨U+009B⟩c')
})

test('what would turn, join or hide is named', () => {
  expect(visible('access\u202e\u2066 // admin\u2069')).toBe('access⟨U+202E⟩⟨U+2066⟩ // admin⟨U+2069⟩')
  expect(visible('a\u200bb\ufeffc\u{e0041}')).toBe('a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+E0041⟩')
})

test('plain text of any script stays as it is', () => {
  const text = 'Grüße, 世界, עולם 🙂\n\tindented\n'
  expect(visible(text)).toBe(text)
  expect(visible('a\r\nb')).toBe('a\nb')
})
