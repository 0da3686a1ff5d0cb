/** Chance from a seed: the same seed, the same choices. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number
  chance(of: number): boolean
  pick<T>(from: readonly T[]): T
  /** Words of any length up to `most` characters. */
  words(least: number, most: number): string
}

const WORDS = ['the', 'lease', 'index', 'holds', 'until', 'nobody', 'retries', 'ümlaut', '42', 'migration', '<b>', '"quoted"', 'tests', 'slow', '\n', 'race']

/** Mulberry32: small, and good enough to choose with. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(next() * below)
  const pick = <T>(from: readonly T[]): T => {
    const one = from[int(from.length)]
    if (one === undefined) throw new Error('Nothing to choose from')
    return one
  }
  const words = (least: number, most: number) => {
    const wanted = least + int(most - least + 1)
    let text = ''
    while (text.trim().length < wanted) text += `${pick(WORDS)} `
    return text.trim().slice(0, most)
  }
  return { int, chance: (of) => next() < of, pick, words }
}
