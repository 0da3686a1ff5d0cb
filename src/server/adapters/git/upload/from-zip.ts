/** Makes a commit of a zip: every file of the project, as it is in the zip. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import type { Git } from '../environment.ts'
import { endGroup, mustRun, startGit } from '../run.ts'
import { listTree } from '../tree.ts'
import { shown } from '../tree-rules.ts'
import { type About, signature } from './about.ts'
import { UploadRefused } from './refused.ts'
import { type Scratch, withinBytes } from './scratch.ts'
import { type PlannedFile, planZip, type ZipLine } from './zip-plan.ts'

interface Line extends ZipLine {
  entry: Entry
}

/** Beyond this even the table of contents is not read to its end. */
const MOST_LINES = 200_000
const IMPORT_MS = 60_000

/** @throws UploadRefused */
export async function commitZip(git: Git, scratch: Scratch, file: string, about: About): Promise<{ commit: string; leftOut: string[] }> {
  const zip = await yauzl.openPromise(file, { autoClose: false }).catch(refuseDamaged)
  try {
    const { entries: before } = await listTree(git, scratch.repo, scratch.tip)
    const plan = planZip(await linesOf(zip), new Set(before.filter((e) => e.path.includes('/')).map((e) => e.path.split('/', 1)[0] ?? '')))
    if (plan.problems.length > 0) throw new UploadRefused([...NOT_TAKEN, ...plan.problems])
    const runnable = new Set(before.filter((e) => e.mode === '100755').map((e) => e.path))
    await importFiles(git, scratch, importStream(zip, plan.files, runnable, scratch.tip, about))
    const commit = await mustRun(git, [`--git-dir=${scratch.repo}`, 'rev-parse', '--verify', UPLOADED])
    return { commit: commit.toString().trim(), leftOut: plan.leftOut }
  } finally {
    zip.close()
  }
}

const UPLOADED = 'refs/heads/uploaded'
const NOT_TAKEN = ['Your zip was not accepted. Nothing was changed.']

async function linesOf(zip: ZipFile): Promise<Line[]> {
  const lines: Line[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (lines.length >= MOST_LINES) throw new UploadRefused([...NOT_TAKEN, `There are more than ${MOST_LINES.toLocaleString('en')} files in it. Leave out dependencies and build output.`])
      lines.push(lineOf(entry))
    }
  } catch (error) {
    refuseDamaged(error)
  }
  return lines
}

/** The library refuses names that lead out of the zip; those and what it can't read are said in its words. */
function refuseDamaged(error: unknown): never {
  if (error instanceof UploadRefused) throw error
  const words = error instanceof Error ? error.message : String(error)
  const outside = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/s.exec(words)?.[1]
  throw new UploadRefused([...NOT_TAKEN, outside === undefined ? `It could not be read: ${shown(words)}` : `It names a place outside of itself: ${shown(outside)}`])
}

const UNIX = 3

/** The upper half of a zip's attributes is a Unix mode, where the zip was made on Unix. */
function lineOf(entry: Entry): Line {
  const mode = entry.versionMadeBy >> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0
  const closed = entry.isEncrypted() ? 'encrypted' : entry.canDecodeFileData() ? 'no' : 'unknown'
  return { entry, name: entry.fileName, size: entry.uncompressedSize, kind: kindOf(mode, entry.fileName), runnable: mode === 0 ? undefined : (mode & 0o100) !== 0, closed }
}

function kindOf(mode: number, name: string): ZipLine['kind'] {
  const type = mode & 0o170000
  if (type === 0o120000) return 'symlink'
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) return 'special'
  return name.endsWith('/') || type === 0o040000 ? 'folder' : 'file'
}

/** One commit on top of the tip that holds these files and nothing else, in the words of git fast-import. */
async function* importStream(zip: ZipFile, files: PlannedFile<Line>[], runnable: ReadonlySet<string>, tip: string, about: About): AsyncGenerator<Buffer> {
  const { name, email, date } = signature(about)
  const message = Buffer.from(about.message)
  yield Buffer.from(`commit ${UPLOADED}\nauthor ${name} <${email}> ${date}\ncommitter ${name} <${email}> ${date}\ndata ${message.length}\n`)
  yield Buffer.concat([message, Buffer.from(`\nfrom ${tip}\ndeleteall\n`)])
  for (const { line, path } of files) {
    const mode = (line.runnable ?? runnable.has(path)) ? '100755' : '100644'
    yield Buffer.from(`M ${mode} inline "${path.replace(/["\\]/g, '\\$&')}"\ndata ${line.size}\n`)
    // More or fewer bytes than declared end the stream with an error.
    yield* await zip.openReadStreamPromise(line.entry)
    yield Buffer.from('\n')
  }
}

/** @throws UploadRefused where the zip turns out not to be what it declared */
async function importFiles(git: Git, scratch: Scratch, stream: AsyncGenerator<Buffer>): Promise<void> {
  const args = [`--git-dir=${scratch.repo}`, 'fast-import', '--quiet', '--date-format=raw']
  const child = startGit(withinBytes(git), args, ['pipe', 'ignore', 'pipe'], { limited: true })
  const ended = new Promise<number | null>((resolve) => child.once('error', () => resolve(null)).once('close', resolve))
  let complaint = ''
  child.stderr?.on('data', (text) => (complaint = (complaint + String(text)).slice(0, 2_000)))
  const wall = setTimeout(() => endGroup(child), IMPORT_MS)
  try {
    if (!child.stdin) throw new Error('git could not be started')
    let broken: unknown
    await pipeline(Readable.from(stream), child.stdin).catch((error: unknown) => (broken = error))
    const code = await ended
    // A pipe that breaks is git's complaint; anything else is the zip's.
    if (broken && !isBrokenPipe(broken)) refuseDamaged(broken)
    if (code !== 0) throw new UploadRefused([...NOT_TAKEN, `git could not take it: ${shown(complaint.split('\n')[0] ?? '')}`])
  } finally {
    clearTimeout(wall)
  }
}

function isBrokenPipe(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
