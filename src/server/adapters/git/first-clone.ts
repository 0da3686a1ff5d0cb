/**
 * Answers of protocol version 2 without a process. Listing refs reads git's own files. The clone of an untouched starter is
 * the same pack for everybody: it goes out as it lies on the disk. Whatever is not exactly understood is left to git.
 */
import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from './environment.ts'
import { wholePack } from './direct/whole-clone.ts'
import { band, FLUSH, pkt } from './pkt-line.ts'
import { headOf, type Ref, visibleRefs } from './ref-files.ts'
import { starterPack } from './starter.ts'
import { parseV2, type V2Request } from './v2-request.ts'

/** The whole answer, or undefined where git must be asked. */
export async function answerWithoutGit(git: Git, repo: string, body: Buffer): Promise<Buffer[] | undefined> {
  // A request this long has many haves, and is none of these.
  const request = body.length <= 16 * 1024 ? parseV2(body) : undefined
  if (request?.command === 'ls-refs') return listRefs(repo, request)
  return request?.command === 'fetch' ? sendEverything(git, repo, request) : undefined
}

/** See ls-refs.c: HEAD first, then the refs in order, each only where a prefix asks for it. */
function listRefs(repo: string, { args }: V2Request): Buffer[] | undefined {
  const prefixes = args.filter((arg) => arg.startsWith('ref-prefix ')).map((arg) => arg.slice('ref-prefix '.length))
  const flags = new Set(args.filter((arg) => !arg.startsWith('ref-prefix ')))
  if ([...flags].some((flag) => !['peel', 'symrefs', 'unborn'].includes(flag))) return undefined
  const [refs, head] = [visibleRefs(repo), headOf(repo)]
  const main = refs?.find(({ name }) => name === head)
  if (!refs || !main) return undefined
  const wanted = ({ name }: Pick<Ref, 'name'>) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix))
  const listed = refs.filter(wanted)
  // Whether a loose tag is annotated is known to git alone.
  if (flags.has('peel') && listed.some((ref) => !ref.packed && !ref.name.startsWith('refs/heads/'))) return undefined
  const symref = flags.has('symrefs') ? ` symref-target:${main.name}` : ''
  const first = wanted({ name: 'HEAD' }) ? [pkt(`${main.sha} HEAD${symref}\n`)] : []
  const rest = listed.map((ref) => pkt(`${ref.sha} ${ref.name}${flags.has('peel') && ref.peeled ? ` peeled:${ref.peeled}` : ''}\n`))
  return [...first, ...rest, FLUSH]
}

const UNDERSTOOD = new Set(['thin-pack', 'no-progress', 'include-tag', 'ofs-delta', 'done'])

/** A first clone: it has nothing, and asks for no depth and no filter. */
async function sendEverything(git: Git, repo: string, { args }: V2Request): Promise<Buffer[] | undefined> {
  const wants = [...new Set(args.filter((arg) => arg.startsWith('want ')).map((arg) => arg.slice('want '.length)))]
  const flags = new Set(args.filter((arg) => !arg.startsWith('want ')))
  if (!wants.every(isSha) || !flags.has('done') || !flags.has('ofs-delta') || [...flags].some((flag) => !UNDERSTOOD.has(flag))) return undefined
  // Tags that point into what is sent would have to go along.
  if (flags.has('include-tag') && !hasNoTags(repo)) return undefined
  const frames = (await framesOf(git, repo, wants)) ?? framesOfWork(repo, wants)
  return frames && [PACKFILE, frames, FLUSH]
}

const PACKFILE = pkt('packfile\n')

function hasNoTags(repo: string): boolean {
  return visibleRefs(repo)?.every(({ name }) => name.startsWith('refs/heads/')) ?? false
}

/** Larger ones would only fill the memory; git streams them. */
const LARGEST_PACK = 4 * 1024 * 1024
const MOST_KEPT = 16
const kept = new Map<string, { pack: string; frames: Promise<Buffer | undefined> }>()

function isSha(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text)
}

/** A pack may be tidied away while it is read, and a repository may not be there at all: git says what there is to say. */
function framesOfWork(repo: string, commits: readonly string[]): Buffer | undefined {
  try {
    const pack = commits.length > 0 ? wholePack(repo, commits) : undefined
    return pack && band(1, pack)
  } catch {
    return undefined
  }
}

/** The pack as it goes over the wire, if the one commit is the starter of this very repository. */
async function framesOf(git: Git, repo: string, [commit = '', ...more]: readonly string[]): Promise<Buffer | undefined> {
  if (!commit || more.length > 0) return undefined
  const key = `${git.reposDir} ${commit}`
  const starter = kept.get(key) ?? (await prepare(git, key, commit))
  // The starters of others lie on the same disk: only a repository that holds this pack may have it.
  if (!starter || !(await isThere(path.join(repo, 'objects', 'pack', starter.pack)))) return undefined
  return starter.frames
}

async function prepare(git: Git, key: string, commit: string) {
  const found = await starterPack(git, commit).catch(() => undefined)
  if (!found) return undefined
  const starter = { pack: path.basename(found.pack), frames: readFile(found.pack).then((pack) => (pack.length <= LARGEST_PACK ? band(1, pack) : undefined)) }
  starter.frames.catch(() => kept.delete(key))
  const [oldest] = kept.keys()
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  kept.set(key, starter)
  return starter
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
