import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new id: the kind, then 26 characters that sort by time (ULID, lower case). `at` is the database's time. */
export function newId(kind: string, at: Date): string {
  return `${kind}_${ulid(at.getTime())}`
}

/** The 26 characters alone. */
export function ulid(ms: number): string {
  let time = ''
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time
  return time + Array.from(randomBytes(16), (b) => ALPHABET[b % 32]).join('')
}
