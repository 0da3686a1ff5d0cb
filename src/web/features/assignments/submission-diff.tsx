import { Text } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Change, SubmissionDiff } from '#contract/submissions.ts'
import { asking, operations } from '#web/api/client.ts'
import { CodeList, type Target } from '#web/ui/diff/code-list.tsx'
import { type Block, filled, parsePatch } from '#web/ui/diff/patch.ts'
import { type Extra, type Range as Lines, rowsOf, type Section } from '#web/ui/diff/rows.ts'
import { DiffHead } from './submission-diff-head.tsx'
import type { Range } from './submission-listed.ts'
import { isGenerated } from './submission-order.ts'
import { useReading } from './submission-reading.tsx'

export interface Viewing {
  paths: ReadonlySet<string>
  put: (path: string, viewed: boolean) => void
}

export interface DiffProps {
  id: string
  /** Between which commits; nothing for the starter and what was sealed. */
  range: Range
  changes: readonly Change[]
  target: Target | null
  extras: readonly Extra[]
  extra?: ((id: string) => ReactNode) | undefined
  viewed?: Viewing | undefined
  onPick?: ((lines: Lines) => void) | undefined
  onChoose?: (lines: Lines) => void
  onSight: (path: string) => void
  onWhole: (path: string) => void
}

/** More lines than anybody reads in one file: said, folded, and a click away. */
const LARGE = 10_000

/** All that changed, one file after another in one scroll. A file's patch is asked for when it comes into sight. */
export function SubmissionDiff(props: DiffProps) {
  const { id, range, changes, extras, viewed } = props
  const [reading] = useReading()
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set())
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const folded = (c: Change) => turned.get(c.path) ?? (viewed?.paths.has(c.path) || isFolded(c))
  const load = changes.filter((c) => wanted.has(c.path) && !folded(c))
  const patches = usePatches(id, range, load, reading.ignore)
  const texts = useTexts(id, range, changes.filter((c) => expanded.has(c.path)))
  const foldedKey = changes.map((c) => (folded(c) ? 1 : 0)).join('')
  const sections = useMemo(() => changes.map((c) => sectionOf(c, folded(c), patches.get(c.path), texts.get(c.path))), [changes, foldedKey, patches, texts])
  const rows = useMemo(() => rowsOf(sections, reading.split ? 'split' : 'unified', extras), [sections, reading.split, extras])
  const byPath = useMemo(() => new Map(changes.map((c) => [c.path, c])), [changes])
  const onSight = (paths: readonly string[]) => {
    props.onSight(paths[0] ?? '')
    clearTimeout(timer.current)
    // Files that only fly past are not asked for.
    timer.current = setTimeout(() => setWanted((was) => (paths.every((p) => was.has(p)) ? was : new Set([...was, ...paths]))), wanted.size === 0 ? 0 : 90)
  }
  const turn = (path: string, fold: boolean) => setTurned((was) => new Map([...was, [path, fold]]))
  const head = (path: string) => {
    const change = byPath.get(path)
    if (!change) return path
    return <DiffHead change={change} folded={folded(change)} expanded={expanded.has(path)} viewed={viewed && { is: viewed.paths.has(path), put: (is) => { turn(path, is); viewed.put(path, is) } }} onFold={(fold) => turn(path, fold)} onExpand={() => setExpanded((was) => new Set([...was, path]))} onWhole={() => props.onWhole(path)} onRemark={props.onPick && (() => props.onPick?.({ path, side: change.status === 'deleted' ? 'old' : 'new', line: 0, end_line: 0 }))} />
  }
  if (changes.length === 0) return <Text c="dimmed" p="md">Nothing changed here.</Text>
  return <CodeList label="Changes" rows={rows} layout={reading.split ? 'split' : 'unified'} wrap={reading.wrap} tab={reading.tab} target={props.target} head={head} extra={(x) => props.extra?.(x)} onSight={onSight} {...(props.onPick ? { onPick: props.onPick } : {})} {...(props.onChoose ? { onChoose: props.onChoose } : {})} />
}

const isFolded = (c: Change) => isGenerated(c.path) || (c.additions ?? 0) + (c.deletions ?? 0) > LARGE

interface Patch {
  blocks: Block[] | null
  says: string | undefined
}

/** The patches of some files, as far as they have come; the same map until another has. */
function usePatches(id: string, range: Range, wanted: readonly Change[], ignore: boolean): ReadonlyMap<string, Patch> {
  const answers = useQueries({ queries: wanted.map((c) => asking(operations.getSubmissionDiff, { params: { id }, query: { ...range, path: c.path, whitespace: ignore ? 'ignore' : 'show' } }, { fixed: true })) })
  const come = wanted.map((c, i) => `${c.path}\0${answers[i]?.data ? 'here' : (answers[i]?.error?.message ?? '')}`).join('\n')
  return useMemo(() => new Map(wanted.map((c, i) => [c.path, patchOf(c, answers[i])])), [come, id, range.from, range.to, ignore])
}

function patchOf(c: Change, answer: { data: SubmissionDiff | undefined; error: Error | null } | undefined): Patch {
  return answer?.data ? read(c, answer.data) : { blocks: null, says: answer?.error?.message }
}

const parsed = new WeakMap<object, Patch>()

function read(c: Change, diff: { patch: string; truncated: boolean }): Patch {
  const had = parsed.get(diff)
  if (had) return had
  const blocks = parsePatch(diff.patch)
  const made: Patch = { blocks, says: blocks.length > 0 ? undefined : emptyBecause(c) }
  if (diff.truncated) blocks.push({ title: 'The changes go on; only their beginning is shown. Save the file to see all.', lines: [] })
  parsed.set(diff, made)
  return made
}

function emptyBecause(c: Change): string {
  if (c.additions === null) return 'This is not text. It can be saved from its own page, and is never opened here.'
  if (c.status === 'renamed') return 'Only its name changed.'
  return (c.additions ?? 0) + (c.deletions ?? 0) === 0 ? 'It has no lines.' : 'Nothing but white space changed.'
}

function useTexts(id: string, range: Range, wanted: readonly Change[]): ReadonlyMap<string, string> {
  const answers = useQueries({ queries: wanted.map((c) => asking(operations.getSubmissionFile, { params: { id }, query: { path: c.path, ...(range.to ? { commit: range.to } : {}) } }, { fixed: true })) })
  const come = wanted.map((c, i) => `${c.path}\0${answers[i]?.data ? 'here' : ''}`).join('\n')
  return useMemo(() => new Map(wanted.flatMap((c, i) => (answers[i]?.data?.text ? [[c.path, answers[i].data.text] as const] : []))), [come, id, range.to])
}

const full = new WeakMap<readonly Block[], Block[]>()

function sectionOf(c: Change, folded: boolean, patch: Patch | undefined, text: string | undefined): Section {
  const blocks = patch?.blocks ?? null
  const shown = blocks && text !== undefined ? (full.get(blocks) ?? keep(blocks, filled(blocks, text))) : blocks
  return { path: c.path, blocks: shown, expected: Math.min((c.additions ?? 0) + (c.deletions ?? 0) + 6, 4_000), folded, ...(patch?.says === undefined ? {} : { says: patch.says }) }
}

function keep(of: readonly Block[], made: Block[]): Block[] {
  full.set(of, made)
  return made
}
