/** A repository made of a starter and patches as `git format-patch` writes them: sample submissions. Nothing is checked out. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from './environment.ts'
import { scratchPath } from './layout.ts'
import { mustRun } from './run.ts'
import { ATTRIBUTES, linkPack, writeRepository } from './skeleton.ts'
import { starterPack } from './starter.ts'

interface Aside {
  dir: string
  /** A bare repository that begins with the starter's pack. */
  repo: string
}

/**
 * Applies the patches in order, each a commit by its author at its date, and makes `main` the last of them. The same
 * starter and patches give the same commit. Rejects when one does not apply.
 */
export async function createFromPatches(git: Git, repoId: string, starterId: string, patches: readonly string[]): Promise<void> {
  const dir = path.join(scratchPath(git.reposDir), `patches-${crypto.randomUUID()}`)
  try {
    const aside = await prepare(git, dir, starterId)
    let tip = starterId
    for (const patch of patches) tip = await commitOne(git, aside, tip, patch)
    await writeRepository(git, repoId, tip, async (packDir) => {
      await mustRun(git, [`--git-dir=${aside.repo}`, 'pack-objects', '--quiet', '--revs', '--delta-base-offset', path.join(packDir, 'pack')], { input: `${tip}\n` })
    })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function prepare(git: Git, dir: string, starterId: string): Promise<Aside> {
  const repo = path.join(dir, 'repo')
  const { pack, idx } = await starterPack(git, starterId)
  await mkdir(dir)
  await mustRun(git, ['init', '--quiet', '--bare', '--template=', repo])
  await mkdir(path.join(repo, 'info'), { recursive: true })
  await writeFile(path.join(repo, 'info', 'attributes'), ATTRIBUTES)
  await linkPack(path.join(repo, 'objects', 'pack'), pack, idx)
  return { dir, repo }
}

async function commitOne(git: Git, aside: Aside, parent: string, patch: string): Promise<string> {
  const [message, change] = [path.join(aside.dir, 'message'), path.join(aside.dir, 'change')]
  const about = (await mustRun(git, ['mailinfo', '--encoding=UTF-8', message, change], { input: patch })).toString()
  const at = [`--git-dir=${aside.repo}`]
  const env = { GIT_INDEX_FILE: path.join(aside.dir, 'index') }
  await mustRun(git, [...at, 'read-tree', parent], { env })
  await mustRun(git, [...at, 'apply', '--cached', '--whitespace=nowarn', '--', change], { env })
  const tree = (await mustRun(git, [...at, 'write-tree'], { env })).toString().trim()
  const text = `${said(about, 'Subject')}\n\n${await readFile(message, 'utf8')}`.trim()
  return (await mustRun(git, [...at, 'commit-tree', '-p', parent, tree], { input: `${text}\n`, env: peopleOf(about) })).toString().trim()
}

/** `Author: Sam`, one fact a line, as git says them of a mail. */
function said(about: string, fact: string): string {
  return about.split('\n').find((line) => line.startsWith(`${fact}: `))?.slice(fact.length + 2).trim() ?? ''
}

function peopleOf(about: string): Record<string, string> {
  const [name, email, date] = [said(about, 'Author'), said(about, 'Email'), said(about, 'Date')]
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date }
}
