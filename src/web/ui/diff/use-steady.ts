import type { Virtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef } from 'react'
import type { Row } from './rows.ts'

/** Keeps what is read in its place when rows come in above it: a file that has been loaded, a remark that was written. */
export function useSteady(list: Virtualizer<HTMLDivElement, Element>, rows: readonly Row[]) {
  const first = useRef<{ rows: readonly Row[]; key: string; path: string; below: number } | null>(null)
  useLayoutEffect(() => {
    const seen = first.current
    if (!seen || seen.rows === rows || (list.scrollOffset ?? 0) === 0) return
    const exact = rows.findIndex((r) => r.key === seen.key)
    // What was read has been folded: its head is where one goes on. What was only waited for has come, and is as long.
    const at = exact >= 0 || seen.key.endsWith(':waiting') ? exact : rows.findIndex((r) => r.path === seen.path)
    const start = at < 0 ? undefined : list.measurementsCache[at]?.start
    if (start === undefined) return
    const want = start + (exact >= 0 ? seen.below : 0)
    if (Math.abs(want - (list.scrollOffset ?? 0)) > 1) list.scrollToOffset(want)
  }, [rows])
  useLayoutEffect(() => {
    const top = list.scrollOffset ?? 0
    const item = list.getVirtualItems().find((i) => i.end > top)
    const row = item && rows[item.index]
    first.current = row ? { rows, key: row.key, path: row.path, below: top - item.start } : null
  })
}
