/** The git side of the product over HTTP: a plain handler for node:http, without a framework between git and the socket. */
import { mkdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { availableParallelism } from 'node:os'
import { defaultLimits, type Gateway, type GitLimits, type GitLog } from './context.ts'
import { installGit } from './environment.ts'
import { answerDoor, isDoor } from './door.ts'
import { advertise, uploadPack } from './fetch.ts'
import { answerText, basicPassword, DamagedError, TooLargeError } from './http.ts'
import type { Gatekeeper, GitService, RepoAccess } from './port.ts'
import { receivePush } from './push.ts'
import { endGroup } from './run.ts'
import { BusyError, createSlots } from './slots.ts'
import { createWrongTokens } from './wrong-tokens.ts'

export interface GitHandlerOptions {
  reposDir: string
  /** Push bodies are kept here while they arrive, as files without a name. Best on the repositories' file system. */
  spoolDir: string
  gatekeeper: Gatekeeper
  log: GitLog
  limits?: Partial<GitLimits>
  /**
   * Which address a request comes from. Defaults to the socket's; on a socket file, which only our own proxy can reach,
   * to the last of X-Forwarded-For. Behind a proxy on TCP this must be given, or all clients count as one.
   */
  clientIp?: (req: IncomingMessage) => string
  /** What our own web process shows at the door for people without git. Without it there is no door. */
  doorKey?: string
}

/** Answers everything under `/git/`. Install `checkContinue` for the server event of that name. */
export interface GitHandler {
  (req: IncomingMessage, res: ServerResponse): void
  /** Asks who it is before the client sends its body. */
  checkContinue: (req: IncomingMessage, res: ServerResponse) => void
  /** Ends every git process still at work. */
  endAll(): void
}

export function createGitHandler(o: GitHandlerOptions): GitHandler {
  const limits = { ...defaultLimits(availableParallelism()), ...o.limits }
  mkdirSync(o.spoolDir, { recursive: true, mode: 0o700 })
  const slots = createSlots({ total: limits.slots, waiting: limits.waiting })
  const { gatekeeper, log, spoolDir } = o
  const git = installGit(o.reposDir)
  const gateway: Gateway = { git, gatekeeper, spoolDir, limits, log, slots, children: new Set(), unsent: 0, pushing: new Map(), importing: new Set() }
  const doorman = createDoorman(gateway, o.clientIp ?? peerOf)
  const start = (req: IncomingMessage, res: ServerResponse, proceed: () => void) => {
    if (o.doorKey && isDoor(req)) return void answerDoor(gateway, o.doorKey, req, res).catch((error) => answerError(gateway, req, res, error))
    dispatch(gateway, doorman, req, res, proceed).catch((error) => answerError(gateway, req, res, error))
  }
  return Object.assign((req: IncomingMessage, res: ServerResponse) => start(req, res, () => {}), {
    checkContinue: (req: IncomingMessage, res: ServerResponse) => start(req, res, () => res.writeContinue()),
    endAll: () => gateway.children.forEach(endGroup),
  })
}

/** 404 for anything else, before any other part of the request is looked at. */
const ROUTE = /^\/git\/([a-z0-9]{26})\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/
const LFS_ROUTE = /^\/git\/[a-z0-9]{26}\.git\/info\/lfs(\/|$)/

const SIGN_IN =
  'Use the access token shown with your assignment (on the page that also shows this address) as the password; ' +
  'any user name will do.'
const WRONG =
  'This address and this token do not go together. Copy both again from the page of your assignment: ' +
  'the token is the password, any user name will do.'
const NOWHERE =
  'There is nothing at this address. Copy it again from the page of your assignment: it ends in ".git", and nothing comes after that.'
const LFS =
  'Git LFS is not available here. Commit the file itself if it is small, or leave it out. To turn LFS files back into ' +
  'ordinary ones: git lfs migrate export --everything --include="*", then git lfs uninstall --local.'

type Route = { repoId: string; service: GitService; isAdvertisement: boolean }

async function dispatch(
  gateway: Gateway,
  doorman: Doorman,
  req: IncomingMessage,
  res: ServerResponse,
  proceed: () => void,
): Promise<void> {
  const [path = '', query = ''] = (req.url ?? '').split('?', 2)
  if (LFS_ROUTE.test(path)) return answerLfs(res)
  const route = routeOf(req, res, path, new URLSearchParams(query))
  if (!route) return
  const access = await doorman(route, req, res)
  if (!access) return
  if (route.isAdvertisement) return advertise(gateway, req, res, access, route.service)
  if (route.service === 'receive-pack') return receivePush(gateway, req, res, { access, ip: access.ip, proceed })
  proceed()
  return uploadPack(gateway, req, res, access)
}

/** The route, or undefined when the answer has been given. */
function routeOf(req: IncomingMessage, res: ServerResponse, path: string, query: URLSearchParams): Route | undefined {
  const [, repoId = '', action = ''] = ROUTE.exec(path) ?? []
  if (!repoId) return void answerText(res, 404, NOWHERE)
  if (action !== 'info/refs') return serviceRoute(req, res, repoId, action)
  return advertisementRoute(req, res, repoId, query.get('service') ?? '')
}

function advertisementRoute(req: IncomingMessage, res: ServerResponse, repoId: string, name: string): Route | undefined {
  if (req.method !== 'GET') return void answerText(res, 405, 'Only GET is understood here.', { Allow: 'GET' })
  const service = serviceOf(name)
  if (!service) return void answerText(res, 403, 'Only the smart HTTP protocol is spoken here: use git 1.6.6 or newer.')
  return { repoId, service, isAdvertisement: true }
}

function serviceRoute(req: IncomingMessage, res: ServerResponse, repoId: string, action: string): Route | undefined {
  const service = serviceOf(action)
  if (req.method !== 'POST') return void answerText(res, 405, 'Only POST is understood here.', { Allow: 'POST' })
  if (!service || req.headers['content-type'] !== `application/x-git-${service}-request`) {
    return void answerText(res, 415, 'This is not a request of git.')
  }
  return { repoId, service, isAdvertisement: false }
}

function serviceOf(name: string): GitService | undefined {
  if (name === 'git-upload-pack') return 'upload-pack'
  return name === 'git-receive-pack' ? 'receive-pack' : undefined
}

type Doorman = (
  route: Route,
  req: IncomingMessage,
  res: ServerResponse,
) => Promise<(RepoAccess & { ip: string }) | undefined>

/** Asks the gatekeeper, or answers. Unknown, foreign and wrongly asked for are one and the same answer. */
function createDoorman(gateway: Gateway, clientIp: (req: IncomingMessage) => string): Doorman {
  const wrong = createWrongTokens(gateway.limits.wrongTokensPerMinute)
  return async ({ repoId, service }, req, res) => {
    const ip = clientIp(req)
    if (wrong.tooMany(ip)) return void answerText(res, 429, 'Too many wrong tokens. Wait a minute.', { 'Retry-After': '60' })
    const password = basicPassword(req)
    // git asks without a token first, always.
    if (password === undefined) return void answerText(res, 401, SIGN_IN, CHALLENGE)
    const access = await gateway.gatekeeper.authorize({ repoId, password, service, ip })
    if (access && access.repoId === repoId) return { ...access, ip }
    wrong.note(ip)
    return void answerText(res, 401, WRONG, CHALLENGE)
  }
}

function peerOf(req: IncomingMessage): string {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',').at(-1)?.trim()
  return req.socket.remoteAddress ?? (forwarded || 'local')
}

const CHALLENGE = { 'WWW-Authenticate': 'Basic realm="git", charset="UTF-8"' }

/** git-lfs prints the message as it is, before anything is pushed. */
function answerLfs(res: ServerResponse): void {
  res.writeHead(501, { 'Content-Type': 'application/vnd.git-lfs+json' })
  res.end(JSON.stringify({ message: LFS }))
  if (!res.req.complete) res.req.resume()
}

function answerError(gateway: Gateway, req: IncomingMessage, res: ServerResponse, error: unknown): void {
  if (error instanceof BusyError) {
    return answerText(res, 503, 'The server is busy. Try again in a moment.', { 'Retry-After': '5' })
  }
  if (error instanceof TooLargeError) return answerText(res, 413, 'This request is too large.')
  if (error instanceof DamagedError) return answerText(res, 400, 'This request arrived damaged: it can\'t be unzipped. Try again.')
  // A client that left mid-way is its own business.
  if (!req.destroyed) gateway.log.error({ err: error, path: req.url?.split('?')[0] }, 'a git request failed')
  answerText(res, 500, 'Our server failed over this. Please try again.')
  if (!res.writableEnded) res.destroy()
}
