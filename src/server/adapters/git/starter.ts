/** The immutable pack that every repository of one template version begins from. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from './environment.ts'
import { DEFAULT_BRANCH, scratchPath, starterPath } from './layout.ts'
import type { StarterFile, StarterOptions } from './port.ts'
import { mustRun } from './run.ts'
import { listTree } from './tree.ts'
import { treeProblems } from './tree-rules.ts'

/**
 * Only these files are ever packed, never the history of the authors' own repository: whoever may fetch from a
 * repository can ask for any object in it by id.
 */
export async function prepareStarter(git: Git, files: StarterFile[], o: StarterOptions) {
  const work = await mkdirUnique(git)
  try {
    await mustRun(git, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${DEFAULT_BRANCH}`, work])
    await mustRun(git, [`--git-dir=${work}`, 'fast-import', '--quiet', '--date-format=raw'], {
      input: importStream(files, o),
    })
    await mustRun(git, [`--git-dir=${work}`, 'repack', '--quiet', '-a', '-d', '-f'])
    const ids = await mustRun(git, [`--git-dir=${work}`, 'rev-parse', DEFAULT_BRANCH, `${DEFAULT_BRANCH}^{tree}`])
    const [commit = '', tree = ''] = ids.toString().split('\n')
    await refuseUnpushable(git, work, commit)
    await publish(git, work, commit)
    return { starterId: commit, commit, tree }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The pack files of a starter, by what they are. Rejects when it was never prepared. */
export async function starterPack(git: Git, starterId: string): Promise<{ pack: string; idx: string }> {
  const dir = starterPath(git.reposDir, starterId)
  const names = await readdir(dir)
  const pack = names.find((name) => name.endsWith('.pack'))
  if (!pack) throw new Error(`Starter ${starterId} has no pack`)
  return { pack: path.join(dir, pack), idx: path.join(dir, pack.replace(/\.pack$/, '.idx')) }
}

async function mkdirUnique(git: Git): Promise<string> {
  const dir = path.join(scratchPath(git.reposDir), `starter-${crypto.randomUUID()}`)
  await mkdir(dir)
  return dir
}

/** A starter that breaks our own rules would make every candidate's first push fail. */
async function refuseUnpushable(git: Git, repo: string, commit: string): Promise<void> {
  const [problem] = treeProblems((await listTree(git, repo, commit)).entries)
  if (problem) throw new Error(`These starter files can't be used: ${problem}`)
}

/** Loses a race against itself quietly: the same files make the same pack. */
async function publish(git: Git, work: string, commit: string): Promise<void> {
  const packs = path.join(work, 'objects', 'pack')
  for (const name of await readdir(packs)) if (!/\.(pack|idx)$/.test(name)) await rm(path.join(packs, name))
  try {
    await rename(packs, starterPath(git.reposDir, commit))
  } catch (error) {
    if (!isTaken(error)) throw error
  }
}

export function isTaken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOTEMPTY' || code === 'EEXIST'
}

function importStream(files: StarterFile[], o: StarterOptions): Buffer {
  const who = `${clean(o.author.name)} <${clean(o.author.email)}> ${Math.floor(o.at.getTime() / 1000)} +0000`
  const head = [`commit refs/heads/${DEFAULT_BRANCH}\n`, `author ${who}\n`, `committer ${who}\n`]
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const changes = sorted.flatMap((file) => [
    Buffer.from(`M ${file.mode ?? '100644'} inline ${quoted(file.path)}\n`),
    data(Buffer.from(file.content)),
  ])
  return Buffer.concat([Buffer.from(head.join('')), data(Buffer.from(o.message)), ...changes, Buffer.from('\n')])
}

function data(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')])
}

function quoted(file: string): string {
  if (file.startsWith('/') || file.split('/').some((part) => part === '..' || part === '.' || part === '')) {
    throw new Error(`Not a path inside a repository: ${JSON.stringify(file)}`)
  }
  return `"${file.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`
}

function clean(text: string): string {
  return text.replace(/[<>\n\0]/g, ' ').trim()
}
