/** One call to GitHub: signed as the app, bounded in time, kept to GitHub's pace, and ending in one of three ways. */
import type { Octokit } from '@octokit/core'
import { RequestError } from '@octokit/request-error'
import { ok, type Outcome, unknown } from '../port.ts'
import type { GithubOptions } from './options.ts'
import { createPace, type Pace } from './pace.ts'

/** An outcome that still knows with which status GitHub refused. */
export type Called<T> = Exclude<Outcome<T>, { outcome: 'refused' }> | { outcome: 'refused'; reason: string; status: number }

export type Request = Octokit['request']

export interface Calls {
  /** For calls that make or change something, which GitHub counts. */
  make<T>(act: (request: Request) => Promise<T>): Promise<Called<T>>
  read<T>(act: (request: Request) => Promise<T>): Promise<Called<T>>
  /** A token that reads one repository and ends within the hour. */
  readToken(repository: string): Promise<Called<string>>
}

const TIMEOUT_MS = 10_000
/** GitHub's advice where it says "too much" and not for how long. */
const REST_SECONDS = 60

export function createCalls(o: GithubOptions, pace: Pace = createPace()): Calls {
  let client: Promise<Octokit> | undefined
  const octokit = () => (client ??= openClient(o))
  const call = async <T>(kind: 'reads' | 'makes', act: () => Promise<T>): Promise<Called<T>> => {
    const wait = pace.enter(kind)
    if (wait !== null) return restFor(wait)
    try {
      return ok(await act()) as Called<T>
    } catch (error) {
      return failed(error, pace)
    }
  }
  return {
    make: (act) => call('makes', async () => act((await octokit()).request)),
    read: (act) => call('reads', async () => act((await octokit()).request)),
    readToken: (repository) => call('reads', async () => readToken(await octokit(), repository)),
  }
}

/** Loaded with the first call: 9 MB that a server without GitHub, and the git gateway, never need. */
async function openClient(o: GithubOptions): Promise<Octokit> {
  const [{ Octokit }, { createAppAuth }] = await Promise.all([import('@octokit/core'), import('@octokit/auth-app')])
  return new Octokit({
    baseUrl: o.apiUrl,
    userAgent: 'handiwork',
    authStrategy: createAppAuth,
    auth: { appId: o.appId, privateKey: o.privateKey, installationId: o.installationId },
    request: { fetch: boundedFetch(o.timeoutMs ?? TIMEOUT_MS) },
    // What fails is told by its outcome; GitHub's notices about its API are not for the log of a server.
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
}

/** The access-token call of the sign-in goes through here too. */
function boundedFetch(timeoutMs: number) {
  return (url: string, init: RequestInit): Promise<Response> => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) })
}

async function readToken(octokit: Octokit, repository: string): Promise<string> {
  // The strategy above answers this; the library types its answer as unknown.
  const { token } = (await octokit.auth({ type: 'installation', repositoryNames: [repository], permissions: { contents: 'read' } })) as { token: string }
  return token
}

function failed(error: unknown, pace: Pace): Called<never> {
  if (!(error instanceof RequestError) || !error.response) return lost(error instanceof Error ? error.message : String(error))
  const seconds = restSeconds(error)
  if (seconds !== null) {
    pace.closeFor(seconds)
    return restFor(seconds)
  }
  if (error.status >= 500 || error.status === 408) return lost(`it answered ${error.status}`)
  if (error.status === 401) return { outcome: 'refused', status: 401, reason: 'GitHub does not accept our app’s key. Check GITHUB_APP_ID, the private key and GITHUB_INSTALLATION_ID.' }
  return { outcome: 'refused', status: error.status, reason: `GitHub refused (${error.status}): ${error.message.slice(0, 300)}` }
}

function lost(what: string): Called<never> {
  return unknown(`GitHub did not answer as expected: ${what.slice(0, 300)}`) as Called<never>
}

function restFor(seconds: number): Called<never> {
  return unknown(`GitHub asks us to wait ${seconds} s before the next call.`, seconds) as Called<never>
}

/** How long GitHub wants to be left alone; null when the answer is about something else. */
function restSeconds(error: RequestError): number | null {
  if (error.status !== 403 && error.status !== 429) return null
  const headers = error.response?.headers ?? {}
  const after = Number(headers['retry-after'])
  if (after > 0) return after
  // clock: GitHub names the moment by its own clock, and a clock of this machine is all there is to compare it with
  if (headers['x-ratelimit-remaining'] === '0') return Math.max(1, Math.ceil(Number(headers['x-ratelimit-reset']) - Date.now() / 1000)) || REST_SECONDS
  return error.status === 429 || /rate limit/i.test(error.message) ? REST_SECONDS : null
}
