/** Slows down guessing of tokens: counts wrong ones per address and minute, in memory. */

export interface WrongTokens {
  tooMany(ip: string): boolean
  note(ip: string): void
}

/** Bounds the memory an attacker with many addresses can use. */
const MAX_ADDRESSES = 10_000

export function createWrongTokens(perMinute: number, now: () => number = () => performance.now()): WrongTokens {
  let counts = new Map<string, number>()
  let since = now()
  const current = () => {
    if (now() - since < 60_000 && counts.size < MAX_ADDRESSES) return counts
    counts = new Map()
    since = now()
    return counts
  }
  return {
    tooMany: (ip) => (current().get(ip) ?? 0) >= perMinute,
    note: (ip) => void current().set(ip, (counts.get(ip) ?? 0) + 1),
  }
}
