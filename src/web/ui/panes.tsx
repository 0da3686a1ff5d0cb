import { ActionIcon } from '@mantine/core'
import { type UseSplitterPanel, useSplitter } from '@mantine/hooks'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import { useKept } from './kept.ts'

export interface Pane {
  name: string
  body: ReactNode
  /** Wide at first, and no narrower than. The one without takes what is left. */
  width?: number
  min: number
}

interface PanesProps {
  /** Under this name their widths are kept. */
  name: string
  panes: readonly Pane[]
  folded: readonly string[]
}

type Sizes = Record<string, number>

/** Panes side by side, as wide as somebody pulled them; those that are folded are gone. */
export function Panes({ name, panes, folded }: PanesProps) {
  const open = panes.filter((p) => !folded.includes(p.name))
  // Another set of panes is another row of them.
  return open.length > 1 ? <Row key={open.map((p) => p.name).join()} name={name} panes={open} /> : <div className="panes">{open.map((p) => <section key={p.name} className="pane" aria-label={p.name} style={{ flex: 1 }}>{p.body}</section>)}</div>
}

function Row({ name, panes }: { name: string; panes: readonly Pane[] }) {
  const [kept, keep] = useKept<Sizes>(`panes:${name}`, {})
  const panels = panes.map((p): UseSplitterPanel => (p.width === undefined ? { defaultSize: 100, min: `${p.min}px` } : { defaultSize: `${kept[p.name] ?? p.width}px`, min: `${p.min}px`, max: '640px' }))
  const save = (sizes: readonly unknown[]) => keep({ ...kept, ...Object.fromEntries(panes.flatMap((p, i) => (p.width === undefined ? [] : [[p.name, Math.round(Number.parseFloat(String(sizes[i])))]]))) })
  const split = useSplitter({ panels, step: '16px', shiftStep: '64px', onResizeEnd: (_, sizes) => save(sizes), onSizeChange: (sizes) => save(sizes), resetOnDoubleClick: true })
  return (
    <div className="panes" ref={split.ref}>
      {panes.map((p, i) => (
        <Fragment key={p.name}>
          {i > 0 && <div className="pane-edge" {...split.getHandleProps({ index: i - 1 })} aria-label={`Width of ${panes[i - 1]?.width === undefined ? p.name : panes[i - 1]?.name}`} />}
          <section className="pane" aria-label={p.name} style={p.width === undefined ? { flex: '1 1 0' } : { flex: `0 0 ${widthOf(split.sizes[i])}` }}>{p.body}</section>
        </Fragment>
      ))}
    </div>
  )
}

const widthOf = (size: unknown) => (typeof size === 'number' ? `${size}%` : String(size ?? '240px'))

/** Folds a pane away, or brings it back. */
export function PaneToggle({ name, side, open, onToggle, keys }: { name: string; side: 'left' | 'right'; open: boolean; onToggle: () => void; keys: string }) {
  const Icon = side === 'left' ? (open ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand) : open ? IconLayoutSidebarRightCollapse : IconLayoutSidebarRightExpand
  return <ActionIcon variant="default" size="md" aria-label={`${name} pane`} aria-pressed={open} title={`${open ? 'Hide' : 'Show'} ${name} (${keys})`} onClick={onToggle}><Icon size={18} stroke={1.6} aria-hidden /></ActionIcon>
}
