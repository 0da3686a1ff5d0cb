import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import './choices.css'
import { parsePatch } from './diff/patch.ts'
import { rowsOf } from './diff/rows.ts'

const CodeList = lazy(() => import('./diff/code-list.tsx').then((m) => ({ default: m.CodeList })))

/** About the height of a line, so that a small change takes little room. */
const LINE = 22

/** What changed in one file. */
export function OnePatch({ path, patch }: { path: string; patch: string }) {
  const rows = useMemo(() => rowsOf([{ path, blocks: parsePatch(patch), expected: 0, folded: false }], 'unified', []), [path, patch])
  return (
    <Suspense fallback={<Skeleton h={240} role="status" aria-label="Loading the changes" />}>
      <div className="one-patch" style={{ height: `min(60dvh, ${rows.length * LINE + 2 * LINE}px)` }}><CodeList key={path} label={`Changes of ${path}`} rows={rows} layout="unified" wrap={false} tab={2} target={null} /></div>
    </Suspense>
  )
}
