import { type Virtualizer, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, memo, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
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
  const { label, rows, layout, wrap, tab, head, title, extra, note } = props
  const frame = useRef<HTMLDivElement>(null)
  const languages = useLanguages()
  const digits = useMemo(() => widest(rows), [rows])
  const room = useRoom(frame, layout, String(digits.number).length) - (note ? NOTE : 0)
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => frame.current, estimateSize: (i) => heightOf(rows[i]), getItemKey: (i) => rows[i]?.key ?? i, overscan: 12, scrollPaddingStart: layout === 'whole' ? 0 : HEIGHTS.head })
  // Lines break elsewhere in another width. What is there already is measured at once: nothing else would ask it again. The
  // list has to be laid out in between, or it would take a row for measured that it has just forgotten.
  useEffect(() => {
    list.measure()
    list.getTotalSize()
    for (const row of list.elementsCache.values()) list.measureElement(row)
  }, [room, wrap, tab, layout])
  useSteady(list, rows)
  const cursor = useCursor({ ...props, frame, list })
  useSight(list, rows, props.onSight)
  useTarget(list, props, cursor.put)
  const shown = useMemo(() => ({ layout, languages, head, title, extra, note }), [layout, languages, head, title, extra, note])
  const style = { '--dl-no': `${String(digits.number).length + 2}ch`, '--dl-chars': `${digits.chars}ch`, '--dl-tab': tab } as CSSProperties
  return (
    <div ref={frame} className="dl" role="grid" tabIndex={0} aria-label={label} aria-rowcount={rows.length} aria-multiselectable="true" aria-readonly="true" aria-activedescendant={cursor.activeId} style={style} data-layout={layout} data-wrap={wrap || undefined} data-note={note ? true : undefined} {...cursor.handlers}>
      <Stuck list={list} rows={rows} shown={shown} />
      <div className="dl-all" role="presentation" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index]
          return row && <RowBox key={key} row={row} index={index} start={start} id={cursor.idOf(index)} active={cursor.isActive(index)} chosen={cursor.isChosen(index)} side={cursor.side} measure={isOneLine(row, wrap, room, tab) ? undefined : list.measureElement} shown={shown} />
        })}
      </div>
    </div>
  )
}

/** What a row needs to be drawn, the same object while only the scroll moves. */
type Shown = Pick<CodeListProps, 'layout' | 'head' | 'title' | 'extra' | 'note'> & { languages: number }

interface BoxProps {
  row: Row
  index: number
  start: number
  id: string
  active: boolean
  chosen: boolean
  side: Side | undefined
  measure: ((element: Element | null) => void) | undefined
  shown: Shown
}

/** A row in its place. It is drawn once and stays while others come and go. */
const RowBox = memo(function RowBox({ row, index, start, id, active, chosen, side, measure, shown }: BoxProps) {
  return <div id={id} ref={measure} data-index={index} className={`dl-row dl-${row.kind}`} role="row" aria-rowindex={index + 1} aria-selected={chosen || undefined} data-chosen={side} data-active={active || undefined} style={{ transform: `translateY(${start}px)` }}><RowBody row={row} shown={shown} /></div>
})

/** The head of the file that is read stays in sight while its own has gone up. */
function Stuck({ list, rows, shown }: { list: Virtualizer<HTMLDivElement, Element>; rows: readonly Row[]; shown: Shown }) {
  const top = list.scrollOffset ?? 0
  const first = list.getVirtualItems().find((i) => i.end > top + 1)
  const row = first && rows[first.index]
  if (!row || row.kind === 'head' || shown.layout === 'whole' || top === 0) return null
  return <StuckHead path={row.path} shown={shown} />
}

const StuckHead = memo(function StuckHead({ path, shown }: { path: string; shown: Shown }) {
  return <div className="dl-stuck" role="row"><div role="gridcell">{shown.head?.(path)}</div></div>
})

function RowBody({ row, shown }: { row: Row; shown: Shown }) {
  if (row.kind === 'line') return <LineCells row={row} layout={shown.layout} languages={shown.languages} note={shown.note?.(row)} />
  const body = { head: () => shown.head?.(row.path), title: () => (row.kind === 'title' ? (shown.title?.(row) ?? row.text) : null), extra: () => (row.kind === 'extra' ? shown.extra?.(row.id) : null), says: () => (row.kind === 'says' ? row.text : null), waiting: () => 'Loading …' }
  return <div role="gridcell" className="dl-body">{body[row.kind]()}</div>
}

/** The width of a letter, rounded up, and of a note in letters. */
const LETTER = 7.7
const NOTE = 27

/** How many letters surely fit into a line. */
function useRoom(frame: RefObject<HTMLDivElement | null>, layout: Layout, digits: number): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!frame.current) return
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor((entry?.contentRect.width ?? 0) / 16) * 16))
    watch.observe(frame.current)
    return () => watch.disconnect()
  }, [])
  const columns = layout === 'split' ? 2 : 1
  return Math.floor(width / columns / LETTER) - (digits + 3) * (layout === 'unified' ? 2 : 1) - 8
}

/** A line that can't be higher than one line need not be measured, and measuring is what costs while one scrolls. */
function isOneLine(row: Row, wrap: boolean, room: number, tab: number): boolean {
  if (row.kind === 'waiting') return true
  if (row.kind !== 'line') return false
  return !wrap || [row.left, row.right].every((l) => !l || (!l.endless && isPlain(l.text) && l.text.length + (l.text.split('\t').length - 1) * (tab - 1) < room))
}

const isPlain = (text: string) => /^[\t\x20-\x7e]*$/.test(text)

function heightOf(row: Row | undefined): number {
  if (!row || row.kind === 'line') return LINE
  return row.kind === 'waiting' ? Math.max(1, row.expected) * LINE : HEIGHTS[row.kind]
}

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

