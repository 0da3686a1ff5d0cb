import { Alert, Button, Group, Select, Tabs } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import type { Commit } from '#contract/submissions.ts'
import { operations, useOp } from '#web/api/client.ts'
import type { Target } from '#web/ui/diff/code-list.tsx'
import type { Extra as AtLines, Range as Lines } from '#web/ui/diff/rows.ts'
import { useKeys } from '#web/ui/keys.ts'
import { useKept } from '#web/ui/kept.ts'
import { Panes, PaneToggle } from '#web/ui/panes.tsx'
import { Loaded } from '#web/ui/parts.tsx'
import type { Address, Going, View } from './submission-address.ts'
import { SubmissionCommits } from './submission-commits.tsx'
import type { Viewing } from './submission-diff.tsx'
import { SubmissionFile } from './submission-file.tsx'
import { SubmissionFinder } from './submission-finder.tsx'
import { type Range, useChanges, useListed } from './submission-listed.ts'
import type { Listed } from './submission-order.ts'
import { ReadingMenu } from './submission-reading.tsx'
import { SubmissionSearch } from './submission-search.tsx'
import { SubmissionTree } from './submission-tree.tsx'

// Asked for with this file, not when it is first drawn: most people begin with what changed.
const coming = import('./submission-diff.tsx')
const SubmissionDiff = lazy(() => coming.then((m) => ({ default: m.SubmissionDiff })))

/** Something of the page's own at lines of the sealed work, or of a file as one commit left it. */
export type Extra = AtLines & { commit: string | null }

/** Lines, and the commit whose change they were read in; null for the work as it was sealed. */
export type Picked = Lines & { commit: string | null }

export interface ReaderProps {
  id: string
  going: Going
  /** Things of the page's own at lines. */
  extras?: readonly Extra[]
  extra?: (id: string) => ReactNode
  onPick?: ((picked: Picked) => void) | undefined
  viewed?: Viewing | undefined
  /** Tabs of the page's own, after those of the code. */
  tabs?: readonly { value: View; label: ReactNode; panel: ReactNode }[]
  commitActs?: ((commit: Commit) => ReactNode) | undefined
  belowCommit?: ((commit: Commit) => ReactNode) | undefined
  /** The pane at the right. */
  aside?: { name: string; body: ReactNode } | undefined
}

/** A submission to be read: its files, what changed, when it came, and where something stands. */
export function SubmissionReader(props: ReaderProps) {
  const listed = useListed(props.id)
  return <Loaded of={listed}>{(files) => <Reader {...props} files={files} />}</Loaded>
}

export type ReaderInside = ReaderProps & { files: readonly Listed[] }

/** Three panes at once need this much; with less, the files begin folded. */
const hasRoom = () => window.innerWidth >= 1000

function Reader(props: ReaderInside) {
  const { going, files, viewed, aside } = props
  const [finding, setFinding] = useState(false)
  const [seen, setSeen] = useState('')
  const [folded, setFolded] = useKept<readonly string[]>('folded', hasRoom() ? [] : ['Files'])
  const toggle = (name: string) => setFolded(folded.includes(name) ? folded.filter((n) => n !== name) : [...folded, name])
  const { address } = going
  const current = (address.view === 'changes' && seen) || (address.file ?? (files[0]?.path ?? ''))
  const open = (path: string) => {
    const changed = files.find((f) => f.path === path)?.change !== 'unchanged'
    setSeen(changed ? path : '')
    going.open({ view: changed && address.view !== 'file' ? 'changes' : 'file', file: path, ...(changed ? { push: null, commit: null } : {}) })
  }
  useKeys(readerKeys({ ...props, current, open, find: () => setFinding(true), toggle }))
  return (
    <>
      <Panes
        name="submission"
        folded={folded}
        panes={[
          { name: 'Files', width: 230, min: 150, body: <SubmissionTree files={files} shown={current} onOpen={open} onFind={() => setFinding(true)} viewed={viewed?.paths} /> },
          { name: 'Code', min: 300, body: <Middle {...props} current={current} onSight={setSeen} left={<PaneToggle name="Files" side="left" keys="[" open={!folded.includes('Files')} onToggle={() => toggle('Files')} />} right={aside && <PaneToggle name={aside.name} side="right" keys="]" open={!folded.includes(aside.name)} onToggle={() => toggle(aside.name)} />} /> },
          ...(aside ? [{ ...aside, width: 330, min: 240 }] : []),
        ]}
      />
      <SubmissionFinder files={files} opened={finding} onClose={() => setFinding(false)} onOpen={open} />
    </>
  )
}

interface KeysOf extends ReaderInside {
  current: string
  open: (path: string) => void
  find: () => void
  toggle: (name: string) => void
}

function readerKeys({ files, viewed, aside, going, onPick, current, open, find, toggle }: KeysOf) {
  const changed = files.filter((f) => f.change !== 'unchanged')
  const walked = changed.length > 0 ? changed : files
  const step = (by: number) => {
    const next = walked[Math.min(Math.max(0, walked.findIndex((f) => f.path === current) + by), walked.length - 1)]
    if (next) open(next.path)
  }
  return [
    { key: 't', what: 'Find a file', run: find },
    { key: 'j', what: 'Next file', run: () => step(1) },
    { key: 'k', what: 'Previous file', run: () => step(-1) },
    ...(viewed ? [{ key: 'v', what: 'Viewed, or not: the file in sight', run: () => viewed.put(current, !viewed.paths.has(current)) }] : []),
    { key: 'w', what: 'The whole file, or what changed in it', run: () => going.open({ view: going.address.view === 'file' ? 'changes' : 'file', file: current }) },
    { key: '/', what: 'Search in all files', run: () => going.open({ view: 'search' }) },
    { key: '↑ ↓', what: 'In the code: from line to line; with Shift, choose several' },
    ...(onPick ? [{ key: 'c', what: 'In the code: comment on the chosen lines; Enter does the same' }, { key: 'mod+Enter', what: 'While writing a comment: add it; Esc gives up an empty one' }] : []),
    { key: '[', what: 'Hide or show the files', run: () => toggle('Files') },
    ...(aside ? [{ key: ']', what: `Hide or show ${aside.name.toLowerCase()}`, run: () => toggle(aside.name) }] : []),
  ]
}

const LABELS = { changes: 'Changes', file: 'File', commits: 'Commits', search: 'Search' } as const

/** The middle: what changed, a file, the commits, the search, and what the page adds. */
export function Middle(props: ReaderInside & { current: string; onSight: (path: string) => void; left?: ReactNode; right?: ReactNode }) {
  const { id, going, tabs = [], left, right } = props
  const { address } = going
  return (
    <Tabs className="middle" value={address.view} onChange={(v) => going.open({ view: ([...Object.keys(LABELS), ...tabs.map((t) => t.value)] as View[]).find((x) => x === v) ?? 'changes', file: v === 'file' || v === 'changes' ? props.current : address.file })} keepMounted={false}>
      <div className="middle-bar">
        {left}
        <Tabs.List className="middle-tabs">
          {Object.entries(LABELS).map(([value, label]) => <Tabs.Tab key={value} value={value}>{label}</Tabs.Tab>)}
          {tabs.map((t) => <Tabs.Tab key={t.value} value={t.value}>{t.label}</Tabs.Tab>)}
        </Tabs.List>
        {right}
      </div>
      <Tabs.Panel value="changes" className="middle-panel"><Changes {...props} /></Tabs.Panel>
      <Tabs.Panel value="file" className="middle-panel"><FileView {...props} /></Tabs.Panel>
      <Tabs.Panel value="commits" className="middle-panel scrolls"><SubmissionCommits id={id} onPush={(p) => going.open({ view: 'changes', file: null, push: p.seq, commit: null })} onCommit={(c) => going.open({ view: 'changes', file: null, push: null, commit: c.sha })} acts={props.commitActs} below={props.belowCommit} /></Tabs.Panel>
      <Tabs.Panel value="search" className="middle-panel scrolls"><SubmissionSearch id={id} onOpen={(path, line) => going.open({ view: 'file', file: path, line })} /></Tabs.Panel>
      {tabs.map((t) => <Tabs.Panel key={t.value} value={t.value} className="middle-panel scrolls">{t.panel}</Tabs.Panel>)}
    </Tabs>
  )
}

/** Where the address leads; the keyboard goes along once there is a line. */
function useTargetOf({ address, asked }: Going): Target | null {
  return useMemo(() => (address.file === null ? null : { path: address.file, side: address.side, line: address.line, end_line: address.end_line, focus: address.line > 0 }), [asked])
}

const noteOf = (lines: Lines): Partial<Address> => ({ file: lines.path, side: lines.side, line: lines.line, end_line: lines.end_line })

function FileView({ id, going, files, extras, extra, onPick, current }: ReaderInside & { current: string }) {
  const target = useTargetOf(going)
  const own = useMemo(() => extras?.filter((e) => e.commit === null) ?? NONE, [extras])
  const path = going.address.file ?? current
  const changed = files.find((f) => f.path === path)?.change
  return <SubmissionFile key={path} id={id} path={path} target={target?.path === path ? target : null} extras={own} extra={extra} onChoose={(lines) => going.note(noteOf(lines))} onPick={onPick && ((lines) => onPick({ ...lines, commit: null }))} acts={changed && changed !== 'unchanged' && changed !== 'deleted' ? <Button size="compact-xs" variant="default" onClick={() => going.open({ view: 'changes', file: path })}>What changed</Button> : null} />
}

function Changes(props: ReaderInside & { onSight: (path: string) => void }) {
  const { id, going, extras, onPick } = props
  const target = useTargetOf(going)
  const shown = useShown(id, going.address)
  const changes = useChanges(id, shown?.range ?? {}, shown !== undefined)
  const commit = shown?.commit ?? null
  // In what one push or commit changed, the numbers are others than in the work as it was sealed.
  const own = useMemo(() => extras?.filter((e) => e.commit === commit) ?? NONE, [extras, commit])
  return (
    <>
      <Group className="changes-bar" gap={8} wrap="nowrap" justify="space-between"><Since id={id} going={going} /><ReadingMenu of="changes" /></Group>
      {shown?.missing && <Alert color="orange" m="md">This push or commit is not among those of the submission. Choose another above.</Alert>}
      <Loaded of={changes}>{(items) => <Suspense fallback={null}><SubmissionDiff key={`${shown?.range.from}-${shown?.range.to}`} id={id} range={shown?.range ?? {}} changes={items} target={target} extras={own} extra={props.extra} viewed={props.viewed} onSight={props.onSight} onWhole={(path) => going.open({ view: 'file', file: path })} onChoose={(lines) => going.note(noteOf(lines))} onPick={onPick && ((lines) => onPick({ ...lines, commit }))} /></Suspense>}</Loaded>
    </>
  )
}

const NONE: readonly Extra[] = []

/** Between which two commits the address looks; undefined until it is known. */
function useShown(id: string, { push, commit }: Address): { range: Range; commit: string | null; missing?: boolean } | undefined {
  const pushes = useOp(operations.listSubmissionPushes, { params: { id } }, { fixed: true, enabled: push !== null })
  const commits = useOp(operations.listSubmissionCommits, { params: { id } }, { fixed: true, enabled: commit !== null })
  if (push === null && commit === null) return { range: {}, commit: null }
  if (!(push === null ? commits : pushes).data) return undefined
  const pushed = pushes.data?.items.find((p) => p.seq === push)
  if (pushed) return { range: { from: pushed.from, to: pushed.to }, commit: pushed.to }
  const made = commits.data?.items.find((c) => c.sha === commit)
  const parent = made?.parents[0]
  return made && parent ? { range: { from: parent, to: made.sha }, commit: made.sha } : { range: {}, commit: null, missing: true }
}

/** Since when: the starter, or one push, or one commit. */
function Since({ id, going }: { id: string; going: Going }) {
  const pushes = useOp(operations.listSubmissionPushes, { params: { id } }, { fixed: true })
  const commits = useOp(operations.listSubmissionCommits, { params: { id } }, { fixed: true })
  const { push, commit } = going.address
  const data = [
    { value: 'all', label: 'All changes since the starter' },
    { group: 'One push', items: (pushes.data?.items ?? []).map((p, i) => ({ value: `push ${p.seq}`, label: `Push ${i + 1}: ${p.subject}` })) },
    { group: 'One commit', items: (commits.data?.items ?? []).filter((c) => c.parents[0]).map((c) => ({ value: `commit ${c.sha}`, label: `${c.sha.slice(0, 7)} ${c.subject}` })) },
  ]
  const choose = (value: string | null) => {
    const [kind, which = ''] = (value ?? '').split(' ')
    going.open({ view: 'changes', file: null, push: kind === 'push' ? Number(which) : null, commit: kind === 'commit' ? which : null })
  }
  return <Select size="xs" aria-label="Which changes" allowDeselect={false} data={data} value={push !== null ? `push ${push}` : commit ? `commit ${commit}` : 'all'} onChange={choose} style={{ flex: '1 1 0', minWidth: 120, maxWidth: 340 }} comboboxProps={{ width: 340, position: 'bottom-start' }} />
}
