/** Listing refs and serving objects: `info/refs` for both services, and `git-upload-pack`. */
import type { ChildProcess } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Gateway } from './context.ts'
import { answerWithoutGit } from './first-clone.ts'
import { answerGit, answerText, readBody } from './http.ts'
import { repoPath } from './layout.ts'
import { FLUSH, pkt } from './pkt-line.ts'
import type { GitService, RepoAccess } from './port.ts'
import { capabilitiesOf, pushAdvertisement } from './push-advertisement.ts'
import { endGroup, mustRun, startGit } from './run.ts'
import { BusyError } from './slots.ts'

/** Answers `info/refs`. Where pushing is over, says so before the client packs anything. */
export async function advertise(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  access: RepoAccess,
  service: GitService,
): Promise<void> {
  const refused = service === 'receive-pack' && !access.canPush
  const body = refused ? refusedAdvertisement(access) : await advertisement(gateway, req, access, service)
  answerGit(res, `git-${service}-advertisement`, body.length)
  res.end(body)
}

function refusedAdvertisement(access: RepoAccess): Buffer {
  const words = access.refusePush ?? 'This repository can be read, not pushed to.'
  return Buffer.concat([serviceLine('receive-pack'), pkt(`ERR ${words}`)])
}

/**
 * What this git can do is asked once, then constant: the whole first answer of protocol v2, which names nothing of the
 * repository, and for pushes the words after the refs.
 */
interface Known {
  v2?: Buffer
  push?: string
}
const knownOf = new WeakMap<Gateway, Known>()

async function advertisement(
  gateway: Gateway,
  req: IncomingMessage,
  access: RepoAccess,
  service: GitService,
): Promise<Buffer> {
  const protocol = protocolOf(req, service)
  const known = knownOf.get(gateway) ?? {}
  knownOf.set(gateway, known)
  if (protocol['GIT_PROTOCOL'] === 'version=2') return (known.v2 ??= await ask(gateway, access, service, protocol))
  if (service === 'upload-pack' || protocol['GIT_PROTOCOL']) {
    return Buffer.concat([serviceLine(service), await ask(gateway, access, service, protocol)])
  }
  return Buffer.concat([serviceLine(service), await pushRefs(gateway, access, known)])
}

async function pushRefs(gateway: Gateway, access: RepoAccess, known: Known): Promise<Buffer> {
  const written = known.push && pushAdvertisement(repoPath(gateway.git.reposDir, access.repoId), known.push)
  if (written) return written
  const asked = await ask(gateway, access, 'receive-pack', {})
  known.push ??= capabilitiesOf(asked)
  return asked
}

function ask(gateway: Gateway, access: RepoAccess, service: GitService, env: Record<string, string>): Promise<Buffer> {
  const args = [service, '--stateless-rpc', '--http-backend-info-refs', repoPath(gateway.git.reposDir, access.repoId)]
  const slot = { key: `refs:${access.repoId}`, perKey: gateway.limits.fetchesPerRepo }
  return gateway.slots.run(slot, () => mustRun(gateway.git, args, { env }))
}

function serviceLine(service: GitService): Buffer {
  return Buffer.concat([pkt(`# service=git-${service}\n`), FLUSH])
}

/** Only what git knows. receive-pack has no version 2. */
function protocolOf(req: IncomingMessage, service: GitService): Record<string, string> {
  const asked = String(req.headers['git-protocol'] ?? '')
  const known = service === 'upload-pack' ? /^version=[012]$/ : /^version=[01]$/
  return known.test(asked) ? { GIT_PROTOCOL: asked } : {}
}

/** Answers a fetch. The request is read whole before a process is started: a slow client holds no slot with it. */
export async function uploadPack(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  access: RepoAccess,
): Promise<void> {
  const encoding = req.headers['content-encoding']
  if (encoding && encoding !== 'gzip' && encoding !== 'x-gzip') return answerText(res, 415, 'Only gzip is understood.')
  const request = await readBody(req, gateway.limits.fetchRequestBytes)
  const protocol = protocolOf(req, 'upload-pack')
  if (asksForObjects(request, protocol)) await gateway.gatekeeper.fetched({ repoId: access.repoId })
  const room = gateway.unsent < MOST_UNSENT
  const ready = room && protocol['GIT_PROTOCOL'] === 'version=2' && (await answerWithoutGit(gateway.git, repoPath(gateway.git.reposDir, access.repoId), request))
  if (ready) return answerReady(gateway, res, ready)
  const slot = { key: `fetch:${access.repoId}`, perKey: gateway.limits.fetchesPerRepo }
  await gateway.slots.run(slot, () => serve(gateway, res, access, request, protocol))
}

/** Slow clients must not fill the memory with answers: beyond this git is asked, which waits for them. */
const MOST_UNSENT = 16 * 1024 * 1024

function answerReady(gateway: Gateway, res: ServerResponse, parts: Buffer[]): void {
  if (res.destroyed) return
  const bytes = parts.reduce((sum, part) => sum + part.length, 0)
  gateway.unsent += bytes
  res.once('close', () => (gateway.unsent -= bytes))
  answerGit(res, 'git-upload-pack-result', bytes)
  res.cork()
  for (const part of parts) res.write(part)
  res.end()
}

/** Version 2 lists refs through the same address; before it, this address is for objects only. */
function asksForObjects(request: Buffer, protocol: Record<string, string>): boolean {
  if (protocol['GIT_PROTOCOL'] !== 'version=2') return true
  return request.subarray(4, 64).toString('latin1').startsWith('command=fetch')
}

async function serve(
  gateway: Gateway,
  res: ServerResponse,
  access: RepoAccess,
  request: Buffer,
  protocol: Record<string, string>,
): Promise<void> {
  if (res.destroyed) return
  const args = ['upload-pack', '--stateless-rpc', repoPath(gateway.git.reposDir, access.repoId)]
  const child = startGit(gateway.git, args, ['pipe', 'pipe', 'ignore'], { env: protocol, limited: true })
  if (!child.stdout) throw await whyNotStarted(child)
  gateway.children.add(child)
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve))
  const wall = setTimeout(() => endGroup(child), gateway.limits.uploadWallMs)
  child.stdin?.on('error', () => {})
  child.stdin?.end(request)
  answerGit(res, 'git-upload-pack-result')
  try {
    await pipeline(child.stdout, res)
  } catch {
    // The client has left; what it would have received is of no use to anyone.
    endGroup(child)
  } finally {
    await ended
    clearTimeout(wall)
    gateway.children.delete(child)
  }
}

/** Out of processes or files: the same to a client as a full queue. */
function whyNotStarted(child: ChildProcess): Promise<BusyError> {
  return new Promise((resolve) => child.once('error', (error) => resolve(new BusyError(error.message))))
}
