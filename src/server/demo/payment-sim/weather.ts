/** What can go wrong, each at a rate between 0 and 1. */
export interface Faults {
  /** It is paid, and the connection dies before the answer. */
  lost_answer: number
  /** It is paid, and the answer is a 500. */
  error_after_success: number
  /** It is paid, and the answer takes `stall_ms`. */
  stall: number
  stall_ms: number
  duplicate_webhook: number
  reordered_webhook: number
}

export const FAIR: Faults = { lost_answer: 0, error_after_success: 0, stall: 0, stall_ms: 65_000, duplicate_webhook: 0, reordered_webhook: 0 }

/** Numbers between 0 and 1, the same again for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Fate = 'fair' | 'lost_answer' | 'error_after_success' | 'stall'

/** What becomes of one answer. */
export function fateOf(f: Faults, random: () => number): Fate {
  const r = random()
  if (r < f.lost_answer) return 'lost_answer'
  if (r < f.lost_answer + f.error_after_success) return 'error_after_success'
  return r < f.lost_answer + f.error_after_success + f.stall ? 'stall' : 'fair'
}
