/**
 * Text in the characters that every bank in SEPA takes: letters a–z without marks, digits, and / - ? : ( ) . , ' + and the space
 * (European Payments Council, EPC217-08, best practices on the character set). What has no such spelling becomes a full stop.
 */
export function sepaText(text: string, max: number): string {
  const plain = text
    .replaceAll('ß', 'ss')
    .replaceAll(/[æÆ]/g, 'ae')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll(/[łŁ]/g, 'l')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-zA-Z0-9/\-?:().,'+ ]/gu, '.')
    .replaceAll(/ +/g, ' ')
    .trim()
    // Neither at the start nor at the end, and never twice.
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/^\/+|\/+$/g, '')
  return plain.slice(0, max).trim() || '.'
}
