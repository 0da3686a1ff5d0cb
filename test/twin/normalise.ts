/** What differs between two runs of anything: ids made by chance, hashes over them, and what was made for one answer. */
const CHANCE = /\b(?:[a-z]{2,5}_[0-9a-z]{26}|req_[0-9a-f]{32}|[0-9a-f]{64})\b|(?<=nonce[-="]{1,2})[A-Za-z0-9+/=]{20,}/g

const kindOf = (found: string) => /^[a-z]{2,5}(?=_)/.exec(found)?.[0] ?? (found.length === 64 ? 'hash' : 'nonce')

/**
 * Names what is left to chance by the order in which it was first seen. Times are not touched: the clock of both worlds is
 * the same, so a time that differs is a leak. So is something one world has shown and the other has not, since all that
 * comes after is then numbered differently.
 */
export function normaliser(): (text: string) => string {
  const names = new Map<string, string>()
  const nameOf = (found: string) => {
    const known = names.get(found)
    if (known) return known
    const made = `${kindOf(found)}#${names.size}`
    names.set(found, made)
    return made
  }
  return (text) => text.replaceAll(CHANCE, nameOf)
}

/** The same for rows in no order: what is left to chance is only said to be there. */
export function blanked(text: string): string {
  return text.replaceAll(CHANCE, kindOf)
}
