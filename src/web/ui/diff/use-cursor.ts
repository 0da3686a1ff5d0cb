import type { Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { type Range, type Row, rangeOf } from './rows.ts'

interface Given {
  rows: readonly Row[]
  frame: RefObject<HTMLDivElement | null>
  list: Virtualizer<HTMLDivElement, Element>
  onPick?: (range: Range) => void
  onChoose?: (range: Range) => void
}

/** Rows are known by their keys, so that the cursor stays with its line when others come or go. */
interface At {
  key: string
  /** The other end of what is chosen. */
  from: string
}

const PAGE = 20
const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_, last) => last,
}

/** A line that is chosen, and a stretch of them: by arrows, with Shift for more; by a click on a number, or by dragging. */
export function useCursor(given: Given) {
  const { rows, frame, list, onPick, onChoose } = given
  const prefix = useId()
  const [at, setAt] = useState<At | null>(null)
  const dragging = useRef(false)
  const index = at ? rows.findIndex((r) => r.key === at.key) : -1
  const from = at ? (at.from === at.key ? index : rows.findIndex((r) => r.key === at.from)) : -1
  const range = index >= 0 && from >= 0 ? rangeOf(rows, from, index) : null

  const put = (to: number, o: { end?: number; focus?: boolean; extend?: boolean } = {}) => {
    const row = rows[o.end !== undefined && o.end >= 0 ? o.end : to]
    if (!row) return
    const start = o.extend && at ? at.from : (rows[to]?.key ?? row.key)
    setAt({ key: row.key, from: start })
    if (o.focus) frame.current?.focus({ preventScroll: true })
  }
  const key = range ? `${range.path}\0${range.side}\0${range.line}\0${range.end_line}` : ''
  const told = useRef('')
  useEffect(() => {
    if (range && key !== told.current) onChoose?.(range)
    told.current = key
  }, [key])

  const step = (e: KeyboardEvent) => {
    const move = STEPS[e.key]
    if (!move || e.target !== frame.current || e.altKey || e.ctrlKey || e.metaKey) return false
    const top = list.range?.startIndex ?? 0
    const next = lineFrom(rows, index < 0 ? top : move(index, rows.length - 1), index < 0 || e.key === 'ArrowDown' || e.key === 'PageDown' || e.key === 'Home')
    // A stretch ends with its file.
    if (next < 0 || (e.shiftKey && at && rows[next]?.path !== rows[from]?.path)) return true
    put(next, { extend: e.shiftKey })
    list.scrollToIndex(next, { align: 'auto' })
    return true
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target !== frame.current) return
    const write = e.key === 'Enter' || (e.key.toLowerCase() === 'c' && !e.ctrlKey && !e.metaKey && !e.altKey)
    if (step(e)) e.preventDefault()
    else if (write && range && onPick) {
      e.preventDefault()
      onPick(range)
    }
  }
  const rowAt = (e: PointerEvent): number => {
    const row = (e.target as Element | null)?.closest('.dl-row')
    return row ? Number(row.getAttribute('data-index')) : -1
  }
  const onPointerDown = (e: PointerEvent) => {
    const i = rowAt(e)
    const onNumber = (e.target as Element).closest('.dl-no, .dl-note') !== null
    if (i < 0 || rows[i]?.kind !== 'line' || e.button !== 0) return
    if (onNumber) e.preventDefault()
    dragging.current = onNumber
    put(i, { extend: e.shiftKey, focus: onNumber })
  }
  const onPointerMove = (e: PointerEvent) => {
    if (!dragging.current || e.buttons === 0) return
    const i = rowAt(e)
    if (rows[i]?.kind === 'line' && rows[i].path === rows[from]?.path) put(i, { extend: true })
  }
  const onPointerUp = () => {
    if (dragging.current && range) onPick?.(range)
    dragging.current = false
  }
  const [low, high] = [Math.min(from, index), Math.max(from, index)]
  return {
    put,
    idOf: (i: number) => `${prefix}${i}`,
    activeId: index >= 0 ? `${prefix}${index}` : undefined,
    side: range?.side,
    isActive: (i: number) => i === index,
    isChosen: (i: number) => range !== null && i >= low && i <= high && rows[i]?.kind === 'line',
    handlers: { onKeyDown, onPointerDown, onPointerMove, onPointerUp },
  }
}

/** The next row with a line, looked for in one direction. */
function lineFrom(rows: readonly Row[], start: number, down: boolean): number {
  for (let i = Math.min(Math.max(0, start), rows.length - 1); i >= 0 && i < rows.length; i += down ? 1 : -1) if (rows[i]?.kind === 'line') return i
  return -1
}
