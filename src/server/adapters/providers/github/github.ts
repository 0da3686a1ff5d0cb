import { type GitProvider, type HostedRepo, ok, type Outcome, refused, type RepoRef, unknown } from '../port.ts'
import { listActivity } from './activity.ts'
import { type Called, type Calls, createCalls } from './calls.ts'
import type { GithubOptions } from './options.ts'
import type { Pace } from './pace.ts'
import { readWebhook } from './webhook.ts'

const BRANCH = 'main'
/** GitHub answers before it has copied the template's files. */
const FILLING_SECONDS = 2

/**
 * Candidates' repositories on GitHub, as a GitHub App. What it can't do, its capabilities say: a late push lands, and
 * whether it counts is read afterwards from GitHub's own record of pushes.
 */
export function githubProvider(o: GithubOptions, pace?: Pace): GitProvider {
  const calls = createCalls(o, pace)
  return {
    kind: 'github',
    capabilities: { atomicDeadline: false, perRepoToken: false, pushTimes: 'provider', hidesLatePush: false },
    createFromTemplate: (a) => createFromTemplate(calls, o, a),
    grantCandidate: (r, { login }) => grant(calls, r, login),
    revokeCandidate: (r, { login }) => revoke(calls, r, login),
    listPushes: (r, { ref }) => listActivity(calls, named(r), ref),
    readWebhook: (header, rawBody) => readWebhook(o.webhookSecret, header, rawBody),
    lock: (r, { login }) => lock(calls, r, login),
    importCommit: (r, a) => importCommit(calls, o, r, a),
    destroy: (r) => destroy(calls, r),
  }
}

function named({ fullName }: RepoRef): { owner: string; repo: string } {
  const [owner = '', repo = ''] = fullName.split('/')
  return { owner, repo }
}

interface Repository {
  id: number | bigint
  full_name: string
  html_url: string
  clone_url: string
  default_branch: string
}

async function createFromTemplate(calls: Calls, o: GithubOptions, { name, template }: { name: string; template: string }): Promise<Outcome<HostedRepo>> {
  const from = { template_owner: o.templateOwner, template_repo: template }
  const made = await calls.make((request) => request('POST /repos/{template_owner}/{template_repo}/generate', { ...from, owner: o.owner, name, private: true, include_all_branches: false }))
  if (made.outcome === 'ok') return withStarter(calls, made.value.data)
  if (made.outcome === 'refused' && made.status === 404) return refused(`There is no template repository ${o.templateOwner}/${template} on GitHub that our app may use. Make one and mark it as a template.`)
  // The name is taken: by ourselves, if an answer was lost the last time.
  return made.outcome === 'refused' && made.status === 422 ? madeBefore(calls, o, name, template, made.reason) : made
}

async function madeBefore(calls: Calls, o: GithubOptions, name: string, template: string, why: string): Promise<Outcome<HostedRepo>> {
  const found = await calls.read((request) => request('GET /repos/{owner}/{repo}', { owner: o.owner, repo: name }))
  if (found.outcome === 'refused') return refused(found.status === 404 ? why : found.reason)
  if (found.outcome === 'unknown') return found
  const { data } = found.value
  const from = data.template_repository?.full_name.toLowerCase()
  if (!data.private || from !== `${o.templateOwner}/${template}`.toLowerCase()) return refused(`On GitHub ${data.full_name} exists already, and was not made from ${o.templateOwner}/${template}.`)
  return withStarter(calls, data)
}

async function withStarter(calls: Calls, r: Repository): Promise<Outcome<HostedRepo>> {
  if (r.default_branch !== BRANCH) return refused(`The template’s default branch is called ${r.default_branch}. Rename it to ${BRANCH}.`)
  const head = await calls.read((request) => request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...named({ fullName: r.full_name }), ref: `heads/${BRANCH}` }))
  if (head.outcome === 'refused' && (head.status === 404 || head.status === 409)) return unknown('GitHub is still filling the repository.', FILLING_SECONDS)
  if (head.outcome !== 'ok') return head
  return ok({ externalId: String(r.id), fullName: r.full_name, url: webAddress(r.html_url) ?? '', cloneUrl: r.clone_url, starterCommit: head.value.data.object.sha })
}

async function grant(calls: Calls, r: RepoRef, username: string): ReturnType<GitProvider['grantCandidate']> {
  const put = await setPermission(calls, r, username, 'push')
  if (put.outcome === 'refused' && put.status === 404) return refused(`GitHub knows no account “${username}”.`)
  if (put.outcome !== 'ok') return put
  // 204 has no body: they are in already.
  return ok({ kind: 'invitation', url: webAddress(put.value.data?.html_url) })
}

/** Becomes a link on a page of ours. */
function webAddress(text: string | undefined): string | null {
  return text !== undefined && /^https?:\/\//.test(text) ? text : null
}

function setPermission(calls: Calls, r: RepoRef, username: string, permission: 'push' | 'pull') {
  return calls.make((request) => request('PUT /repos/{owner}/{repo}/collaborators/{username}', { ...named(r), username, permission }))
}

async function revoke(calls: Calls, r: RepoRef, username: string): Promise<Outcome<null>> {
  const gone = done(await calls.make((request) => request('DELETE /repos/{owner}/{repo}/collaborators/{username}', { ...named(r), username })))
  if (gone.outcome !== 'ok') return gone
  const invited = await calls.read((request) => request('GET /repos/{owner}/{repo}/invitations', { ...named(r), per_page: 100 }))
  if (invited.outcome !== 'ok') return invited
  for (const { id, invitee } of invited.value.data) {
    if (invitee?.login.toLowerCase() !== username.toLowerCase()) continue
    const withdrawn = done(await calls.make((request) => request('DELETE /repos/{owner}/{repo}/invitations/{invitation_id}', { ...named(r), invitation_id: Number(id) })))
    if (withdrawn.outcome !== 'ok') return withdrawn
  }
  return ok(null)
}

/** Reading only; where that is refused, the whole repository becomes read-only. */
async function lock(calls: Calls, r: RepoRef, username: string): Promise<Outcome<null>> {
  const put = await setPermission(calls, r, username, 'pull')
  if (put.outcome !== 'refused') return done(put)
  return done(await calls.make((request) => request('PATCH /repos/{owner}/{repo}', { ...named(r), archived: true })))
}

async function destroy(calls: Calls, r: RepoRef): Promise<Outcome<null>> {
  return done(await calls.make((request) => request('DELETE /repos/{owner}/{repo}', named(r))))
}

/** What was to be gone and is not there is gone. */
function done(called: Called<unknown>): Outcome<null> {
  if (called.outcome === 'refused') return called.status === 404 ? ok(null) : called
  return called.outcome === 'ok' ? ok(null) : called
}

async function importCommit(calls: Calls, o: GithubOptions, r: RepoRef, { into, commit }: { into: string; commit: string }): Promise<Outcome<null>> {
  const token = await calls.readToken(named(r).repo)
  if (token.outcome !== 'ok') return token
  const authorization = `Basic ${Buffer.from(`x-access-token:${token.value}`).toString('base64')}`
  try {
    const { problems } = await o.git.importCommit(into, { url: cloneUrl(o.apiUrl, r), authorization, commit })
    return problems.length > 0 ? refused(problems.join(' ')) : ok(null)
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}

/** Beside the API we were told of, never an address that an answer names: the token goes there. */
function cloneUrl(apiUrl: string, { fullName }: RepoRef): string {
  const api = new URL(apiUrl)
  const host = api.host === 'api.github.com' ? 'github.com' : api.host
  return `${api.protocol}//${host}/${fullName}.git`
}
