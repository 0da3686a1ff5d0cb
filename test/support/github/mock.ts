/**
 * GitHub, as far as we call it: every request is judged by GitHub's published schema, every answer too; repositories are
 * real ones, and faults come when a test asks for them.
 */
import { execFileSync } from 'node:child_process'
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { serveGit } from './git-http.ts'
import { answerBody, answerProblems, leastOf, matchCall, requestProblems } from './schema.ts'

const TEMPLATE_OWNER = 'acme-templates'
const OWNER = 'acme-hiring'
const WEBHOOK_SECRET = 'the webhook secret of a test'
const ZERO = '0'.repeat(40)

/** `lost`: nothing is done and no answer comes. `lost-after`: it is done and the answer is lost. */
export type Fault = 'lost' | 'lost-after' | 'silent' | 'secondary-limit' | 'primary-limit' | 'error' | 'error-after'

interface Repo {
  id: number
  fullName: string
  template: string
  archived: boolean
  /** How many questions for its branch are answered with 404 yet. */
  filling: number
  permissions: Map<string, string>
  invitations: { id: number; login: string; permission: string }[]
  activity: { id: number; before: string; after: string; ref: string; timestamp: string; type: string }[]
}

export interface MockGithub {
  env: Record<string, string>
  apiUrl: string
  privateKey: string
  /** Calls as they came, as `VERB /path`. */
  calls: string[]
  /** What GitHub's schema has to say against us, or against the mock. Must stay empty. */
  violations: string[]
  /** The next call that begins like this (`PUT /repos`) goes wrong. */
  fail(call: string, fault: Fault, times?: number): void
  /** Newly made repositories stay without their branch for so many questions. */
  fillSlowly(questions: number): void
  repo(name: string): Repo | undefined
  repos(): Repo[]
  /** The bare repository on disk. */
  dirOf(fullName: string): string
  accept(fullName: string, login: string): void
  /** Somebody pushes; `at` is what GitHub's clock says, to the second. The body is the webhook's. */
  push(fullName: string, files: Record<string, string>, at: Date, o?: { force?: boolean }): { commit: string; body: string }
  sign(body: string): string
  ring(url: string, body: string, o?: { delivery?: string; signature?: string; event?: string }): Promise<Response>
  close(): Promise<void>
}

export async function startMockGithub(template: { name: string; files: Record<string, string> }): Promise<MockGithub> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-github-'))
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })
  const repos = new Map<string, Repo>()
  const faults: { call: string; fault: Fault }[] = []
  const calls: string[] = []
  const violations: string[] = []
  const tokens = new Map<string, string[] | null>()
  let ids = 1000
  let filling = 0
  const dirOf = (fullName: string) => path.join(dir, `${fullName.toLowerCase()}.git`)
  const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=Casey', '-c', 'user.email=casey@example.test', '-c', 'init.defaultBranch=main', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  const at = (r: Repo | undefined) => (r ? git(dirOf(r.fullName), 'rev-parse', 'main') : ZERO)

  function commitFiles(bare: string, files: Record<string, string>, force = false): string {
    const work = mkdtempSync(path.join(dir, 'work-'))
    git(work, 'init', '-q')
    if (['packed-refs', 'refs/heads/main'].some((name) => existsSync(path.join(bare, name)))) git(work, 'pull', '-q', bare, 'main')
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(work, name)), { recursive: true })
      writeFileSync(path.join(work, name), text)
    }
    git(work, 'add', '-A')
    git(work, 'commit', '-q', ...(force ? ['--amend'] : []), '-m', `Change ${Object.keys(files).join(', ')}`)
    git(work, 'push', '-q', ...(force ? ['--force'] : []), bare, 'HEAD:main')
    return git(work, 'rev-parse', 'HEAD')
  }

  mkdirSync(dirOf(`${TEMPLATE_OWNER}/${template.name}`), { recursive: true })
  git(dirOf(`${TEMPLATE_OWNER}/${template.name}`), 'init', '-q', '--bare')
  commitFiles(dirOf(`${TEMPLATE_OWNER}/${template.name}`), template.files)

  type Answer = { status: number; body?: unknown; headers?: Record<string, string> }
  const notFound: Answer = { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' } }
  const invalid = (message: string): Answer => ({ status: 422, body: { message, documentation_url: 'https://docs.github.com/rest' } })

  function generate(body: { owner?: string; name: string }, params: Record<string, string>): Answer {
    const from = `${params['template_owner']}/${params['template_repo']}`
    if (!existsSync(dirOf(from))) return notFound
    const fullName = `${body.owner ?? OWNER}/${body.name}`
    if (repos.has(fullName)) return invalid('Could not clone: Name already exists on this account')
    mkdirSync(path.dirname(dirOf(fullName)), { recursive: true })
    git(dir, 'clone', '-q', '--bare', dirOf(from), dirOf(fullName))
    const repo: Repo = { id: ++ids, fullName, template: from, archived: false, filling, permissions: new Map(), invitations: [], activity: [] }
    repos.set(fullName, repo)
    repo.activity.push({ id: ++ids, before: ZERO, after: at(repo), ref: 'refs/heads/main', timestamp: '2026-01-01T00:00:00Z', type: 'branch_creation' })
    return { status: 201, body: answerBody('POST /repos/{template_owner}/{template_repo}/generate', 201, facts(repo)) }
  }

  function facts(r: Repo) {
    return { id: r.id, name: r.fullName.split('/')[1], full_name: r.fullName, private: true, html_url: `https://github.test/${r.fullName}`, clone_url: `https://github.test/${r.fullName}.git`, default_branch: 'main', archived: r.archived }
  }

  function collaborator(r: Repo, username: string, permission: string): Answer {
    if (username.startsWith('nobody')) return notFound
    if (r.permissions.has(username)) {
      r.permissions.set(username, permission)
      return { status: 204 }
    }
    const old = r.invitations.find((i) => i.login === username)
    const invitation = old ?? { id: ++ids, login: username, permission }
    invitation.permission = permission
    if (!old) r.invitations.push(invitation)
    return { status: 201, body: invitationOf(r, invitation) }
  }

  function invitationOf(r: Repo, i: { id: number; login: string; permission: string }) {
    return leastOf('repository-invitation', { id: i.id, repository: leastOf('minimal-repository', { full_name: r.fullName }), invitee: leastOf('simple-user', { login: i.login }), html_url: `https://github.test/${r.fullName}/invitations`, permissions: i.permission === 'pull' ? 'read' : 'write' })
  }

  function activity(r: Repo, query: URLSearchParams): Answer {
    const size = Math.min(Number(query.get('per_page') ?? 30), 2)
    const from = Number(query.get('after') ?? 0)
    const all = r.activity.filter((a) => !query.has('ref') || a.ref === query.get('ref'))
    const body = all.slice(from, from + size).map((a) => ({ id: a.id, node_id: 'PSH', before: a.before, after: a.after, ref: a.ref, timestamp: a.timestamp, activity_type: a.type, actor: null }))
    const next = `${apiUrl}/repos/${r.fullName}/activity?after=${from + size}`
    return { status: 200, body, headers: from + size < all.length ? { link: `<${next}>; rel="next"` } : {} }
  }

  function answer(key: string, params: Record<string, string>, query: URLSearchParams, body: Record<string, unknown>): Answer {
    if (key.startsWith('POST /app')) {
      const token = `ghs_${randomUUID().replaceAll('-', '')}`
      tokens.set(token, (body['repositories'] as string[] | undefined) ?? null)
      return { status: 201, body: answerBody(key, 201, { token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: body['permissions'] ?? {}, repository_selection: 'all' }) }
    }
    if (key.endsWith('/generate')) return generate(body as { name: string }, params)
    const r = repos.get(`${params['owner']}/${params['repo']}`)
    if (!r) return notFound
    const username = params['username'] ?? ''
    switch (key) {
      case 'GET /repos/{owner}/{repo}':
        return { status: 200, body: answerBody(key, 200, { ...facts(r), template_repository: leastOf('repository', { full_name: r.template }) }) }
      case 'PATCH /repos/{owner}/{repo}':
        r.archived = body['archived'] === true
        return { status: 200, body: answerBody(key, 200, facts(r)) }
      case 'DELETE /repos/{owner}/{repo}':
        repos.delete(r.fullName)
        return { status: 204 }
      case 'GET /repos/{owner}/{repo}/activity':
        return activity(r, query)
      case 'GET /repos/{owner}/{repo}/git/ref/{ref}':
        if (r.filling-- > 0) return notFound
        return { status: 200, body: answerBody(key, 200, { ref: `refs/${params['ref']}`, object: { type: 'commit', sha: at(r), url: 'https://github.test/' } }) }
      case 'PUT /repos/{owner}/{repo}/collaborators/{username}':
        return collaborator(r, username, String(body['permission'] ?? 'push'))
      case 'DELETE /repos/{owner}/{repo}/collaborators/{username}':
        r.permissions.delete(username)
        return { status: 204 }
      case 'GET /repos/{owner}/{repo}/invitations':
        return { status: 200, body: r.invitations.map((i) => invitationOf(r, i)) }
      default:
        r.invitations = r.invitations.filter((i) => i.id !== Number(params['invitation_id']))
        return { status: 204 }
    }
  }

  function takeFault(call: string): Fault | undefined {
    const n = faults.findIndex((f) => call.startsWith(f.call))
    return n < 0 ? undefined : faults.splice(n, 1)[0]?.fault
  }

  function send(res: ServerResponse, key: string, a: Answer) {
    if (key) violations.push(...answerProblems(key, a.status, a.body).map((p) => `the mock’s answer ${a.status} to ${key}: ${p}`))
    res.writeHead(a.status, { 'content-type': 'application/json; charset=utf-8', ...a.headers })
    res.end(a.body === undefined ? undefined : JSON.stringify(a.body))
  }

  async function handle(req: IncomingMessage, res: ServerResponse) {
    const url = new URL(req.url ?? '/', apiUrl)
    const clone = /^\/([\w.-]+\/[\w.-]+)\.git(\/.*)$/.exec(url.pathname)
    if (clone) return cloning(req, res, clone[1] ?? '', `${clone[2]}`)
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const call = `${req.method} ${url.pathname}`
    calls.push(call)
    const match = matchCall(req.method ?? '', url.pathname)
    if (!match) {
      violations.push(`${call} is not published`)
      return send(res, '', notFound)
    }
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    violations.push(...requestProblems(match, url.searchParams, body).map((p) => `${call}: ${p}`))
    if (!isAuthorized(req, match.key)) return send(res, '', { status: 401, body: { message: 'Bad credentials' } })
    const fault = takeFault(call)
    if (fault === 'silent') return
    if (fault === 'lost') return void req.socket.destroy()
    if (fault === 'error') return send(res, '', { status: 502, body: { message: 'Server Error' } })
    if (fault === 'secondary-limit') return send(res, '', { status: 403, headers: { 'retry-after': '30' }, body: { message: 'You have exceeded a secondary rate limit.' } })
    if (fault === 'primary-limit') return send(res, '', { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 90) }, body: { message: 'API rate limit exceeded' } })
    const done = answer(match.key, match.params, url.searchParams, (body ?? {}) as Record<string, unknown>)
    if (fault === 'lost-after') return void req.socket.destroy()
    if (fault === 'error-after') return send(res, '', { status: 500, body: { message: 'Server Error' } })
    send(res, match.key, done)
  }

  function isAuthorized(req: IncomingMessage, key: string): boolean {
    const [kind = '', secret = ''] = String(req.headers.authorization ?? '').split(' ')
    if (key.startsWith('POST /app')) return /^bearer$/i.test(kind) && secret.split('.').length === 3
    return kind === 'token' && tokens.has(secret)
  }

  function cloning(req: IncomingMessage, res: ServerResponse, fullName: string, rest: string) {
    const secret = Buffer.from(String(req.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString().replace(/^x-access-token:/, '')
    const only = tokens.get(secret)
    // The token must be one for this repository alone.
    if (!only?.includes(fullName.split('/')[1] ?? '') || takeFault('GIT') || !repos.has(fullName)) return void res.writeHead(401).end()
    serveGit(req, res, dirOf(fullName), rest)
  }

  const server = createServer((req, res) => void handle(req, res).catch((error: unknown) => violations.push(String(error))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const sign = (body: string) => `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`
  const env = { GITHUB_APP_ID: '4711', GITHUB_APP_PRIVATE_KEY: privateKey, GITHUB_INSTALLATION_ID: '99', GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET, GITHUB_OWNER: OWNER, GITHUB_TEMPLATE_OWNER: TEMPLATE_OWNER, GITHUB_API_URL: apiUrl }

  return {
    env,
    apiUrl,
    privateKey,
    calls,
    violations,
    fail: (call, fault, times = 1) => faults.push(...Array.from({ length: times }, () => ({ call, fault }))),
    fillSlowly: (questions) => (filling = questions),
    repo: (name) => [...repos.values()].find((r) => r.fullName.endsWith(name)),
    repos: () => [...repos.values()],
    dirOf,
    accept(fullName, login) {
      const r = repos.get(fullName)!
      const invitation = r.invitations.find((i) => i.login === login)!
      r.invitations = r.invitations.filter((i) => i !== invitation)
      r.permissions.set(login, invitation.permission)
    },
    push(fullName, files, when, o = {}) {
      const r = repos.get(fullName)!
      const before = at(r)
      const commit = commitFiles(dirOf(fullName), files, o.force)
      const timestamp = `${when.toISOString().slice(0, 19)}Z`
      r.activity.push({ id: ++ids, before, after: commit, ref: 'refs/heads/main', timestamp, type: o.force ? 'force_push' : 'push' })
      return { commit, body: JSON.stringify({ ref: 'refs/heads/main', before, after: commit, forced: o.force ?? false, repository: { id: r.id, full_name: fullName }, pusher: { name: 'casey' } }) }
    },
    sign,
    ring: (url, body, o = {}) =>
      fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-github-event': o.event ?? 'push', 'x-github-delivery': o.delivery ?? randomUUID(), 'x-hub-signature-256': o.signature ?? sign(body) } }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
