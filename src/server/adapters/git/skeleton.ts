/** Writing a bare repository without git: 2 ms instead of 10 to 16 for the ways that start a process. */
import { copyFile, link, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from './environment.ts'
import { checkedSha, DEFAULT_BRANCH, repoPath, scratchPath } from './layout.ts'
import { isTaken } from './starter.ts'

/** Whatever a tree's .gitattributes says, diffs and archives show everything. This file outranks those in the tree. */
export const ATTRIBUTES =
  '* !diff !text !eol !crlf !ident !filter !merge !whitespace !working-tree-encoding -export-ignore -export-subst\n'

const CONFIG = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n'

/**
 * Builds a repository aside, lets `fill` add its objects, and renames it into place: it exists whole or not at all.
 * Where one exists already, that one is kept.
 */
export async function writeRepository(
  git: Git,
  repoId: string,
  commit: string,
  fill: (packDir: string) => Promise<void>,
): Promise<void> {
  const place = repoPath(git.reposDir, repoId)
  const aside = path.join(scratchPath(git.reposDir), `${repoId}-${crypto.randomUUID()}`)
  const packDir = path.join(aside, 'objects', 'pack')
  await mkdir(packDir, { recursive: true })
  await Promise.all(['objects/info', 'refs/heads', 'info'].map((dir) => mkdir(path.join(aside, dir), { recursive: true })))
  await Promise.all([
    fill(packDir),
    writeFile(path.join(aside, 'config'), CONFIG),
    writeFile(path.join(aside, 'info', 'attributes'), ATTRIBUTES),
    writeSynced(path.join(aside, 'HEAD'), `ref: refs/heads/${DEFAULT_BRANCH}\n`),
    writeSynced(path.join(aside, 'packed-refs'), packedRefs(commit)),
  ])
  await moveInto(aside, place)
}

/** One file on disk however many repositories begin from it. gc leaves a pack with a .keep alone. */
export async function linkPack(packDir: string, pack: string, idx: string): Promise<void> {
  const name = path.basename(pack, '.pack')
  await shareFile(pack, path.join(packDir, `${name}.pack`))
  await shareFile(idx, path.join(packDir, `${name}.idx`))
  await writeFile(path.join(packDir, `${name}.keep`), '')
}

async function shareFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EMLINK' && code !== 'EXDEV' && code !== 'EPERM') throw error
    if (code === 'EMLINK') await renewMaster(from)
    await copyFile(from, to)
  }
}

/** ext4 allows 65,000 links to a file: those after it link to a fresh copy. */
async function renewMaster(file: string): Promise<void> {
  const copy = `${file}.${crypto.randomUUID()}`
  await copyFile(file, copy)
  await rename(copy, file)
}

async function moveInto(aside: string, place: string): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true })
  try {
    await rename(aside, place)
  } catch (error) {
    if (!isTaken(error)) throw error
    await rm(aside, { recursive: true, force: true })
  }
}

function packedRefs(commit: string): string {
  return `# pack-refs with: peeled fully-peeled sorted \n${checkedSha(commit)} refs/heads/${DEFAULT_BRANCH}\n`
}

/** For files without which a repository that survived a power cut would be unreadable. */
export async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
