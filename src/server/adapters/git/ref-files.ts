/**
 * Reading refs from git's own files, for answers that need no process. Read at once and not in turns with others: the files
 * are tiny and nearly always in memory, where the way to another thread and back costs ten times the reading.
 */
import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { HIDDEN_REFS } from './layout.ts'

export interface Ref {
  name: string
  sha: string
  /** What an annotated tag points at, where the packed file says so. */
  peeled?: string
  packed: boolean
}

const SHA = /^[0-9a-f]{40}$/

/** Every visible ref in git's order, or undefined where the files hold more than plain refs and git must be asked. */
export function visibleRefs(repo: string): Ref[] | undefined {
  // Loose before packed: packing writes its file before it removes the loose ones, so that none is missed.
  const loose = looseIn(repo, 'refs')
  const packed = packedRefs(repo)
  const byName = new Map([...packed, ...loose].map((ref) => [ref.name, ref]))
  const refs = [...byName.values()].filter(({ name }) => !name.startsWith(`${HIDDEN_REFS}/`))
  if (refs.some(({ sha }) => !SHA.test(sha))) return undefined
  return refs.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}

/** What HEAD names, such as `refs/heads/main`; undefined when it is anything else than a branch. */
export function headOf(repo: string): string | undefined {
  return /^ref: (refs\/heads\/[^\s]+)\n$/.exec(textOf(path.join(repo, 'HEAD')) ?? '')?.[1]
}

/** Hidden refs are many, one for each push: they are not even looked at. */
function looseIn(repo: string, dir: string): Ref[] {
  if (dir === HIDDEN_REFS) return []
  return entriesOf(path.join(repo, dir)).flatMap((entry): Ref[] => {
    const name = `${dir}/${entry.name}`
    if (entry.isDirectory()) return looseIn(repo, name)
    if (entry.name.endsWith('.lock')) return []
    const text = textOf(path.join(repo, name))
    // None: packed away between the two looks at it.
    return text === undefined ? [] : [{ name, sha: text.trimEnd(), packed: false }]
  })
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
  } catch {
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** One branch's id; undefined where it is none of the plain kind. */
export function refAt(repo: string, ref: string): string | undefined {
  const loose = textOf(path.join(repo, ref))
  if (loose !== undefined) return /^([0-9a-f]{40})\n$/.exec(loose)?.[1]
  return packedRefs(repo).find(({ name }) => name === ref)?.sha
}

function packedRefs(repo: string): Ref[] {
  const text = textOf(path.join(repo, 'packed-refs')) ?? ''
  const refs: Ref[] = []
  for (const line of text.split('\n')) {
    const last = refs.at(-1)
    // "#" begins the header and "^" what the annotated tag before it points at.
    if (line.startsWith('^') && last) last.peeled = line.slice(1, 41)
    if (/^[0-9a-f]/.test(line)) refs.push({ name: line.slice(41), sha: line.slice(0, 40), packed: true })
  }
  return refs
}
