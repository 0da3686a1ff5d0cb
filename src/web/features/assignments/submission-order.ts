import type { Change } from '#contract/submissions.ts'

export type ChangeKind = Change['status'] | 'unchanged'

/** A file as it is listed, whether it changed, is as it was in the starter, or went. */
export interface Listed {
  path: string
  change: ChangeKind
  additions: number | null
  deletions: number | null
}

export const GROUPS = ['code', 'tests', 'docs'] as const
export type FileGroup = (typeof GROUPS)[number]
export const GROUP_NAMES: Record<FileGroup, string> = { code: 'Code', tests: 'Tests', docs: 'Docs' }

const TESTS = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress)\/|[._-](?:test|spec)s?\.[a-z]+$|(?:^|\/)test_[^/]+\.py$|Tests?\.(?:java|kt|cs)$/i
const DOCS = /(?:^|\/)docs?\/|\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)(?:licen[cs]e|readme|notes|changelog|authors)[^/]*$/i
const GENERATED = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|cargo\.lock|go\.sum|composer\.lock|gemfile\.lock)$|\.min\.(?:js|css)$|(?:^|\/)(?:dist|build|node_modules|vendor|__snapshots__)\//i

export function groupOf(path: string): FileGroup {
  return TESTS.test(path) ? 'tests' : DOCS.test(path) ? 'docs' : 'code'
}

/** Made by a tool, by its name: said, folded, and a click away. */
export const isGenerated = (path: string) => GENERATED.test(path)

/** Code first, then tests, then docs; within them by path, as the tree shows them. */
export function inReadingOrder<F extends { path: string }>(files: readonly F[]): F[] {
  return placed(files).map((p) => p.file)
}

interface Placed<F> {
  file: F
  group: FileGroup
  parts: string[]
  lower: string[]
}

/** The files in their order. What they are compared by is worked out once each, of thousands. */
function placed<F extends { path: string }>(files: readonly F[]): Placed<F>[] {
  const all = files.map((file) => ({ file, group: groupOf(file.path), parts: file.path.split('/'), lower: file.path.toLowerCase().split('/') }))
  return all.sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || compareParts(a, b))
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

/** A folder's files come after its folders, as a tree lists them. */
function compareParts<F>({ parts: x, lower: p }: Placed<F>, { parts: y, lower: q }: Placed<F>): number {
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] === y[i]) continue
    const folders = Number(i === x.length - 1) - Number(i === y.length - 1)
    return folders || compare(p[i] ?? '', q[i] ?? '') || compare(x[i] ?? '', y[i] ?? '')
  }
  return x.length - y.length
}

export type TreeRow =
  | { kind: 'group'; key: string; level: 1; name: string; files: number; open: boolean }
  | { kind: 'folder'; key: string; level: number; name: string; open: boolean }
  | { kind: 'file'; key: string; level: number; name: string; file: Listed }

/** The rows of the tree: groups, folders (those with one way only are joined), files. `closed` holds keys of what is folded. */
export function treeRows(files: readonly Listed[], closed: ReadonlySet<string>): TreeRow[] {
  const all = placed(files)
  return GROUPS.flatMap((group) => {
    const own = all.filter((p) => p.group === group).map((p) => p.file)
    if (own.length === 0) return []
    const open = !closed.has(group)
    const head: TreeRow = { kind: 'group', key: group, level: 1, name: GROUP_NAMES[group], files: own.length, open }
    return [head, ...(open ? folderRows(own, '', 2, group, closed) : [])]
  })
}

function folderRows(files: readonly Listed[], prefix: string, level: number, group: string, closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  for (let i = 0; i < files.length; i++) {
    const path = files[i]?.path ?? ''
    const cut = path.indexOf('/', prefix.length)
    if (cut < 0) {
      const file = files[i]
      if (file) rows.push({ kind: 'file', key: path, level, name: path.slice(prefix.length), file })
      continue
    }
    const within = beginning(files, i, path.slice(0, cut + 1))
    const folder = joined(within, path.slice(0, cut + 1))
    const key = `${group}:${folder}`
    const open = !closed.has(key)
    rows.push({ kind: 'folder', key, level, name: folder.slice(prefix.length, -1), open })
    if (open) rows.push(...folderRows(within, folder, level + 1, group, closed))
    i += within.length - 1
  }
  return rows
}

/** Those of one folder stand together. */
function beginning(files: readonly Listed[], from: number, folder: string): Listed[] {
  let to = from
  while (files[to]?.path.startsWith(folder)) to++
  return files.slice(from, to)
}

/** As deep as there is only one way to go. */
function joined(files: readonly Listed[], folder: string): string {
  const first = files[0]?.path ?? ''
  const cut = first.indexOf('/', folder.length)
  const deeper = first.slice(0, cut + 1)
  return cut >= 0 && files.every((f) => f.path.startsWith(deeper)) ? joined(files, deeper) : folder
}
