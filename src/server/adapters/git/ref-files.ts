/** Reading refs from git's own files, for answers that need no process. */
import { readdir, readFile } from 'node:fs/promises'
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
export async function visibleRefs(repo: string): Promise<Ref[] | undefined> {
  // Loose before packed: packing writes its file before it removes the loose ones, so that none is missed.
  const loose = await looseIn(repo, 'refs')
  const packed = await packedRefs(repo)
  const byName = new Map([...packed, ...loose].map((ref) => [ref.name, ref]))
  const refs = [...byName.values()].filter(({ name }) => !name.startsWith(`${HIDDEN_REFS}/`))
  if (refs.some(({ sha }) => !SHA.test(sha))) return undefined
  return refs.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}

/** What HEAD names, such as `refs/heads/main`; undefined when it is anything else than a branch. */
export async function headOf(repo: string): Promise<string | undefined> {
  return /^ref: (refs\/heads\/[^\s]+)\n$/.exec(await readFile(path.join(repo, 'HEAD'), 'utf8'))?.[1]
}

/** Hidden refs are many, one for each push: they are not even looked at. */
async function looseIn(repo: string, dir: string): Promise<Ref[]> {
  if (dir === HIDDEN_REFS) return []
  const entries = await readdir(path.join(repo, dir), { withFileTypes: true }).catch(() => [])
  const found = entries.map(async (entry): Promise<Ref[]> => {
    const name = `${dir}/${entry.name}`
    if (entry.isDirectory()) return looseIn(repo, name)
    if (entry.name.endsWith('.lock')) return []
    return [{ name, sha: (await readFile(path.join(repo, name), 'utf8')).trimEnd(), packed: false }]
  })
  return (await Promise.all(found)).flat()
}

async function packedRefs(repo: string): Promise<Ref[]> {
  const text = await readFile(path.join(repo, 'packed-refs'), 'utf8').catch(() => '')
  const refs: Ref[] = []
  for (const line of text.split('\n')) {
    const last = refs.at(-1)
    // "#" begins the header and "^" what the annotated tag before it points at.
    if (line.startsWith('^') && last) last.peeled = line.slice(1, 41)
    if (/^[0-9a-f]/.test(line)) refs.push({ name: line.slice(41), sha: line.slice(0, 40), packed: true })
  }
  return refs
}
