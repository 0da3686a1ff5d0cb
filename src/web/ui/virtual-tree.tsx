import { useVirtualizer } from '@tanstack/react-virtual'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface TreeNode {
  key: string
  /** 1 at the top. */
  level: number
  name: ReactNode
  /** What stands at the right: a sign, a number. */
  mark?: ReactNode
  /** Whether it is open; nothing for what has nothing below it. */
  open?: boolean
  strong?: boolean
  quiet?: boolean
}

interface TreeProps {
  label: string
  nodes: readonly TreeNode[]
  shown: string
  onOpen: (key: string) => void
  onToggle: (key: string) => void
}

const HEIGHT = 28

/** A tree of any size, walked by arrows: right opens, left closes, Enter takes. */
export function VirtualTree({ label, nodes, shown, onOpen, onToggle }: TreeProps) {
  const frame = useRef<HTMLDivElement>(null)
  const prefix = useId()
  const [at, setAt] = useState(shown)
  const list = useVirtualizer({ count: nodes.length, getScrollElement: () => frame.current, estimateSize: () => HEIGHT, getItemKey: (i) => nodes[i]?.key ?? i, overscan: 12 })
  const index = Math.max(0, nodes.findIndex((n) => n.key === at))
  useEffect(() => {
    setAt(shown)
    const i = nodes.findIndex((n) => n.key === shown)
    if (i >= 0) list.scrollToIndex(i, { align: 'auto' })
  }, [shown])
  const go = (to: number) => {
    const i = Math.min(Math.max(0, to), nodes.length - 1)
    setAt(nodes[i]?.key ?? '')
    list.scrollToIndex(i, { align: 'auto' })
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const act = keyIn(nodes, index, e.key, { go, onOpen, onToggle })
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return
    e.preventDefault()
    act()
  }
  const onClick = (e: MouseEvent) => {
    const i = (e.target as Element).closest('.vtree-item')?.getAttribute('data-i')
    const n = i ? nodes[Number(i)] : undefined
    if (!n) return
    setAt(n.key)
    if (n.open === undefined) onOpen(n.key)
    else onToggle(n.key)
  }
  return (
    <div ref={frame} className="vtree" role="tree" tabIndex={0} aria-label={label} aria-activedescendant={`${prefix}${index}`} onKeyDown={onKeyDown} onClick={onClick}>
      <div role="presentation" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((item) => {
          const n = nodes[item.index]
          return n && <Item key={item.key} id={`${prefix}${item.index}`} i={item.index} n={n} start={item.start} active={item.index === index} shown={n.key === shown} />
        })}
      </div>
    </div>
  )
}

interface Acts {
  go: (to: number) => void
  onOpen: (key: string) => void
  onToggle: (key: string) => void
}

function keyIn(nodes: readonly TreeNode[], index: number, key: string, { go, onOpen, onToggle }: Acts): (() => void) | undefined {
  const n = nodes[index]
  if (!n) return undefined
  const above = () => go(nodes.findLastIndex((x, i) => i < index && x.level < n.level))
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(index + 1),
    ArrowUp: () => go(index - 1),
    Home: () => go(0),
    End: () => go(nodes.length - 1),
    Enter: () => (n.open === undefined ? onOpen(n.key) : onToggle(n.key)),
    ArrowRight: () => (n.open === false ? onToggle(n.key) : go(index + Number(n.open === true))),
    ArrowLeft: () => (n.open === true ? onToggle(n.key) : above()),
  }
  return keys[key]
}

interface ItemProps {
  id: string
  i: number
  n: TreeNode
  start: number
  active: boolean
  shown: boolean
}

function Item({ id, i, n, start, active, shown }: ItemProps) {
  const Chevron = n.open ? IconChevronDown : IconChevronRight
  return (
    <div id={id} data-i={i} role="treeitem" aria-level={n.level} aria-expanded={n.open} aria-selected={shown} data-active={active || undefined} data-quiet={n.quiet || undefined} data-strong={n.strong || undefined} className="vtree-item" style={{ transform: `translateY(${start}px)`, paddingLeft: (n.level - 1) * 12 + 6 }}>
      {n.open === undefined ? <span className="vtree-leaf" /> : <Chevron size={14} aria-hidden />}
      <span className="vtree-name">{n.name}</span>
      {n.mark !== undefined && <span className="vtree-mark">{n.mark}</span>}
    </div>
  )
}
