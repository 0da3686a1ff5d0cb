/** What a process's starter stands for, in bytes: shipped with this program, or a version of a company's own. */
import type { RepoReader } from '#server/adapters/git/port.ts'
import { type ChecksFile, checksOf, hiddenFilesOf, parseChecks, type StarterFile, starterFilesOf } from '#server/features/templates/index.ts'
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Starter, Version } from './starter.ts'
import { STARTER_LIMITS } from './structure.ts'
import { findStarterBySlug } from './store.ts'
import { findVersionByNumber } from './version-store.ts'

/** As a take-home's configuration names it. */
export interface NamedStarter {
  scaffold: string
  starter_version?: number | undefined
}

export interface CheckMaterial {
  files: StarterFile[]
  hidden: StarterFile[]
  checks: ChecksFile
}

/** The files a candidate's repository begins with. A version always has the same. @throws Error when there is no such version */
export async function starterFilesFor(ctx: Context, orgId: string, named: NamedStarter): Promise<StarterFile[]> {
  if (named.starter_version === undefined) return starterFilesOf(named.scaffold)
  const { starter, version } = await versionNamed(ctx, orgId, named.scaffold, named.starter_version)
  return filesAt(ctx.git.reader(starter.repos.files), version.commit)
}

/** What submissions are checked against and with. @throws Error when there is no such version */
export async function checkMaterialFor(ctx: Context, orgId: string, named: NamedStarter): Promise<CheckMaterial> {
  const { scaffold, starter_version: number } = named
  if (number === undefined) return { files: starterFilesOf(scaffold), hidden: hiddenFilesOf(scaffold), checks: checksOf(scaffold) }
  const { starter, version } = await versionNamed(ctx, orgId, scaffold, number)
  return materialOf(ctx, starter, version)
}

async function versionNamed(ctx: Context, orgId: string, slug: string, number: number): Promise<{ starter: Starter; version: Version }> {
  return ctx.as(SYSTEM).transaction(async (tx) => {
    const starter = await findStarterBySlug(tx, orgId, slug)
    const version = starter && (await findVersionByNumber(tx, starter.id, number))
    if (!version) throw new Error(`There is no version ${number} of a starter ${slug}`)
    return { starter, version }
  })
}

export async function materialOf(ctx: Context, s: Starter, v: Version): Promise<CheckMaterial> {
  const files = await filesAt(ctx.git.reader(s.repos.files), v.commit)
  const kept = v.checksCommit ? await filesAt(ctx.git.reader(s.repos.checks), v.checksCommit) : []
  return { files, hidden: hiddenIn(kept), checks: checksIn(kept) }
}

/** Ordinary files alone; the rules over them have refused whatever else there was. */
export async function filesAt(reader: RepoReader, commit: string): Promise<StarterFile[]> {
  const files: StarterFile[] = []
  for await (const { path, mode, content } of reader.files(commit, { maxBytes: STARTER_LIMITS.totalBytes })) {
    if (mode === '100644' || mode === '100755') files.push({ path, mode, content })
  }
  return files
}

function hiddenIn(files: readonly StarterFile[]): StarterFile[] {
  const inside = files.filter((f) => f.path.startsWith('hidden/')).map((f) => ({ ...f, path: f.path.slice('hidden/'.length) }))
  // A folder with nothing but its explanation has no tests.
  return inside.every((f) => f.path === 'README.md') ? [] : inside
}

function checksIn(files: readonly StarterFile[]): ChecksFile {
  const yaml = files.find((f) => f.path === 'checks.yaml')
  const read = parseChecks(yaml ? Buffer.from(yaml.content).toString('utf8') : '')
  if ('mistake' in read) throw new Error(`checks.yaml: ${read.mistake}`)
  return read.checks
}
