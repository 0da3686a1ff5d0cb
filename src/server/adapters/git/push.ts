/** Taking in a push: spool, stamp, then hand it to git. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gateway } from './context.ts'
import { answerGit, answerText } from './http.ts'
import { parsePushHead, type PushHead, refusal } from './pkt-line.ts'
import type { PushStamp, RepoAccess } from './port.ts'
import { type PushAnswer, repositoryBytes, runReceivePack } from './receive-pack.ts'
import { type SpooledBody, spoolBody } from './spool.ts'
import { type DirectPush, pushDirectly } from './direct/push-directly.ts'
import { lazyStamp, type Sender, type Stamping } from './stamping.ts'
import { megabytes } from './tree-rules.ts'

/** So long an ordinary push is given to be whole and understood; then its first byte is stamped alone. */
const AT_ONCE_MS = 100
/** Room for the commands before the pack. */
const COMMAND_BYTES = 256 * 1024
const RESULT = 'git-receive-pack-result'

interface Pusher extends Sender {
  /** Tells a client that waits for "100 Continue" to send its body. */
  proceed: () => void
}

/** Answers a push. Every push that was stamped ends in exactly one of the gatekeeper's `applied` and `abandoned`. */
export async function receivePush(
  gateway: Gateway,
  req: IncomingMessage,
  res: ServerResponse,
  who: Pusher,
): Promise<void> {
  if (req.headers['content-encoding']) return answerText(res, 415, 'A push may not be compressed as a whole.')
  who.proceed()
  if (req.headers['content-length'] === '4') return answerProbe(req, res)
  await oneOfFew(gateway, who.access, (access) => receiveBody(gateway, req, res, { ...who, access }))
}

/** Counts what arrives for one repository; beyond a few at once, nobody may push. */
export async function oneOfFew(gateway: Gateway, access: RepoAccess, act: (access: RepoAccess) => Promise<void>): Promise<void> {
  const { pushing, limits } = gateway
  const { repoId } = access
  const before = pushing.get(repoId) ?? 0
  pushing.set(repoId, before + 1)
  try {
    await act(before < limits.pushesPerRepo ? access : tooManyAtOnce(access))
  } finally {
    const left = (pushing.get(repoId) ?? 1) - 1
    if (left > 0) pushing.set(repoId, left)
    else pushing.delete(repoId)
  }
}

function tooManyAtOnce(access: RepoAccess): RepoAccess {
  return { ...access, canPush: false, refusePush: 'Other pushes of yours are still arriving. Let them end, and push again.' }
}

async function receiveBody(gateway: Gateway, req: IncomingMessage, res: ServerResponse, who: Pusher): Promise<void> {
  const stamping = lazyStamp(gateway, who, AT_ONCE_MS)
  const body = await takeBody(gateway, req, who, stamping)
  try {
    await weigh(gateway, res, who, body, stamping)
  } finally {
    stamping.forget()
    await body.close()
  }
}

/** Spools a whole body and has its first byte stamped. A broken one is noted as abandoned, and rejects. */
export async function takeBody(gateway: Gateway, req: IncomingMessage, who: Sender, stamping: Stamping): Promise<SpooledBody> {
  try {
    return await takeIn(gateway, req, who.access, stamping.begin)
  } catch (error) {
    await abandon(gateway, stamping.now(), 'the connection ended before the push was complete')
    throw error
  }
}

/** Before a large push git sends a flush alone, to see whether it may. It is not a push: nothing is stamped. */
async function answerProbe(req: IncomingMessage, res: ServerResponse): Promise<void> {
  for await (const _ of req);
  answerGit(res, RESULT)
  res.end()
}

function takeIn(gateway: Gateway, req: IncomingMessage, access: RepoAccess, onFirstByte: () => void) {
  const { pushBytes, drainBytes, pushMs } = gateway.limits
  const storeBytes = COMMAND_BYTES + (access.canPush ? pushBytes + 1 : 0)
  return spoolBody(req, { spoolDir: gateway.spoolDir, storeBytes, drainBytes, storeMs: pushMs, onFirstByte })
}

export interface Refused {
  lines: string[]
  reason: string
}

async function weigh(gateway: Gateway, res: ServerResponse, who: Pusher, body: SpooledBody, stamping: Stamping): Promise<void> {
  const { access } = who
  const head = parsePushHead(body.head)
  if (!head) return answerNothing(gateway, res, body, stamping.now())
  const tooLarge = await refusedBySize(gateway, access, body)
  const push = { access, ip: who.ip, body, head }
  if (!tooLarge && (await takeDirectly(gateway, answerTo(res), push, stamping))) return
  const taken = stamping.now()
  const refused = tooLarge ?? (await refusedByClock(gateway, body, taken))
  if (refused) {
    answerRefusal(res, head, refused)
    return abandon(gateway, taken, refused.reason)
  }
  const stamp = await taken
  if (!stamp) return answerText(res, 400, 'An empty push.')
  const slot = { key: `push:${access.repoId}`, perKey: 1, patient: true }
  await gateway.slots.run(slot, () => runReceivePack(gateway, answerTo(res), { ...push, stamp }))
}

/** An ordinary push needs no process, and no slot but its repository's. One that has to wait for another is stamped before. */
async function takeDirectly(gateway: Gateway, answer: PushAnswer, push: Omit<DirectPush, 'stamping'>, stamping: Stamping): Promise<boolean> {
  const { repoId } = push.access
  if (!push.body.whole) return false
  if ((gateway.pushing.get(repoId) ?? 0) > 1 && (await refusedByClock(gateway, push.body, stamping.now()))) return false
  const slot = { key: `push:${repoId}`, perKey: 1, patient: true, light: true }
  return gateway.slots.run(slot, () => pushDirectly(gateway, answer, { ...push, stamping }))
}

function answerTo(res: ServerResponse): PushAnswer {
  return {
    begin: () => answerGit(res, RESULT),
    write: (chunk) => void (res.destroyed || res.write(chunk)),
    end: () => void res.end(),
  }
}

/** A body without commands: a probe of unknown length, or not a push at all. */
async function answerNothing(
  gateway: Gateway,
  res: ServerResponse,
  body: SpooledBody,
  taken: Promise<PushStamp> | undefined,
): Promise<void> {
  await abandon(gateway, taken, 'nothing was pushed')
  if (body.bytes > 4) return answerText(res, 400, 'This is not a push.')
  answerGit(res, RESULT)
  res.end()
}

export async function refusedBySize(gateway: Gateway, access: RepoAccess, body: SpooledBody): Promise<Refused | undefined> {
  const { pushBytes, repoBytes, pushMs } = gateway.limits
  const closed = access.refusePush ?? 'You can read here, not push.'
  if (!access.canPush) return { lines: closed.split('\n'), reason: 'not accepted' }
  if (body.elapsedMs > pushMs) return tooSlow(pushMs)
  if (body.bytes > pushBytes + COMMAND_BYTES) return tooLargePush(body.bytes, pushBytes)
  const stored = await repositoryBytes(gateway.git, access.repoId)
  return stored + body.bytes > repoBytes ? repositoryFull(repoBytes) : undefined
}

/** Without both stamps nobody could say whether the push was in time. */
export async function refusedByClock(
  gateway: Gateway,
  body: SpooledBody,
  taken: Promise<PushStamp> | undefined,
): Promise<Refused | undefined> {
  try {
    const stamp = await taken
    if (stamp) await gateway.gatekeeper.lastByte(stamp, { bytes: body.bytes })
    return undefined
  } catch (error) {
    gateway.log.error({ err: error }, 'a push could not be stamped')
    return { lines: [...NOT_CHANGED, 'Our server could not note your push. Please push again.'], reason: 'not recorded' }
  }
}

const NOT_CHANGED = ['Nothing was changed.']

function tooLargePush(bytes: number, most: number): Refused {
  return {
    lines: [
      `Your push is larger than ${megabytes(most)} (it has ${megabytes(bytes)}). Nothing was changed.`,
      'Leave out dependencies, build output, data and media: list them in .gitignore, take them out of your commits',
      'with "git rm -r --cached <path>" and "git commit --amend" ("git rebase -i" for older commits), and push again.',
    ],
    reason: 'too large',
  }
}

function tooSlow(pushMs: number): Refused {
  return {
    lines: [
      `Your push took longer than ${pushMs / 1000} seconds to arrive, so it can't count. Nothing was changed.`,
      'Push again, in smaller steps if your connection is slow.',
    ],
    reason: 'took too long',
  }
}

function repositoryFull(most: number): Refused {
  return {
    lines: [`This repository has reached its limit of ${megabytes(most)}. Nothing was changed. Write to us for help.`],
    reason: 'repository full',
  }
}

function answerRefusal(res: ServerResponse, head: PushHead, refused: Refused): void {
  answerGit(res, RESULT)
  res.end(refusal(head, refused.lines, refused.reason))
}

export async function abandon(gateway: Gateway, taken: Promise<PushStamp> | undefined, reason: string): Promise<void> {
  try {
    const stamp = await taken
    if (stamp) await gateway.gatekeeper.abandoned(stamp, reason)
  } catch (error) {
    gateway.log.error({ err: error }, 'an abandoned push could not be noted')
  }
}
