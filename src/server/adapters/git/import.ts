/**
 * Bringing a commit and its history home from somebody else's git server. It is fetched into a scratch repository first,
 * looked at there as a push is in its quarantine, and only then taken over. Nothing is ever checked out.
 */
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Git } from './environment.ts'
import { inspectCommit } from './inspect.ts'
import { checkedSha, repoPath, scratchPath } from './layout.ts'
import type { ImportSource } from './port.ts'
import { keepRefs } from './refs.ts'
import { capture, mustRun } from './run.ts'
import { writeRepository } from './skeleton.ts'
import { megabytes } from './tree-rules.ts'

/** As much as a repository of our own may hold, packed. */
const IMPORT_BYTES = 200 * 1024 * 1024
const FETCH_MS = 120_000
const FETCHED = 'refs/heads/fetched'

/**
 * @returns the reasons not to take it, each a sentence; none when it is here now
 * @throws Error when it could not be fetched; asking again may help
 */
export async function importCommit(git: Git, repoId: string, from: ImportSource): Promise<{ problems: string[] }> {
  const commit = checkedSha(from.commit)
  const place = repoPath(git.reposDir, repoId)
  if (await holds(git, place, commit)) return keep(git, place, commit)
  const aside = path.join(scratchPath(git.reposDir), `import-${crypto.randomUUID()}`)
  try {
    await mustRun(git, ['init', '--quiet', '--bare', '--template=', aside])
    const problems = (await fetchInto(git, aside, from)) ?? (await inspectCommit(git, aside, commit))
    if (problems.length > 0) return { problems }
    await takeOver(git, aside, repoId, commit)
    return await keep(git, place, commit)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

async function holds(git: Git, repo: string, commit: string): Promise<boolean> {
  return (await capture(git, [`--git-dir=${repo}`, 'cat-file', '-e', `${commit}^{commit}`])).code === 0
}

async function keep(git: Git, repo: string, commit: string): Promise<{ problems: string[] }> {
  await keepRefs(git, repo, [{ ref: `refs/handiwork/imports/${commit}`, sha: commit }])
  return { problems: [] }
}

/** @returns problems when what came is not to be taken; null when it is there */
async function fetchInto(git: Git, aside: string, from: ImportSource): Promise<string[] | null> {
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules']
  const args = [`--git-dir=${aside}`, 'fetch', ...flags, '--end-of-options', from.url, `+${from.commit}:${FETCHED}`]
  const { code, stderr, timedOut } = await capture(withinBytes(git), args, { limited: true, timeoutMs: FETCH_MS, env: fetchEnv(from) })
  if (code === 0 && !timedOut) return null
  if ((await fetchedBytes(aside)) >= IMPORT_BYTES) return [`It is larger than ${megabytes(IMPORT_BYTES)}. Leave out data, media and build output.`]
  const broken = /^error: object [0-9a-f]{40}: (.+)$/m.exec(stderr)?.[1]
  if (broken) return [`git's own check refuses it: ${broken}.`]
  throw new Error(`git fetch failed (${code}): ${timedOut ? 'took too long' : stderr.trim().slice(0, 500)}`)
}

/** git has no limit of its own for what it fetches, so the size of its files is what is limited. */
export function withinBytes(git: Git, bytes = IMPORT_BYTES): Git {
  return git.limited.length > 0 ? { ...git, limited: [...git.limited, `--fsize=${bytes}`] } : git
}

export async function fetchedBytes(aside: string): Promise<number> {
  const dir = path.join(aside, 'objects', 'pack')
  const names = await readdir(dir).catch(() => [])
  const sizes = await Promise.all(names.map((name) => stat(path.join(dir, name)).then((s) => s.size)))
  return Math.max(0, ...sizes)
}

/** The secret goes by environment: a command line is for everybody on the machine to read. */
function fetchEnv(from: ImportSource): Record<string, string> {
  return fetchSettings(from.url, [['http.extraHeader', `Authorization: ${from.authorization}`]])
}

/** How git fetches from somebody else's server: nowhere but there, not for ever, and with its own check of what comes. */
export function fetchSettings(url: string, more: [string, string][]): Record<string, string> {
  const settings: [string, string][] = [
    ...more,
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '30'],
    ['fetch.fsckObjects', 'true'],
    ['fetch.unpackLimit', '1'],
  ]
  const pairs = settings.flatMap(([key, value], n) => [[`GIT_CONFIG_KEY_${n}`, key], [`GIT_CONFIG_VALUE_${n}`, value]])
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(settings.length), GIT_ALLOW_PROTOCOL: new URL(url).protocol === 'http:' ? 'http' : 'https' }
}

/** The first import makes the repository, with the commit as its `main`; later ones only add to it. */
async function takeOver(git: Git, aside: string, repoId: string, commit: string): Promise<void> {
  const place = repoPath(git.reposDir, repoId)
  const there = await stat(place).then(() => true, () => false)
  if (there) {
    const spec = `+${FETCHED}:refs/handiwork/imports/${commit}`
    const args = [`--git-dir=${place}`, '-c', 'fetch.unpackLimit=1', 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', aside, spec]
    await mustRun(git, args, { limited: true, timeoutMs: FETCH_MS, env: { GIT_ALLOW_PROTOCOL: 'file' } })
    return
  }
  await writeRepository(git, repoId, commit, async (packDir) => {
    const args = [`--git-dir=${aside}`, 'pack-objects', '--quiet', '--revs', '--delta-base-offset', path.join(packDir, 'pack')]
    await mustRun(git, args, { input: `${commit}\n`, limited: true, timeoutMs: FETCH_MS })
  })
}
