/** A place aside in which an upload becomes objects. Nothing is ever checked out, and the candidate's repository only read. */
import { createWriteStream } from 'node:fs'
import { appendFile, type FileHandle, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Git } from '../environment.ts'
import { DEFAULT_BRANCH, repoPath, scratchPath } from '../layout.ts'
import { mustRun } from '../run.ts'
import { ATTRIBUTES } from '../skeleton.ts'
import type { Range } from './multipart.ts'

export interface Scratch {
  /** Swept at the next start, should we be killed. */
  dir: string
  /** A bare repository that borrows the objects of the candidate's. */
  repo: string
  /** What `main` is now. No other push to the repository runs meanwhile. */
  tip: string
}

/** Bounds the disk too: what unpacks to more is refused anyway. */
const SCRATCH_FILE_BYTES = 256 * 1024 * 1024

export async function inScratch<T>(git: Git, repoId: string, act: (scratch: Scratch) => Promise<T>): Promise<T> {
  const dir = path.join(scratchPath(git.reposDir), `upload-${crypto.randomUUID()}`)
  try {
    return await act(await prepare(git, repoId, dir))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function prepare(git: Git, repoId: string, dir: string): Promise<Scratch> {
  const [repo, source] = [path.join(dir, 'repo'), repoPath(git.reposDir, repoId)]
  const ref = `refs/heads/${DEFAULT_BRANCH}`
  const tip = (await mustRun(git, [`--git-dir=${source}`, 'rev-parse', '--verify', ref])).toString().trim()
  await Promise.all(['objects/info', 'objects/pack', 'refs/heads', 'info'].map((name) => mkdir(path.join(repo, name), { recursive: true })))
  await Promise.all([
    writeFile(path.join(repo, 'HEAD'), `ref: ${ref}\n`),
    writeFile(path.join(repo, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'),
    writeFile(path.join(repo, 'info', 'attributes'), ATTRIBUTES),
    writeFile(path.join(repo, 'objects', 'info', 'alternates'), `${path.join(source, 'objects')}\n`),
  ])
  return { dir, repo, tip }
}

/** The uploaded file alone, under a name of ours. */
export async function copyOut(body: FileHandle, { start, end }: Range, scratch: Scratch): Promise<string> {
  const to = path.join(scratch.dir, 'uploaded')
  await pipeline(body.createReadStream({ start, end: end - 1, autoClose: false }), createWriteStream(to, { mode: 0o600 }))
  return to
}

/** Lends the scratch repository the objects of another one aside. */
export async function borrowFrom(scratch: Scratch, repo: string): Promise<void> {
  await appendFile(path.join(scratch.repo, 'objects', 'info', 'alternates'), `${path.join(repo, 'objects')}\n`)
}

export function withinBytes(git: Git): Git {
  return git.limited.length > 0 ? { ...git, limited: [...git.limited, `--fsize=${SCRATCH_FILE_BYTES}`] } : git
}
