import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { sha256Hex } from './hash.ts'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A secret with a prefix that says what it is (`hw_pat_…`): 43 base-62 characters, 256 bits. */
export function randomToken(prefix: string): string {
  return `${prefix}_${Array.from({ length: 43 }, () => BASE62[randomInt(62)]).join('')}`
}

/** Of what opens something for long: candidates' git tokens and members' API tokens. */
const TOKEN = /hw_(?:git|pat)_[0-9A-Za-z]{43}/g

/** The texts in a file that have the form of such a token, each once; also where every second byte is empty, as UTF-16 has it. */
export function tokensIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  const narrow = bytes.includes(0) ? text.replaceAll('\0', '') : ''
  return [...new Set([...(text.match(TOKEN) ?? []), ...(narrow.match(TOKEN) ?? [])])]
}

/** What is kept of a token. Tokens have 256 random bits, so a plain hash is enough. */
export function hashToken(token: string): string {
  return sha256Hex(token)
}

/** A code a person types. */
export function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** Compares without telling by its time where texts differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Random text for names that must not be guessed. */
export function randomName(length: number): string {
  return Array.from(randomBytes(length), (b) => 'abcdefghijklmnopqrstuvwxyz234567'[b % 32]).join('')
}
