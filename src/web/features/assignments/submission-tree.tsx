import { ActionIcon, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Marked } from '#web/ui/hidden.tsx'
import { useKept } from '#web/ui/kept.ts'
import { type TreeNode, VirtualTree } from '#web/ui/virtual-tree.tsx'
import { type Listed, type TreeRow, treeRows } from './submission-order.ts'

interface TreeProps {
  files: readonly Listed[]
  shown: string
  onOpen: (path: string) => void
  onFind: () => void
  /** Files somebody has ticked off, if that is kept here. */
  viewed?: ReadonlySet<string> | undefined
}

/** The files of a submission: what changed, or all; code, tests and docs apart; narrowed by a part of their names. */
export function SubmissionTree({ files, shown, onOpen, onFind, viewed }: TreeProps) {
  const changed = useMemo(() => files.filter((f) => f.change !== 'unchanged'), [files])
  const [kept, setWhich] = useKept<'changed' | 'all'>('tree', 'changed')
  const which = changed.length === 0 ? 'all' : kept
  const [part, setPart] = useState('')
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const wanted = useMemo(() => (which === 'changed' ? changed : files).filter((f) => f.path.toLowerCase().includes(part.toLowerCase())), [which, changed, files, part])
  const rows = useMemo(() => treeRows(wanted, part ? new Set() : closed), [wanted, closed, part])
  const nodes = useMemo(() => rows.map((r) => nodeOf(r, viewed)), [rows, viewed])
  const toggle = (key: string) => setClosed((was) => new Set(was.has(key) ? [...was].filter((k) => k !== key) : [...was, key]))
  return (
    <div className="tree-pane">
      <Group gap={6} wrap="nowrap" p={8} pb={4}>
        <TextInput size="xs" aria-label="Filter files" placeholder="Filter files" value={part} onChange={(e) => setPart(e.currentTarget.value)} style={{ flex: 1, minWidth: 0 }} />
        <ActionIcon variant="default" size={30} aria-label="Find a file" title="Find a file (T)" onClick={onFind}><IconSearch size={16} aria-hidden /></ActionIcon>
      </Group>
      {changed.length > 0 && changed.length < files.length && <SegmentedControl size="xs" mx={8} mb={4} aria-label="Which files" data={[{ value: 'changed', label: `Changed ${changed.length}` }, { value: 'all', label: `All ${files.length}` }]} value={which} onChange={(v) => setWhich(v === 'all' ? 'all' : 'changed')} />}
      {viewed && <Text size="xs" c="dimmed" px={12} pb={4} role="status">{viewedOf(changed, viewed)}/{changed.length} viewed</Text>}
      {wanted.length === 0 ? <Text size="sm" c="dimmed" p="sm">{files.length === 0 ? 'There are no files.' : `No file has “${part}” in its name.`}</Text> : <VirtualTree label="Files" nodes={nodes} shown={shown} onOpen={onOpen} onToggle={toggle} />}
    </div>
  )
}

const viewedOf = (changed: readonly Listed[], viewed: ReadonlySet<string>) => changed.filter((f) => viewed.has(f.path)).length

const SIGNS: Record<Listed['change'], readonly [sign: string, word: string]> = { added: ['A', 'added'], modified: ['M', 'modified'], deleted: ['D', 'deleted'], renamed: ['R', 'renamed'], retyped: ['T', 'of another kind'], unchanged: ['', ''] }

function nodeOf(r: TreeRow, viewed: ReadonlySet<string> | undefined): TreeNode {
  if (r.kind !== 'file') return { key: r.key, level: r.level, name: <Marked text={r.name} />, ...(r.kind === 'group' ? { strong: true, mark: r.files } : {}), open: r.open }
  const { change, path } = r.file
  const [sign, word] = SIGNS[change]
  const ticked = viewed?.has(path) ?? false
  return { key: path, level: r.level, name: <Marked text={r.name} />, quiet: ticked || change === 'unchanged', mark: (word || ticked) && <>{ticked && <span title="viewed">✓<span className="dl-said"> viewed</span></span>}{sign && <span className={`sign ${change}`} title={word}>{sign}<span className="dl-said"> {word}</span></span>}</> }
}
