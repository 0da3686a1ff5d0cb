/** A piece of a remark: words, or lines that somebody would write in place of those it is pinned to. */
export type Piece = { kind: 'words'; text: string } | { kind: 'suggestion'; text: string }

const FENCE = /^[ \t]{0,3}```suggestion[ \t]*\n([\s\S]*?)^[ \t]{0,3}```[ \t]*$\n?/gm

/** The words and the suggestions of a remark, in their order. A fence that is not closed is words. */
export function piecesOf(body: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const found of body.replaceAll('\r\n', '\n').matchAll(FENCE)) {
    pieces.push({ kind: 'words', text: body.slice(at, found.index).trim() }, { kind: 'suggestion', text: (found[1] ?? '').replace(/\n$/, '') })
    at = found.index + found[0].length
  }
  pieces.push({ kind: 'words', text: body.slice(at).trim() })
  return pieces.filter((p) => p.kind === 'suggestion' || p.text !== '')
}

/** A remark with a suggestion to begin from: the lines as they are. */
export function withSuggestion(body: string, lines: string): string {
  return `${body.trim() === '' ? '' : `${body.trimEnd()}\n\n`}\`\`\`suggestion\n${lines}\n\`\`\`\n`
}
