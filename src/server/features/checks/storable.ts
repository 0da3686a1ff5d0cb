/** What a stranger's program printed, as text that can be kept: well-formed, without NUL, and no longer than it may be. */
export function storable(bytes: Buffer | string, maxChars: number): string {
  const text = (typeof bytes === 'string' ? bytes : bytes.toString('utf8')).replaceAll('\0', '\u{fffd}').toWellFormed()
  return text.length > maxChars ? text.slice(0, maxChars).toWellFormed() : text
}

/** The beginning and the end of a log: what began it and what ended it are what one looks for. */
export function shortened(text: string, maxChars: number): { text: string; cut: boolean } {
  if (text.length <= maxChars) return { text, cut: false }
  const [head, tail] = [text.slice(0, maxChars / 4), text.slice(-(maxChars / 4) * 3)]
  return { text: `${head}\n… ${text.length - head.length - tail.length} characters are left out here …\n${tail}`.toWellFormed(), cut: true }
}
