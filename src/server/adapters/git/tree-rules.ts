/** What may be in a pushed tree, and how to put it right. Pure. */
import type { TreeEntry } from './port.ts'

export const TREE_LIMITS = {
  /** More is dependencies or build output, and no reviewer reads it. */
  files: 20_000,
  pathBytes: 255,
  depth: 32,
  fileBytes: 20 * 1024 * 1024,
  /** Of everything one push adds, unpacked. */
  addedBytes: 100 * 1024 * 1024,
}

/** The reasons to refuse a tree, each a sentence that tells the candidate what to do. At most five. */
export function treeProblems(entries: TreeEntry[]): string[] {
  if (entries.length > TREE_LIMITS.files) return [tooManyFiles()]
  return entries.flatMap(entryProblem).slice(0, 5)
}

export function tooManyFiles(): string {
  return (
    `There are more than ${TREE_LIMITS.files.toLocaleString('en')} files in it. Dependencies and build output are not ` +
    'needed: list their folders in .gitignore, run "git rm -r --cached <folder>", commit and push again.'
  )
}

export function tooLarge(name: string, size: number): string {
  return (
    `${name} is ${megabytes(size)}; one file may have ${megabytes(TREE_LIMITS.fileBytes)}. ` +
    'Take it out of the commits ("git rm --cached <file>", then "git commit --amend"; "git rebase -i" if it came in ' +
    'earlier) and push again.'
  )
}

export function tooMuch(size: number): string {
  return (
    `It unpacks to ${megabytes(size)} of new content; one push may add ${megabytes(TREE_LIMITS.addedBytes)}. ` +
    'Leave out data, media and build output, or push in smaller steps.'
  )
}

export function megabytes(bytes: number): string {
  return `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MB`
}

/** Names are written by strangers and printed on a terminal. */
export function shown(name: string): string {
  const text = name.replace(/[^\x20-\x7e\u00a1-\u167f\u1e00-\u1fff\u3040-\ud7ff]/g, '?')
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

function entryProblem(entry: TreeEntry): string[] {
  const name = shown(entry.path)
  if (entry.type === 'submodule') return [submodule(name)]
  // \ufffd: not UTF-8, so that no page could show the file under its name.
  if (/[\x00-\x1f\x7f\ufffd]/.test(entry.path)) return [`${name} has a control character in its name. Rename it.`]
  if (Buffer.byteLength(entry.path) > TREE_LIMITS.pathBytes) {
    return [`${name} is a path of more than ${TREE_LIMITS.pathBytes} bytes. Use shorter names.`]
  }
  if (entry.path.split('/').length > TREE_LIMITS.depth) {
    return [`${name} is more than ${TREE_LIMITS.depth} folders deep. Move it up.`]
  }
  return entry.size > TREE_LIMITS.fileBytes ? [tooLarge(name, entry.size)] : []
}

function submodule(name: string): string {
  return (
    `${name} is a submodule (a repository in a repository); its files would not reach us. Put the files in: ` +
    `"git rm --cached ${name}", delete ${name}/.git, "git add ${name}", commit and push again.`
  )
}
