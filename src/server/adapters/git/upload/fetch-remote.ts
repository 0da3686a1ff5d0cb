/** Fetching the newest files of somebody else's repository into a scratch repository. Their history stays where it is. */
import type { Git } from '../environment.ts'
import { fetchedBytes, fetchSettings, withinBytes } from '../import.ts'
import { inspectCommit } from '../inspect.ts'
import { checkAddress } from '../public-address.ts'
import { capture, mustRun } from '../run.ts'
import { megabytes, shown } from '../tree-rules.ts'
import type { AskedImport } from './about.ts'
import { UploadRefused } from './refused.ts'

const FETCH_BYTES = 100 * 1024 * 1024
const FETCH_MS = 120_000
const FETCHED = 'refs/heads/fetched'

/**
 * @returns the commit, whole but for its history
 * @throws UploadRefused with what to do about it
 */
export async function fetchRemote(git: Git, aside: string, asked: AskedImport): Promise<string> {
  const env = await settingsFor(git, asked)
  await mustRun(git, ['init', '--quiet', '--bare', '--template=', aside])
  const what = asked.branch ? `refs/heads/${asked.branch}` : 'HEAD'
  const flags = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules']
  const args = [`--git-dir=${aside}`, 'fetch', ...flags, '--end-of-options', asked.url, `+${what}:${FETCHED}`]
  const { code, stderr, timedOut } = await capture(withinBytes(git, FETCH_BYTES), args, { limited: true, timeoutMs: FETCH_MS, env })
  if (timedOut) throw refused(`That server took longer than ${FETCH_MS / 1000} seconds. Try again, or upload a zip.`)
  if (code !== 0) throw refused((await fetchedBytes(aside)) >= FETCH_BYTES ? `It is larger than ${megabytes(FETCH_BYTES)}. Leave out data, media and build output.` : reasonOf(stderr, asked))
  const commit = (await mustRun(git, [`--git-dir=${aside}`, 'rev-parse', '--verify', FETCHED])).toString().trim()
  const problems = await inspectCommit(git, aside, commit)
  if (problems.length > 0) throw new UploadRefused([NOT_TAKEN, ...problems])
  return commit
}

const NOT_TAKEN = 'Nothing was imported.'
const refused = (reason: string) => new UploadRefused([NOT_TAKEN, reason])

/** The name is looked up here, once, and git is held to what was found: a name that changes its mind meanwhile leads nowhere. */
async function settingsFor(git: Git, asked: AskedImport): Promise<Record<string, string>> {
  const checked = await checkAddress(asked.url, { trusted: asked.trusted })
  if ('refused' in checked) throw refused(checked.refused)
  if (!asked.trusted && !(await knowsResolve(git))) throw refused('This server’s git is older than 2.37 and can’t be held to an address. Upgrade git, or upload a zip.')
  const { url, addresses } = checked
  const port = url.port || (url.protocol === 'http:' ? '80' : '443')
  const pin: [string, string] = ['http.curloptResolve', `${url.hostname}:${port}:${addresses.join(',')}`]
  return fetchSettings(url.href, [...(url.hostname.startsWith('[') ? [] : [pin]), ...authorization(asked.token)])
}

async function knowsResolve(git: Git): Promise<boolean> {
  const { stdout } = await capture(git, ['version'])
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout.toString()) ?? []).map(Number)
  return major > 2 || (major === 2 && minor >= 37)
}

/** A token alone is a password under any name; `name:token` is both. */
function authorization(token: string | null): [string, string][] {
  if (!token) return []
  const pair = token.includes(':') ? token : `git:${token}`
  return [['http.extraHeader', `Authorization: Basic ${Buffer.from(pair).toString('base64')}`]]
}

/** What git said, as what to do. That server's own words are not passed on: whoever asks learns no more than this. */
function reasonOf(stderr: string, asked: AskedImport): string {
  const broken = /^error: object [0-9a-f]{40}: (.+)$/m.exec(stderr)?.[1]
  if (broken) return `git’s own check refuses it: ${shown(broken)}.`
  const known = REASONS.find(([sign]) => sign.test(stderr))?.[1]
  return known?.(asked) ?? 'That server could not be asked, or did not answer as a git server does. Check the address; it is the one that git clone takes.'
}

const REASONS: readonly (readonly [RegExp, (asked: AskedImport) => string])[] = [
  [/couldn't find remote ref/i, ({ branch }) => (branch ? `There is no branch “${shown(branch)}” there.` : 'That repository is empty.')],
  [/could not read Username|Authentication failed|error: 40[13]/i, ({ token }) => (token ? 'That server refused the token. It must be allowed to read this repository.' : 'That server wants a token that may read this repository.')],
  [/not found|error: 404/i, () => 'There is no repository at this address, or the token may not see it.'],
  [/redirect|error: 30\d/i, () => 'That server sends on to another address, which is not followed. Use the address it has now.'],
  [/certificate|SSL|TLS/i, () => 'The certificate of that server could not be checked.'],
  [/early EOF|timed out|Operation too slow|Failed to connect|Connection (?:refused|reset)/i, () => 'That server could not be reached, or broke off. Try again, or upload a zip.'],
]
