/**
 * Winnowing, after Schleimer, Wilkerson and Aiken: "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
 * No I/O.
 */

/** What is shorter is noise: the paper's k. */
export const NOISE = 25
/** What is as long is always found: the paper's t. */
export const GUARANTEE = 64
const WINDOW = GUARANTEE - NOISE + 1

/** Layout says nothing, and neither does upper case. */
export function normalized(text: string): string {
  return text.replaceAll(/\s+/g, '').toLowerCase()
}

/** The fingerprints of a text; none when it is shorter than the noise. */
export function fingerprintsOf(text: string): Set<number> {
  const hashes = rollingHashes(normalized(text))
  const chosen = new Set<number>()
  let least = -1
  for (let end = WINDOW - 1; end < hashes.length; end++) {
    const start = end - WINDOW + 1
    // The rightmost smallest of the window, as the paper has it: neighbouring windows then choose the same one.
    if (least < start) least = rightmostSmallest(hashes, start, end)
    else if (hashes[end]! <= hashes[least]!) least = end
    chosen.add(hashes[least]!)
  }
  // A text shorter than one window is still worth its smallest hash.
  if (hashes.length > 0 && hashes.length < WINDOW) chosen.add(hashes[rightmostSmallest(hashes, 0, hashes.length - 1)]!)
  return chosen
}

function rightmostSmallest(hashes: readonly number[], from: number, to: number): number {
  let least = from
  for (let i = from + 1; i <= to; i++) if (hashes[i]! <= hashes[least]!) least = i
  return least
}

const BASE = 257
/** Prime, and small enough that products stay exact in a double. */
const MODULUS = 33_554_393

/** Karp-Rabin over every stretch of `NOISE` characters, twice with two bases, as one number below 2^50. */
function rollingHashes(text: string): number[] {
  const first = rolling(text, BASE)
  const second = rolling(text, 263)
  return first.map((hash, i) => hash * MODULUS + second[i]!)
}

function rolling(text: string, base: number): number[] {
  if (text.length < NOISE) return []
  let highest = 1
  for (let i = 1; i < NOISE; i++) highest = (highest * base) % MODULUS
  let hash = 0
  for (let i = 0; i < NOISE; i++) hash = (hash * base + text.charCodeAt(i)) % MODULUS
  const hashes = [hash]
  for (let i = NOISE; i < text.length; i++) {
    hash = (hash + MODULUS * 2 ** 16 - ((text.charCodeAt(i - NOISE) * highest) % MODULUS)) % MODULUS
    hash = (hash * base + text.charCodeAt(i)) % MODULUS
    hashes.push(hash)
  }
  return hashes
}
