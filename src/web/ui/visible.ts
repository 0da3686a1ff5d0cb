/** Bidirectional controls, marks, joiners and other characters without a width: what makes a text look like another. */
const UNSEEN = /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu
/** Everything below a space but tab and line feed, DEL, and the second set of controls. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/**
 * A stranger's text as it is, with nothing left in it that could move, colour, hide or turn what stands around it: an
 * escape becomes ␛, other controls their pictures, and what has no width is named, as in ⟨U+202E⟩.
 */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(CONTROLS, pictureOf).replaceAll(UNSEEN, nameOf)
}

function pictureOf(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return code === 0x7f ? '␡' : nameOf(char)
}

const nameOf = (char: string) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
