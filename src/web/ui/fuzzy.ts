/** A name that was found, and which of its letters were asked for. */
export interface Found {
  text: string
  at: readonly number[]
}

/** Names with the letters of `asked` in their order, the best first: letters that stand together, begin a word, or are in the last part of a path count more. */
export function fuzzy(names: readonly string[], asked: string, most = 50): Found[] {
  const letters = asked.toLowerCase().replaceAll(/\s+/g, '')
  if (letters === '') return names.slice(0, most).map((text) => ({ text, at: [] }))
  const found = names.flatMap((text) => match(text, letters) ?? [])
  return found.toSorted((a, b) => b.score - a.score || a.text.length - b.text.length).slice(0, most)
}

function match(text: string, letters: string): (Found & { score: number }) | null {
  const low = text.toLowerCase()
  const name = low.lastIndexOf('/') + 1
  // First where the name of the file has it all, then anywhere in the path.
  const at = positions(low, letters, name) ?? positions(low, letters, 0)
  return at && { text, at, score: score(text, at, name) }
}

function positions(low: string, letters: string, from: number): number[] | null {
  const whole = low.indexOf(letters, from)
  if (whole >= 0) return Array.from(letters, (_, i) => whole + i)
  const at: number[] = []
  for (const letter of letters) {
    const next = low.indexOf(letter, (at.at(-1) ?? from - 1) + 1)
    if (next < 0) return null
    at.push(next)
  }
  return at
}

function score(text: string, at: readonly number[], name: number): number {
  return at.reduce((sum, i, n) => sum + 1 + (n > 0 && at[n - 1] === i - 1 ? 4 : 0) + (/[/_.\- ]/.test(text[i - 1] ?? '/') ? 3 : 0) + (i >= name ? 2 : 0), 0)
}
