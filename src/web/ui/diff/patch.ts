/** A line of a patch, or of a whole file. A number is 0 where the line is not on that side. */
export interface CodeLine {
  kind: 'same' | 'add' | 'gone'
  text: string
  old: number
  new: number
  /** The line it took the place of, or that took its place. */
  mate?: CodeLine
  /** The file ends here without a line feed. */
  endless?: boolean
}

/** Lines without a gap between them. */
export interface Block {
  lines: CodeLine[]
  /** What stands above it in a patch: where it is, and within what. */
  title: string
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/

/** The hunks of one file's patch, with the number of every line on both sides. */
export function parsePatch(patch: string): Block[] {
  const blocks: Block[] = []
  let at: { old: number; new: number } | null = null
  for (const line of patch.split('\n')) {
    const hunk = HUNK.exec(line)
    if (hunk) {
      at = { old: Number(hunk[1]), new: Number(hunk[2]) }
      blocks.push({ lines: [], title: line })
    } else if (line.startsWith('diff --git ')) at = null
    else if (at) take(blocks, at, line)
  }
  for (const { lines } of blocks) pair(lines)
  return blocks
}

function take(blocks: Block[], at: { old: number; new: number }, line: string) {
  const lines = blocks.at(-1)?.lines
  const last = lines?.at(-1)
  if (!lines) return
  if (line.startsWith('\\') && last) last.endless = true
  else if (line.startsWith('+')) lines.push({ kind: 'add', text: line.slice(1), old: 0, new: at.new++ })
  else if (line.startsWith('-')) lines.push({ kind: 'gone', text: line.slice(1), old: at.old++, new: 0 })
  else if (line.startsWith(' ')) lines.push({ kind: 'same', text: line.slice(1), old: at.old++, new: at.new++ })
}

/** Lines that went and lines that came in their place know each other, in their order. */
function pair(lines: readonly CodeLine[]) {
  for (let i = 0; i < lines.length; i++) {
    if (lines[i]?.kind !== 'gone') continue
    const gone = run(lines, i, 'gone')
    const came = run(lines, i + gone.length, 'add')
    for (const [n, line] of gone.entries()) {
      const mate = came[n]
      if (mate) [line.mate, mate.mate] = [mate, line]
    }
    i += gone.length + came.length - 1
  }
}

function run(lines: readonly CodeLine[], from: number, kind: CodeLine['kind']): CodeLine[] {
  let to = from
  while (lines[to]?.kind === kind) to++
  return lines.slice(from, to)
}

/** A whole file as one block. */
export function wholeFile(text: string): Block[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return [{ title: '', lines: lines.map((line, i) => ({ kind: 'same', text: line, old: 0, new: i + 1 })) }]
}

/** The hunks with what lies between them filled in from the new text, as one block. */
export function filled(blocks: readonly Block[], text: string): Block[] {
  const whole = wholeFile(text)[0]?.lines ?? []
  const lines: CodeLine[] = []
  let shift = 0
  let next = 1
  for (const block of blocks) {
    const first = block.lines.find((l) => l.new > 0)?.new ?? next + 1
    for (const line of whole.slice(next - 1, first - 1)) lines.push({ ...line, old: line.new - shift })
    lines.push(...block.lines)
    shift += block.lines.filter((l) => l.kind === 'add').length - block.lines.filter((l) => l.kind === 'gone').length
    next = Math.max(next, (block.lines.findLast((l) => l.new > 0)?.new ?? next - 1) + 1)
  }
  for (const line of whole.slice(next - 1)) lines.push({ ...line, old: line.new - shift })
  return [{ title: '', lines }]
}

/** Where two lines differ: the part of `text` that is not in its mate, as from and to. Nothing where they have little in common. */
export function changedPart(text: string, mate: string): [number, number] | null {
  const most = Math.min(text.length, mate.length)
  let head = 0
  while (head < most && text[head] === mate[head]) head++
  let tail = 0
  while (tail < most - head && text[text.length - 1 - tail] === mate[mate.length - 1 - tail]) tail++
  const same = text.slice(0, head).trim().length + text.slice(text.length - tail).trim().length
  if (same * 4 < text.trim().length || head + tail >= text.length) return null
  return [head, text.length - tail]
}
