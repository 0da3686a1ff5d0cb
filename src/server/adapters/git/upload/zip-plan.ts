/** What of a zip becomes a file, and under which name. Pure. */
import { megabytes, shown, TREE_LIMITS } from '../tree-rules.ts'

/** One line of a zip's table of contents. */
export interface ZipLine {
  name: string
  /** As declared; held to when it is unpacked. */
  size: number
  kind: 'file' | 'folder' | 'symlink' | 'special'
  /** Whether it can be run; undefined where the zip does not know, as on Windows. */
  runnable: boolean | undefined
  /** A password, or a way of packing that is not everybody's. */
  closed: 'no' | 'encrypted' | 'unknown'
}

export interface PlannedFile<L extends ZipLine = ZipLine> {
  line: L
  path: string
}

export interface ZipPlan<L extends ZipLine = ZipLine> {
  files: PlannedFile<L>[]
  leftOut: string[]
  /** Sentences; when there are any, nothing of the zip is taken. */
  problems: string[]
}

/** Never part of the work, and in nearly every zip made by hand. */
const LEFT_OUT = new Set(['.git', 'node_modules', '__macosx', '.ds_store', 'thumbs.db'])
const MOST_NAMED = 20

/** @param existing the top folders of what is there now: a zip of one of those alone has no folder around it */
export function planZip<L extends ZipLine>(lines: readonly L[], existing: ReadonlySet<string>): ZipPlan<L> {
  const leftOut = new Set<string>()
  const kept = lines.flatMap((line): PlannedFile<L>[] => {
    const parts = line.name.split('/').filter((part) => part !== '' && part !== '.')
    const at = parts.findIndex((part) => LEFT_OUT.has(part.toLowerCase()))
    if (at >= 0) leftOut.add(parts.slice(0, at + 1).join('/'))
    return at >= 0 || parts.length === 0 || line.kind === 'folder' ? [] : [{ line, path: parts.join('/') }]
  })
  const folder = aroundAll(kept, existing)
  const files = kept.map((f) => ({ ...f, path: f.path.slice(folder.length) }))
  const named = [...leftOut].map((name) => shown(name.startsWith(folder) ? name.slice(folder.length) : name))
  return { files, leftOut: [...new Set(named)].slice(0, MOST_NAMED), problems: problemsOf(files) }
}

/** The one folder everything is in, with its slash; empty where there is none. */
function aroundAll(files: readonly PlannedFile[], existing: ReadonlySet<string>): string {
  const first = files[0]?.path.split('/', 1)[0] ?? ''
  const around = files.every(({ path }) => path.startsWith(`${first}/`))
  return first && around && !existing.has(first) ? `${first}/` : ''
}

function problemsOf(files: readonly PlannedFile[]): string[] {
  if (files.length === 0) return ['There are no files in this zip.']
  if (files.length > TREE_LIMITS.files) return [`There are more than ${TREE_LIMITS.files.toLocaleString('en')} files in this zip. Leave out dependencies and build output.`]
  const own = files.flatMap(({ line, path }) => fileProblem(line, shown(path)))
  const total = files.reduce((sum, { line }) => sum + line.size, 0)
  const much = total > TREE_LIMITS.addedBytes ? [`It unpacks to ${megabytes(total)}; one upload may bring ${megabytes(TREE_LIMITS.addedBytes)}. Leave out data, media and build output.`] : []
  return [...own, ...clashes(files), ...much].slice(0, 5)
}

function fileProblem(line: ZipLine, name: string): string[] {
  if (line.kind === 'symlink') return [`${name} is a symbolic link. Put the file itself into the zip.`]
  if (line.kind === 'special') return [`${name} is neither a file nor a folder. Leave it out.`]
  if (line.closed === 'encrypted') return [`${name} is locked with a password. Make the zip without one.`]
  if (line.closed === 'unknown') return [`${name} is packed in a way we can't read. Make an ordinary zip.`]
  if (/[\x00-\x1f\x7f\ufffd]/.test(line.name)) return [`${name} has a control character in its name. Rename it.`]
  return line.size > TREE_LIMITS.fileBytes ? [`${name} is ${megabytes(line.size)}; one file may have ${megabytes(TREE_LIMITS.fileBytes)}. Leave it out.`] : []
}

/** Two of the same name, or a file where a folder is: which of them was meant, nobody could say. */
function clashes(files: readonly PlannedFile[]): string[] {
  const seen = new Set<string>()
  const twice = new Set(files.map(({ path }) => path).filter((path) => seen.size === seen.add(path).size))
  const folders = new Set(files.flatMap(({ path }) => parentsOf(path)))
  const both = [...seen].filter((path) => folders.has(path))
  return [...[...twice].map((path) => `${shown(path)} is in the zip twice.`), ...both.map((path) => `${shown(path)} is both a file and a folder in this zip.`)]
}

function parentsOf(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, n) => parts.slice(0, n + 1).join('/'))
}
