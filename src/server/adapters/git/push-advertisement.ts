/**
 * The list of refs a push begins with, written from the ref files: one process less for every push. git checks every
 * old id again where it moves the refs, so a stale list costs a client a refusal and nothing else.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { HIDDEN_REFS } from './layout.ts'
import { FLUSH, pkt } from './pkt-line.ts'

/** What this git says it can do, from an answer of its own: what follows the NUL of its first line. */
export function capabilitiesOf(advertisement: Buffer): string | undefined {
  return /\0([^\n]+)\n/.exec(advertisement.toString('latin1'))?.[1]
}

/** The body receive-pack would give, or undefined where the files hold more than plain refs and git must be asked. */
export async function pushAdvertisement(repo: string, capabilities: string): Promise<Buffer | undefined> {
  // Loose before packed: packing writes its file before it removes the loose ones, so that none is missed.
  const loose = await looseRefs(repo, ['refs/heads', 'refs/tags'])
  const packed = await packedRefs(repo)
  const refs = [...new Map([...packed, ...loose])].filter(([ref]) => !ref.startsWith(`${HIDDEN_REFS}/`))
  if (refs.length === 0 || refs.some(([, sha]) => !/^[0-9a-f]{40}$/.test(sha))) return undefined
  refs.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const lines = refs.map(([ref, sha], n) => pkt(`${sha} ${ref}${n === 0 ? `\0${capabilities}` : ''}\n`))
  return Buffer.concat([...lines, FLUSH])
}

type Ref = [name: string, sha: string]

async function looseRefs(repo: string, dirs: string[]): Promise<Ref[]> {
  const found = await Promise.all(dirs.map((dir) => looseIn(repo, dir)))
  return found.flat()
}

async function looseIn(repo: string, dir: string): Promise<Ref[]> {
  const entries = await readdir(path.join(repo, dir), { withFileTypes: true }).catch(() => [])
  const found = entries.map(async (entry): Promise<Ref[]> => {
    const name = `${dir}/${entry.name}`
    if (entry.isDirectory()) return looseIn(repo, name)
    if (entry.name.endsWith('.lock')) return []
    return [[name, (await readFile(path.join(repo, name), 'utf8')).trimEnd()]]
  })
  return (await Promise.all(found)).flat()
}

async function packedRefs(repo: string): Promise<Ref[]> {
  const text = await readFile(path.join(repo, 'packed-refs'), 'utf8').catch(() => '')
  // "#" begins the header and "^" what an annotated tag points at.
  const lines = text.split('\n').filter((line) => /^[0-9a-f]/.test(line))
  return lines.map((line) => [line.slice(41), line.slice(0, 40)])
}
