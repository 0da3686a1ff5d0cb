import { inflateSync } from 'node:zlib'

/** A piece of text and where it begins, in points from the page's lower left corner. */
export interface Drawn {
  text: string
  font: string
  x: number
  y: number
}

interface Part {
  head: string
  /** Inflated where it was deflated. */
  stream: string
}

/** The text of a PDF that pdfkit wrote with embedded typefaces, as a reader's “copy” would give it: one line for each piece that was drawn. */
export function textOfPdf(bytes: Uint8Array): string {
  return placesInPdf(bytes).map((p) => p.text).join('\n')
}

/** The same, with where each piece was drawn. */
export function placesInPdf(bytes: Uint8Array): Drawn[] {
  const parts = partsOf(Buffer.from(bytes).toString('latin1'))
  const letters = lettersByFont(parts)
  return [...parts.values()].filter((p) => /\bT[jJ]\b/.test(p.stream)).flatMap((p) => drawnBy(p.stream, letters))
}

function partsOf(file: string): Map<string, Part> {
  const found = [...file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)]
  return new Map(found.map(([, number = '', body = '']) => [number, partOf(body)]))
}

function partOf(body: string): Part {
  const [head = '', stream = ''] = body.split(/\nstream\n/)
  const raw = stream.replace(/\nendstream$/, '')
  return { head, stream: head.includes('FlateDecode') ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw }
}

/** By the name a page has for a typeface: what each number in it means. */
function lettersByFont(parts: ReadonlyMap<string, Part>): Map<string, string[]> {
  const names = [...parts.values()].flatMap((p) => [...p.head.matchAll(/\/(F\d+) (\d+) 0 R/g)])
  return new Map(names.map(([, name = '', font = '']) => [name, lettersOf(parts.get(/\/ToUnicode (\d+)/.exec(parts.get(font)?.head ?? '')?.[1] ?? '')?.stream ?? '')]))
}

function lettersOf(map: string): string[] {
  const lists = [...map.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[([^\]]*)\]/gi)]
  return lists.flatMap(([, list = '']) => [...list.matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex = '']) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')))
}

function drawnBy(content: string, letters: ReadonlyMap<string, string[]>): Drawn[] {
  let [x, y, font] = [0, 0, '']
  const drawn: Drawn[] = []
  for (const [, left, up, name, shown] of content.matchAll(/1 0 0 1 ([\d.]+) ([\d.]+) Tm|\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = name
    else if (shown === undefined) [x, y] = [Number(left), Number(up)]
    else drawn.push({ x, y, font, text: [...shown.matchAll(/<([0-9a-f]+)>/gi)].map(([, hex = '']) => wordOf(hex, letters.get(font) ?? [])).join('') })
  }
  return drawn
}

function wordOf(hex: string, letters: readonly string[]): string {
  return (hex.match(/.{4}/g) ?? []).map((n) => letters[Number.parseInt(n, 16)] ?? '�').join('')
}
