import { ActionIcon, Badge, Button, Checkbox, Menu } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconDots } from '@tabler/icons-react'
import type { Change } from '#contract/submissions.ts'
import { Marked } from '#web/ui/hidden.tsx'
import { isGenerated } from './submission-order.ts'

interface HeadProps {
  change: Change
  folded: boolean
  expanded: boolean
  viewed: { is: boolean; put: (is: boolean) => void } | undefined
  onFold: (fold: boolean) => void
  onExpand: () => void
  onWhole: () => void
  onRemark: (() => void) | undefined
}

/** What a file of the changes is called, how much changed, and what can be done with it. */
export function DiffHead({ change: c, folded, viewed, ...on }: HeadProps) {
  const Chevron = folded ? IconChevronRight : IconChevronDown
  return (
    <div className="diff-head">
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={`${folded ? 'Unfold' : 'Fold'} ${c.path}`} aria-expanded={!folded} onClick={() => on.onFold(!folded)}><Chevron size={16} aria-hidden /></ActionIcon>
      <span className="diff-name">{c.old_path && c.old_path !== c.path && <><Marked text={c.old_path} /> → </>}<Marked text={c.path} /></span>
      {c.status !== 'modified' && <Badge size="xs" variant="light" color={c.status === 'deleted' ? 'red' : c.status === 'added' ? 'green' : 'blue'}>{c.status}</Badge>}
      {isGenerated(c.path) && <Badge size="xs" variant="light" color="gray">generated</Badge>}
      <Sums c={c} />
      <span className="diff-acts">
        {viewed && <Checkbox size="xs" label="Viewed" aria-label={`Viewed ${c.path}`} checked={viewed.is} onChange={(e) => viewed.put(e.currentTarget.checked)} />}
        <HeadMenu c={c} {...on} />
      </span>
    </div>
  )
}

function Sums({ c }: { c: Change }) {
  if (c.additions === null) return <span className="small">not text</span>
  return <span className="small sums"><span className="plus">+{c.additions}</span> <span className="minus">−{c.deletions}</span></span>
}

function HeadMenu({ c, expanded, onExpand, onWhole, onRemark }: Omit<HeadProps, 'change' | 'folded' | 'viewed' | 'onFold'> & { c: Change }) {
  const there = c.status !== 'deleted'
  if (!there && !onRemark) return null
  return (
    <>
      {onRemark && <Button size="compact-xs" variant="default" visibleFrom="md" onClick={onRemark} aria-label={`Comment on ${c.path}`}>Comment</Button>}
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" color="gray" size={24} aria-label={`More for ${c.path}`}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {there && <Menu.Item onClick={onWhole}>Show the whole file</Menu.Item>}
          {c.status === 'modified' && !expanded && <Menu.Item onClick={onExpand}>Show the lines between the changes</Menu.Item>}
          {onRemark && <Menu.Item onClick={onRemark}>Comment on the file</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
