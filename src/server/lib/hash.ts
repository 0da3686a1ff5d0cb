import { createHash } from 'node:crypto'

/** SHA-256 in lower-case hex. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * JSON with sorted keys and no spaces (RFC 8785 for the values we use: strings, finite numbers, booleans, null, arrays,
 * plain objects; Dates as ISO text): the same value always gives the same bytes.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v ?? null)).join(',')}]`
  if (value === null || typeof value !== 'object' || value instanceof Date) return JSON.stringify(value)
  // Written out by hand: an object would put keys that look like numbers first, whatever they were sorted by.
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** An id that is the same wherever it is made: the kind, then 26 characters of a hash. */
export function idFrom(kind: string, sha256: string): string {
  return `${kind}_${Array.from({ length: 26 }, (_, i) => ALPHABET[Number.parseInt(sha256.slice(2 * i, 2 * i + 2), 16) % 32]).join('')}`
}
