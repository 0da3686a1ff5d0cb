import type { Block, CodeLine } from './patch.ts'

export type Side = 'new' | 'old'

/** Lines of one file on one side: what a remark is pinned to. */
export interface Range {
  path: string
  side: Side
  line: number
  end_line: number
}

/** Something of its own below a line, or below the head of a file (`line` 0). */
export interface Extra extends Range {
  id: string
}

/** A file in the list. */
export interface Section {
  path: string
  /** null while it is not loaded yet. */
  blocks: readonly Block[] | null
  /** How many lines it will have. */
  expected: number
  folded: boolean
  /** Said instead of lines: `Nothing but white space`. */
  says?: string
}

export type Row = { key: string; path: string } & (
  | { kind: 'head' }
  | { kind: 'title'; text: string; n: number }
  | { kind: 'waiting'; expected: number }
  | { kind: 'says'; text: string }
  | { kind: 'extra'; id: string }
  | { kind: 'line'; block: Block; left: CodeLine | null; right: CodeLine | null }
)
export type LineRow = Extract<Row, { kind: 'line' }>

/** `unified` keeps a line in `right`, whichever side it is of. `whole` has no heads. */
export type Layout = 'unified' | 'split' | 'whole'

/** Everything that is shown of some files, from top to bottom. */
export function rowsOf(sections: readonly Section[], layout: Layout, extras: readonly Extra[]): Row[] {
  const byPath = new Map<string, Extra[]>()
  for (const e of extras) byPath.set(e.path, [...(byPath.get(e.path) ?? []), e])
  return sections.flatMap((s) => sectionRows(s, layout, byPath.get(s.path) ?? []))
}

function sectionRows(s: Section, layout: Layout, extras: readonly Extra[]): Row[] {
  const { path } = s
  const head: Row[] = layout === 'whole' ? [] : [{ kind: 'head', key: `${path}:head`, path }]
  if (s.folded) return head
  if (s.says !== undefined) return [...head, { kind: 'says', key: `${path}:says`, path, text: s.says }, ...extras.map((e) => extraRow(e))]
  if (!s.blocks) return [...head, { kind: 'waiting', key: `${path}:waiting`, path, expected: s.expected }]
  const waiting = new Map(extras.map((e) => [e.id, e]))
  const lines = extras.length === 0 ? plainRows(path, s.blocks, layout) : s.blocks.flatMap((block, n) => blockRows(path, block, n, layout, waiting, extras))
  // What is pinned to lines that are not among those shown stands at the top, so that nothing is left out.
  return [...head, ...[...waiting.values()].map(extraRow), ...lines]
}

const made = new WeakMap<readonly Block[], Map<string, Row[]>>()

/** The rows of lines nobody has said anything about are made once. */
function plainRows(path: string, blocks: readonly Block[], layout: Layout): Row[] {
  const all = made.get(blocks) ?? new Map<string, Row[]>()
  made.set(blocks, all)
  const key = `${layout} ${path}`
  const rows = all.get(key) ?? blocks.flatMap((block, n) => blockRows(path, block, n, layout, new Map(), []))
  all.set(key, rows)
  return rows
}

function extraRow(e: Extra): Row {
  return { kind: 'extra', key: `extra:${e.id}`, path: e.path, id: e.id }
}

function blockRows(path: string, block: Block, n: number, layout: Layout, waiting: Map<string, Extra>, extras: readonly Extra[]): Row[] {
  const lines = layout === 'split' ? split(block.lines) : block.lines.map((line) => ({ left: null, right: line }))
  const rows: Row[] = block.title ? [{ kind: 'title', key: `${path}:${n}`, path, text: block.title, n }] : []
  for (const pair of lines) {
    const row: LineRow = { kind: 'line', key: keyOf(path, pair), path, block, ...pair }
    rows.push(row)
    for (const e of extras) {
      if (e.end_line === 0 || numberOn(row, e.side) !== e.end_line || !waiting.delete(e.id)) continue
      rows.push(extraRow(e))
    }
  }
  return rows
}

const keyOf = (path: string, { left, right }: { left: CodeLine | null; right: CodeLine | null }) => `${path}:${left?.old ?? right?.old ?? 0}:${right?.new ?? 0}:${right?.kind ?? ''}`

/** The number a row has on a side; 0 where it has none. */
export function numberOn(row: LineRow, side: Side): number {
  return (side === 'new' ? row.right?.new : (row.left?.old ?? row.right?.old)) ?? 0
}

/** Old beside new: what went stands left of what came in its place. */
function split(lines: readonly CodeLine[]): { left: CodeLine | null; right: CodeLine | null }[] {
  const pairs: { left: CodeLine | null; right: CodeLine | null }[] = []
  for (const line of lines) {
    if (line.kind === 'same') pairs.push({ left: line, right: line })
    else if (line.kind === 'gone') pairs.push({ left: line, right: line.mate ?? null })
    else if (!line.mate) pairs.push({ left: null, right: line })
  }
  return pairs
}

/** From one row to another of the same file: the lines of the new side where there are any, else of the old. */
export function rangeOf(rows: readonly Row[], from: number, to: number): Range | null {
  const chosen = rows.slice(Math.min(from, to), Math.max(from, to) + 1).filter((r) => r.kind === 'line')
  const path = chosen[0]?.path
  if (path === undefined || chosen.some((r) => r.path !== path)) return null
  const side = chosen.some((r) => numberOn(r, 'new') > 0) ? 'new' : 'old'
  const numbers = chosen.map((r) => numberOn(r, side)).filter((n) => n > 0)
  return { path, side, line: Math.min(...numbers), end_line: Math.max(...numbers) }
}

/** The place of a line, or of the head of its file when the line is not there; -1 while its file is not loaded. */
export function indexOf(rows: readonly Row[], target: { path: string; side?: Side; line?: number }): number {
  const { path, side = 'new', line = 0 } = target
  const head = rows.findIndex((r) => r.path === path)
  if (line === 0 || head < 0) return head
  const found = rows.findIndex((r) => r.kind === 'line' && r.path === path && numberOn(r, side) === line)
  if (found >= 0) return found
  return rows.some((r) => r.kind === 'waiting' && r.path === path) ? -1 : head
}
