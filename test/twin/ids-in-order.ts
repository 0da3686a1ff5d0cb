const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
let made = 0

function base32(n: number, length: number): string {
  let text = ''
  for (let rest = n; text.length < length; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text
  return text
}

/** As the program's ids, but those of one millisecond sort as they were made: while the clock stands, chance would order lists. */
export function ulid(ms: number): string {
  return base32(ms, 10) + base32(++made, 16)
}

export function newId(kind: string, at: Date): string {
  return `${kind}_${ulid(at.getTime())}`
}
