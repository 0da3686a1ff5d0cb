import { type Virtualizer, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useLanguages } from './colors.ts'
import { LineCells } from './line.tsx'
import { type Layout, type LineRow, type Range, type Row, type Side, indexOf } from './rows.ts'
import { useCursor } from './use-cursor.ts'
import { useSteady } from './use-steady.ts'

/** Where to go; a new object goes there again. */
export interface Target {
  path: string
  side?: Side
  line?: number
  end_line?: number
  /** The keyboard follows; otherwise it stays where it is. */
  focus?: boolean
}

export interface CodeListProps {
  label: string
  rows: readonly Row[]
  layout: Layout
  wrap: boolean
  tab: number
  target: Target | null
  /** What stands at the head of a file. */
  head?: (path: string) => ReactNode
  /** What stands between two hunks. */
  title?: (row: Extract<Row, { kind: 'title' }>) => ReactNode
  extra?: (id: string) => ReactNode
  /** With whom a line came; asked for where it is shown at all. */
  note?: (row: LineRow) => string
  /** Somebody wants to say something about lines: clicked or dragged over their numbers, or pressed C or Enter. */
  onPick?: (range: Range) => void
  /** Which lines are chosen. */
  onChoose?: (range: Range) => void
  /** Files that are in sight, the first one first. */
  onSight?: (paths: readonly string[]) => void
}

const LINE = 20
const HEIGHTS = { head: 42, title: 28, says: 44, extra: 120 } as const

/** Code, or what changed in it, of any length: only what is in sight is on the page. */
export function CodeList(props: CodeListProps) {
  const { label, rows, layout, wrap, tab } = props
  const frame = useRef<HTMLDivElement>(null)
  const languages = useLanguages()
  const digits = useMemo(() => widest(rows), [rows])
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => frame.current, estimateSize: (i) => heightOf(rows[i]), getItemKey: (i) => rows[i]?.key ?? i, overscan: 24, scrollPaddingStart: layout === 'whole' ? 0 : HEIGHTS.head })
  useSteady(list, rows)
  const cursor = useCursor({ ...props, frame, list })
  useSight(list, rows, props.onSight)
  useTarget(list, props, cursor.put)
  const style = { '--dl-no': `${String(digits.number).length + 2}ch`, '--dl-chars': `${digits.chars}ch`, '--dl-tab': tab } as CSSProperties
  return (
    <div ref={frame} className="dl" role="grid" tabIndex={0} aria-label={label} aria-rowcount={rows.length} aria-multiselectable="true" aria-readonly="true" aria-activedescendant={cursor.activeId} style={style} data-layout={layout} data-wrap={wrap || undefined} data-note={props.note ? true : undefined} {...cursor.handlers}>
      <Stuck list={list} {...props} />
      <div className="dl-all" role="presentation" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div key={item.key} id={cursor.idOf(item.index)} ref={fixed(row, wrap) ? undefined : list.measureElement} data-index={item.index} className={`dl-row dl-${row.kind}`} role="row" aria-rowindex={item.index + 1} aria-selected={cursor.isChosen(item.index) || undefined} data-chosen={cursor.side} data-active={cursor.isActive(item.index) || undefined} style={{ transform: `translateY(${item.start}px)` }}>
              <RowBody row={row} languages={languages} {...props} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The head of the file that is read stays in sight while its own has gone up. */
function Stuck({ list, rows, layout, head }: CodeListProps & { list: Virtualizer<HTMLDivElement, Element> }) {
  const top = list.scrollOffset ?? 0
  const first = list.getVirtualItems().find((i) => i.end > top + 1)
  const row = first && rows[first.index]
  if (!row || row.kind === 'head' || layout === 'whole' || top === 0) return null
  return <div className="dl-stuck" role="row" aria-rowindex={rows.findIndex((r) => r.path === row.path) + 1}><div role="gridcell">{head?.(row.path)}</div></div>
}

function RowBody({ row, layout, languages, ...props }: CodeListProps & { row: Row; languages: number }) {
  if (row.kind === 'line') return <LineCells row={row} layout={layout} languages={languages} note={props.note?.(row)} />
  const body = { head: () => props.head?.(row.path), title: () => (row.kind === 'title' ? (props.title?.(row) ?? row.text) : null), extra: () => (row.kind === 'extra' ? props.extra?.(row.id) : null), says: () => (row.kind === 'says' ? row.text : null), waiting: () => 'Loading …' }
  return <div role="gridcell" className="dl-body">{body[row.kind]()}</div>
}

function heightOf(row: Row | undefined): number {
  if (!row || row.kind === 'line') return LINE
  return row.kind === 'waiting' ? Math.max(1, row.expected) * LINE : HEIGHTS[row.kind]
}

/** A line that can't be higher than one line need not be measured. */
const fixed = (row: Row, wrap: boolean) => (row.kind === 'line' && !wrap) || row.kind === 'waiting'

/** The longest number and the longest line. */
function widest(rows: readonly Row[]): { number: number; chars: number } {
  let [number, chars] = [1, 20]
  for (const row of rows) {
    if (row.kind !== 'line') continue
    number = Math.max(number, row.left?.old ?? 0, row.right?.new ?? 0, row.right?.old ?? 0)
    chars = Math.max(chars, row.left?.text.length ?? 0, row.right?.text.length ?? 0)
  }
  return { number, chars: Math.min(chars + 4, 2_000) }
}

/** Says which files are in sight, when that changes. */
function useSight(list: Virtualizer<HTMLDivElement, Element>, rows: readonly Row[], tell?: (paths: readonly string[]) => void) {
  const { startIndex = 0, endIndex = -1 } = list.range ?? {}
  const paths = [...new Set(rows.slice(startIndex, endIndex + 1).map((r) => r.path))]
  const key = paths.join('\0')
  useEffect(() => { if (key !== '') tell?.(key.split('\0')) }, [key])
}

/** Goes where it is told once that is there, and once only. */
function useTarget(list: Virtualizer<HTMLDivElement, Element>, { rows, target }: CodeListProps, put: (i: number, o: { end: number; focus: boolean }) => void) {
  const done = useRef<Target | null>(null)
  useEffect(() => {
    if (!target || done.current === target) return
    const at = indexOf(rows, target)
    const known = at >= 0 ? at : rows.findIndex((r) => r.path === target.path)
    if (known < 0) return
    list.scrollToIndex(known, { align: target.line && rows[known]?.kind === 'line' ? 'center' : 'start' })
    if (at < 0) return
    done.current = target
    const end = target.end_line && rows[at]?.kind === 'line' ? indexOf(rows, { ...target, line: target.end_line }) : at
    put(at, { end, focus: target.focus ?? false })
  }, [target, rows])
}

